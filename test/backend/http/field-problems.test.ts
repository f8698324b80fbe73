import { parserFor } from '../../../backend/src/http/parse.ts';
import { NewLinkSchema } from '../../../backend/src/links/schema.ts';

const parse = parserFor(NewLinkSchema);
const pointersOf = (value: unknown) => {
	const parsed = parse(value);
	return parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer);
};

test('every bad field is named, however many unknown ones stand before it', () => {
	const unknown = Array.from({ length: 40 }, (_, index) => `x${String(index)}`);
	const value = { ...Object.fromEntries(unknown.map((name) => [name, 1])), title: 5 };
	expect(pointersOf(value).sort()).toEqual(['/destination', '/title', ...unknown.map((name) => `/${name}`)].sort());
});

test('of more bad fields than anyone reads, some are named', () => {
	expect(pointersOf(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${String(index)}`, 1]))).length).toBeGreaterThan(50);
});

test('a pointer is escaped, a sentence is not', () => {
	const parsed = parse({ destination: 'https://a.example/', 'a/b~c': 1 });
	expect(parsed).toEqual({ ok: false, problems: [{ pointer: '/a~1b~0c', code: 'unknown_field', message: 'a/b~c is not known here. Remove it or correct its name.' }] });
});
