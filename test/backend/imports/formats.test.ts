/** The readers of each product, on files that look like what it exports. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportFormat } from '../../../contract/import.ts';
import { decodeText } from '../../../backend/src/imports/encoding.ts';
import { readExport } from '../../../backend/src/imports/read.ts';

const read = (file: string, format?: ImportFormat) => readExport(decodeText(readFileSync(path.join('test/backend/imports/fixtures', file))), format);

/** A row as these tests write it: its line, its fields, when it was made, its clicks. */
type Row = [line: number, fields: object, createdAt: string | null, clicks: number];

const rowsOf = (file: string): Row[] => read(file).rows.map(({ line, fields, createdAt, clicks }) => [line, fields, createdAt === null ? null : new Date(createdAt).toISOString(), clicks]);

test.each<[ImportFormat, string, Row[]]>([
	['bitly', 'bitly.csv', [
		[2, { slug: 'Spring', destination: 'https://shop.example/spring?ref=mail', title: 'Spring, "all" of it' }, '2026-03-01T08:30:00.000Z', 1234],
		[3, { slug: '4XyZ', destination: 'https://shop.example/old', enabled: false }, '2025-01-02T03:04:05.000Z', 9],
		[4, { slug: 'fair', destination: 'https://shop.example/fair', title: 'Fair\n(two lines)' }, '2026-04-05T10:00:00.000Z', 17],
		[4, { slug: '9zY8xW', destination: 'https://shop.example/fair', title: 'Fair\n(two lines)' }, '2026-04-05T10:00:00.000Z', 0],
	]],
	['bitly', 'bitly.json', [
		[1, { slug: 'my-video', destination: 'https://video.example/watch?v=1', title: 'My video', tags: ['video', '2020'] }, '2020-10-26T17:20:40.000Z', 0],
		[2, { slug: '2Old', destination: 'https://video.example/old', enabled: false }, '2019-05-01T00:00:00.000Z', 0],
	]],
	['short_io', 'short-io.csv', [
		[2, { slug: 'Launch', destination: 'https://shop.example/launch', title: 'Release, "Wave 1"', tags: ['marketing', 'launch'], expires_at: '2027-05-01T08:00:00.000Z' }, '2026-05-01T08:00:00.000Z', 245],
		[3, { slug: 'evergreen', destination: 'https://shop.example/evergreen' }, '2026-05-02T08:00:00.000Z', 0],
	]],
	['short_io', 'short-io.json', [
		[
			1,
			{
				slug: 'Python-Org', destination: 'https://www.python.example/', title: 'Python', tags: ['python', 'docs'], expires_at: '2027-01-01T00:00:00.000Z', fallback_url: 'https://www.python.example/over',
				max_clicks: 100, redirect_type: 301, utm: { source: 'newsletter' }, forward_query: true,
				variants: [{ destination: 'https://www.python.example/', weight: 70 }, { destination: 'https://docs.python.example/', weight: 30 }],
			},
			'2025-03-14T15:09:26.000Z',
			0,
		],
		[2, { slug: 'locked', destination: 'https://www.python.example/secret', enabled: false }, '2025-03-14T15:09:26.000Z', 0],
	]],
	['short_io', 'short-io.tsv', [
		[2, { slug: 'python-org', destination: 'https://www.python.example/', title: 'Python Org', tags: ['python'], forward_query: true }, null, 0],
		[3, { slug: 'orat2q', destination: 'https://short.example/pricing/', title: 'Pricing', tags: ['pricing', 'short.io'], max_clicks: 5, redirect_type: 302, utm: { source: 'mail', medium: 'reddit' }, forward_query: false, enabled: false }, null, 0],
	]],
	['dub', 'dub.csv', [
		[2, { slug: 'launch', destination: 'https://shop.example/launch?utm_source=x', tags: ['product', 'launch'] }, '2024-11-05T09:15:00.000Z', 2041],
		[3, { slug: 'old', destination: 'https://shop.example/old', enabled: false }, '2023-02-01T00:00:00.000Z', 3],
	]],
	['dub', 'dub.json', [
		[
			1,
			{
				slug: 'launch', destination: 'https://shop.example/launch', title: 'Launch', tags: ['product', 'a, b'], external_id: 'SKU-1', expires_at: '2027-01-01T00:00:00.000Z', fallback_url: 'https://shop.example/over',
				password: 'open sesame', utm: { source: 'mail', campaign: 'spring' }, metadata: { comments: 'Ask Ann first' },
				variants: [{ destination: 'https://shop.example/a', weight: 60 }, { destination: 'https://shop.example/b', weight: 40 }],
			},
			'2024-11-05T09:15:00.000Z',
			2041,
		],
	]],
	['yourls', 'yourls-plugin.csv', [
		[2, { slug: 'promo', destination: 'https://shop.example/promo' }, null, 12],
		[3, { slug: 'a1', destination: 'https://shop.example/list,of,things' }, null, 0],
	]],
	['yourls', 'yourls-table.csv', [[2, { slug: 'promo', destination: 'https://shop.example/promo', title: 'Promo' }, '2019-06-01T12:00:00.000Z', 12]]],
	['yourls', 'yourls-stats.json', [
		[1, { slug: 'promo', destination: 'https://shop.example/promo', title: 'Promo' }, '2019-06-01T12:00:00.000Z', 12],
		[2, { slug: 'a1', destination: 'https://shop.example/a1' }, '2019-06-02T12:00:00.000Z', 0],
	]],
	['kutt', 'kutt.json', [
		[1, { slug: 'promo', destination: 'https://shop.example/promo', title: 'Promo' }, '2024-02-03T04:05:06.000Z', 12],
		[2, { slug: 'secret', destination: 'https://shop.example/secret', expires_at: '2027-02-03T04:05:06.000Z', enabled: false }, '2024-02-03T04:05:06.000Z', 0],
		[3, { slug: 'bad', destination: 'https://malware.example/', enabled: false }, '2024-02-03T04:05:06.000Z', 3],
	]],
	['shlink', 'shlink.csv', [[2, { slug: 'aBc12', destination: 'https://shop.example/a', title: 'A page', tags: ['one', 'two words'] }, '2022-01-02T02:04:05.000Z', 42]]],
	['shlink', 'shlink.json', [
		[1, { slug: 'aBc12', destination: 'https://shop.example/a', title: 'A page', tags: ['one', 'two'], starts_at: '2022-02-01T00:00:00.000Z', expires_at: '2027-02-01T00:00:00.000Z', max_clicks: 100, forward_query: false }, '2022-01-02T02:04:05.000Z', 42],
		[2, { slug: 'old', destination: 'https://shop.example/old', forward_query: true }, '2018-01-02T03:04:05.000Z', 7],
	]],
	['csv', 'plain.csv', [
		[2, { slug: 'spring-sale', destination: 'https://shop.example/1', title: 'Spring; sale', tags: ['mail', 'spring'], campaign: 'spring-2027', external_id: 'SKU-1', utm: { source: 'mail' }, expires_at: '2027-01-31T00:00:00.000Z', password: 'hunter2' }, '2026-01-02T10:00:00.000Z', 1234],
		[3, { destination: 'https://shop.example/2' }, '2025-10-26T00:00:00.000Z', 0],
		[4, { slug: 'x', destination: 'https://shop.example/3' }, null, 0],
	]],
])('%s: %s', (format, file, rows) => {
	expect(read(file).format).toBe(format);
	expect(rowsOf(file)).toEqual(rows);
	expect(read(file, format)).toEqual(read(file));
});

