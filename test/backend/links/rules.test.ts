import fc from 'fast-check';
import { SLUG_PATTERN } from '../../../contract/link.ts';
import { checkUrl } from '../../../backend/src/links/destination.ts';
import { cleanTags } from '../../../backend/src/links/fields.ts';
import { retagged } from '../../../backend/src/links/change.ts';
import { numberedSlug, randomSlug, slugProblem } from '../../../backend/src/links/slug.ts';
import { parsePublicId, publicId } from '../../../backend/src/ids.ts';
import { formatTime, parseTime } from '../../../backend/src/times.ts';

const nowhere = new Set<string>();

test('whatever URL is accepted, its Location value can be sent: ASCII without control characters, the same place', () => {
	const text = fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string({ unit: 'binary' }).map((part) => `https://shop.example/${part}`), fc.string());
	fc.assert(
		fc.property(text, (url) => {
			const checked = checkUrl('destination', url, nowhere);
			if (!checked.ok) return expect(checked.message).toMatch(/^destination must/);
			expect(checked.location).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
			expect(checkUrl('destination', checked.location, nowhere)).toEqual({ ok: true, location: checked.location });
		}),
		{ numRuns: 1000 },
	);
});

test('escapes that are there stay as they are', () => {
	expect(checkUrl('destination', 'https://a.example/%C3%A4%2F%zz?x=%20', nowhere)).toEqual({ ok: true, location: 'https://a.example/%C3%A4%2F%zz?x=%20' });
});

test('random and numbered slugs are slugs', () => {
	fc.assert(
		fc.property(fc.stringMatching(SLUG_PATTERN), fc.integer({ min: 2, max: 999 }), (slug, number) => {
			expect(numberedSlug(slug, number)).toMatch(SLUG_PATTERN);
			expect(numberedSlug(slug, number)).toMatch(new RegExp(`-${String(number)}$`));
		}),
	);
	for (let index = 0; index < 1000; index++) expect(slugProblem(randomSlug())).toBeUndefined();
});

test('ids come back as they were, and sort in the order of creation', () => {
	const id = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
	fc.assert(
		fc.property(id, id, (a, b) => {
			expect(parsePublicId('link', publicId('link', a))).toBe(a);
			expect(publicId('link', a) < publicId('link', b)).toBe(a < b);
			expect(parsePublicId('key', publicId('link', a))).toBeUndefined();
		}),
	);
});

test('a time comes back as it was', () => {
	fc.assert(
		fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
			expect(parseTime(formatTime(date.getTime()))).toBe(date.getTime());
		}),
	);
});

test.each([
	['2027-01-31', '2027-01-31T00:00:00.000Z'],
	['2027-01-31T18:00', '2027-01-31T18:00:00.000Z'],
	['2027-01-31 18:00:00.123456', '2027-01-31T18:00:00.123Z'],
	['2027-01-31T18:00:00+02:00', '2027-01-31T16:00:00.000Z'],
	['2027-01-31t18:00:00z', '2027-01-31T18:00:00.000Z'],
])('%s is %s', (text, time) => {
	expect(formatTime(parseTime(text)!)).toBe(time);
});

test.each(['', 'soon', '2027-02-30', '2027-13-01', '2027-01-01T25:00', '31.01.2027', '2027-1-1', '9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00'])('"%s" is no time', (text) => {
	expect(parseTime(text)).toBeUndefined();
});

test('removing what was added gives the tags back', () => {
	const tags = fc.uniqueArray(fc.string({ minLength: 1 })).map(cleanTags);
	fc.assert(
		fc.property(tags, tags, (before, extra) => {
			const fresh = extra.filter((tag) => !before.includes(tag));
			expect(retagged(retagged(before, { add: fresh }), { remove: fresh })).toEqual(before);
		}),
	);
});
