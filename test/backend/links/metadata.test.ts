import { readMetadata } from '../../../backend/src/links/metadata.ts';

const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as Record<string, unknown>;

test('metadata is kept as it was written, up to 16 kB', () => {
	expect(readMetadata({ user_id: 42, '__proto__x': [null, '\ud800'] })).toEqual({ json: '{"user_id":42,"__proto__x":[null,"\\ud800"]}' });
	expect(readMetadata(JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>)).toEqual({ json: '{"__proto__":{"a":1}}' });
	expect(readMetadata({ a: 'ü'.repeat(8200) })).toMatchObject({ code: 'too_large' });
});

test.each([[50, 'json'], [51, 'code'], [100_000, 'code']])('%i levels give %s', (levels, member) => {
	expect(readMetadata(nested(levels))).toHaveProperty(member);
});
