import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { SLUG_PATTERN, UTM_PARAMETERS } from '../../../contract/link.ts';
import type { ExportedLink } from '../../../contract/import.ts';
import { csvRows } from '../../../backend/src/exports/csv.ts';
import { decodeText } from '../../../backend/src/imports/encoding.ts';
import { readExport } from '../../../backend/src/imports/read.ts';
import { isReserved } from '../../../backend/src/links/slug.ts';
import { ProblemError } from '../../../backend/src/http/problem.ts';

/** Texts as cells hold them: spaces at the ends are not kept, and line ends become those of Unix. */
const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom('"', ',', ';', '\n', '\t')), maxLength: 40 }).map((value) => value.replaceAll(/\r\n?/g, '\n').trim());
const some = text.filter((value) => value !== '');
const slug = fc.stringMatching(SLUG_PATTERN).filter((value) => !isReserved(value));
const destination = fc.webUrl({ withQueryParameters: true, withFragments: true });
const time = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
const encodings = fc.constantFrom<(value: string) => Uint8Array>((value) => Buffer.from(value), (value) => Buffer.from(`\ufeff${value}`), (value) => Buffer.from(`\ufeff${value}`, 'utf16le'), (value) => Buffer.from(`\ufeff${value}`, 'utf16le').swap16());

test('a table comes back as it was written, whatever the delimiter, the line ends, the quotes and the encoding', () => {
	const row = fc.record({ destination, slug, title: text, tags: fc.array(some.filter((tag) => !/[,;|]/.test(tag) && !tag.startsWith('[')), { maxLength: 3 }), created: time, clicks: fc.nat() });
	const style = fc.record({ delimiter: fc.constantFrom(',', ';', '\t', '|'), record_delimiter: fc.constantFrom('\n', '\r\n', '\r'), quoted: fc.boolean(), separator: fc.constantFrom(',', ';', '|'), encode: encodings });
	fc.assert(
		fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), style, (rows, { separator, encode, ...options }) => {
			const table = rows.map((one) => [one.destination, one.slug, one.title, one.tags.join(separator), one.created.toISOString(), one.clicks]);
			const file = stringify([['Long URL', 'alias', 'Title', 'Tags', 'Created at', 'Clicks'], ...table], { ...options, quoted_match: /[\r\n]/ });
			const read = readExport(decodeText(encode(file)));
			expect(read).toMatchObject({ format: 'csv', bad: [], warnings: [] });
			expect(read.rows.map(({ fields, createdAt, clicks }) => ({ fields, createdAt, clicks }))).toEqual(
				rows.map((one) => ({
					fields: { destination: one.destination, slug: one.slug, ...(one.title !== '' && { title: one.title }), ...(one.tags.length > 0 && { tags: one.tags }) },
					createdAt: one.created.getTime(),
					clicks: one.clicks,
				})),
			);
		}),
		{ numRuns: 300 },
	);
});

const HEADERS = [
	['Link', 'Custom Link', 'Destination URL', 'Engagements'],
	['shortURL', 'originalURL', 'idString', 'clicksLimit'],
	['Short link', 'Destination URL', 'Clicks', 'Archived'],
	['source', 'target', 'hits'],
	['address', 'target', 'expire_in', 'password'],
	['shortCode', 'longUrl', 'visits', 'tags'],
	['url', 'slug', 'expires', 'clicks', 'unknown'],
];

test('nothing is lost: every line is a row or a problem, in tables and lists of whatever', () => {
	const cell = fc.oneof(text, slug, destination, fc.constantFrom('a/b', 'https://s.example/x/y', 'https://s.example/', 'v1', 'true', '2027-01-01', '-3', '"'));
	const file = fc.constantFrom(...HEADERS).chain((header) => fc.tuple(fc.constant(header), fc.array(fc.array(cell, { minLength: 1, maxLength: header.length + 1 }).filter((cells) => cells.some((one) => one !== '')), { maxLength: 8 })));
	fc.assert(
		fc.property(file, fc.boolean(), ([header, lines], asList) => {
			const objects = lines.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place] ?? null])));
			const names = Object.fromEntries(header.map((name) => [name, 'x']));
			const { rows, bad } = readExport(asList ? JSON.stringify([names, ...objects]) : stringify([header, ...lines], { quoted_match: /[\r\n]/ }));
			const read = [...new Set([...rows, ...bad].map(({ line }) => line))].sort((a, b) => a - b);
			if (asList) return expect(read).toEqual(Array.from({ length: objects.length + 1 }, (_, place) => place + 1));
			expect(read).toHaveLength(lines.length);
			for (const { fields } of rows) expect(typeof fields['destination']).toBe('string');
			for (const { problem } of bad) expect(problem.message).toMatch(/\.( |$)/);
		}),
		{ numRuns: 500 },
	);
});

test('whatever the bytes are, the answer is a reading or a problem of the caller', () => {
	const noise = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }).map((value) => Buffer.from(value)), fc.json().map((value) => Buffer.from(value)), fc.constantFrom(...HEADERS).chain((header) => text.map((value) => Buffer.from(`${header.join(',')}\n${value}`))));
	fc.assert(
		fc.property(noise, (bytes) => {
			try {
				expect(readExport(decodeText(bytes)).warnings).toBeDefined();
			} catch (error) {
				expect(error).toBeInstanceOf(ProblemError);
				expect((error as ProblemError).status).toBe(422);
			}
		}),
		{ numRuns: 1000 },
	);
});

test('an export of our own comes back as it was, as NDJSON and as CSV', () => {
	const link: fc.Arbitrary<ExportedLink> = fc.record(
		{
			linkmill: fc.constant(1 as const), slug, destination, created_at: time.map((date) => date.toISOString()), clicks: fc.nat(),
			title: some, tags: fc.array(some.filter((tag) => tag.trim() === tag), { minLength: 1, maxLength: 3 }), campaign: some, external_id: some, metadata: fc.dictionary(some.filter((name) => name !== '__proto__'), fc.oneof(text, fc.nat(), fc.boolean())),
			enabled: fc.boolean(), expires_at: time.map((date) => date.toISOString()), fallback_url: destination, redirect_type: fc.constantFrom(301, 302, 307, 308), max_clicks: fc.integer({ min: 1 }), forward_query: fc.boolean(),
			utm: fc.record(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, some])), { requiredKeys: ['source'] }),
			variants: fc.array(fc.record({ destination, weight: fc.nat(), name: some }), { minLength: 1, maxLength: 3 }),
		},
		{ requiredKeys: ['linkmill', 'slug', 'destination', 'created_at', 'clicks'] },
	);
	fc.assert(
		fc.property(fc.array(link, { minLength: 1, maxLength: 4 }), (links) => {
			const expected = links.map(({ linkmill: _version, created_at: createdAt, clicks, ...fields }, place) => ({ line: place + 1, fields, createdAt: Date.parse(createdAt), clicks }));
			const list = readExport(links.map((one) => JSON.stringify(one)).join('\n'));
			expect(list).toEqual({ format: 'linkmill', rows: expected, bad: [], warnings: [] });
			const table = readExport(csvRows(links, { header: true }));
			expect(table.rows.map((row, place) => ({ ...row, line: place + 1 }))).toEqual(expected);
		}),
		{ numRuns: 200 },
	);
});
