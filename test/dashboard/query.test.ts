import fc from 'fast-check';
import { apiQueryString, queryString } from '../../dashboard/src/api/query.ts';

test('what is not there is left out, and everything else is escaped', () => {
	expect(queryString({ search: 'a&b=c #?', limit: 50, count: true, cursor: undefined, campaign: null, status: '' })).toBe('?search=a%26b%3Dc+%23%3F&limit=50&count=true');
	expect(queryString()).toBe('');
	expect(queryString({ tags: [] })).toBe('');
});

/** As the API reads a list: one that is given once is split at its commas, repeated ones are not; empty items are dropped. */
function readByApi(text: string): string[] {
	const given = new URLSearchParams(text).getAll('tags');
	return (given.length === 1 ? given[0]!.split(',').map((item) => item.trim()) : given).filter((item) => item !== '');
}

test('a list arrives at the API as it was, commas and all', () => {
	const tag = fc.string({ minLength: 1 }).map((text) => text.trim()).filter((text) => text !== '');
	fc.assert(fc.property(fc.array(tag), (tags) => { expect(readByApi(apiQueryString({ tags }))).toEqual(tags); }));
	expect(readByApi(apiQueryString({ tags: ['Berlin, Mitte'] }))).toEqual(['Berlin, Mitte']);
});