test.each<[string, Array<[line: number, pointer: string, message: RegExp]>]>([
	['bitly.csv', [[6, '/slug', /^slug "été" has other characters than ASCII letters/]]],
	['short-io.csv', [[4, '/slug', /^slug "shop\/sale" has a slash in it.+such as "shop-sale"\.$/], [5, '/slug', /^slug is missing: .+front page/]]],
	['dub.csv', [[4, '/slug', /^slug "docs\/api" has a slash in it/]]],
	['dub.json', [[2, '/slug', /not begin with "_"\. It is "_root"\.$/]]],
	['yourls-table.csv', [[3, '/slug', /^slug "ünter" has other characters/]]],
	['shlink.csv', [[3, '/slug', /^slug "docs\/intro" has a slash/]]],
	['plain.csv', [[5, '/Expires', /^Expires must be a time.+it is "soon"\.$/], [6, '/destination', /^destination is missing/]]],
])('%s: what cannot be a link here is said with its line', (file, expected) => {
	const { bad } = read(file);
	expect(bad.map(({ line, problem }) => [line, problem.pointer])).toEqual(expected.map(([line, pointer]) => [line, pointer]));
	for (const [place, [, , message]] of expected.entries()) expect(bad[place]!.problem.message).toMatch(message);
});

test.each<[string, string[]]>([
	['bitly.csv', ['bit.ly: links of that domain that have a custom one too come in with the custom one alone (line 2).', 'Status deleted: such links come in disabled (line 3).']],
	['bitly.json', [expect.stringMatching(/^bit\.ly: /), 'campaign_ids: there is no place for it here, it is left out (line 1).', 'archived: such links come in disabled (line 2).']],
	['short-io.json', [expect.stringMatching(/^androidURL: /), expect.stringMatching(/^User: /), 'redirectType: "303" is no redirect that there is here, so the link answers 302 (line 2).', expect.stringMatching(/^hasPassword: the password is not in the export, so such links come in disabled/)]],
	['dub.json', ['proxy', 'description', 'ios', 'geo', 'leads'].map((name) => `${name}: there is no place for it here, it is left out (line 1).`)],
	['yourls-table.csv', ['ip: there is no place for it here, it is left out (2 lines, the first is line 2).']],
	['kutt.json', [expect.stringMatching(/^password: the password is not in the export.+\(line 2\)\.$/), 'banned: such links come in disabled (line 3).']],
	['shlink.csv', []],
	['plain.csv', [
		'Folder: there is no place for it here, it is left out (2 lines, the first is line 2).',
		'Created: no time that can be read, so such links are as old as the import (line 4).',
		'Clicks: no number that can be read, so such links begin with 0 clicks (line 4).',
	]],
])('%s: what a link cannot keep is said once', (file, warnings) => {
	expect(read(file).warnings).toEqual(warnings);
});

test('a file that is not of the named format is refused with what it has', () => {
	expect(() => read('kutt.json', 'dub')).toThrow(/an export of dub has columns such as "shortlink", "destinationurl"; this one has "id", "address"/);
	expect(() => read('kutt.json', 'linkmill')).toThrow(/no export of linkmill/);
	expect(read('bitly.json', 'csv').rows.map(({ fields }) => fields['destination'])).toEqual(['https://video.example/watch?v=1', 'https://video.example/old']);
});
