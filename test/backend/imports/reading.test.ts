/** Files as people have them: encodings, delimiters, quotes, lists in several wrappings. */
import { decodeText } from '../../../backend/src/imports/encoding.ts';
import { readExport } from '../../../backend/src/imports/read.ts';
import { hostOf, lastSegment, pathOf } from '../../../backend/src/imports/slugs.ts';
import { asCount, asFlag, asTags, asTime } from '../../../backend/src/imports/values.ts';

const fields = (text: string) => readExport(text).rows.map((row) => row.fields);
const CSV = 'url,slug,title\nhttps://a.example/,a,Käse – „fein“\n';
const LINK = { destination: 'https://a.example/', slug: 'a', title: 'Käse – „fein“' };

test.each<[string, Uint8Array]>([
	['UTF-8', Buffer.from(CSV)],
	['UTF-8 with a byte order mark', Buffer.from(`\ufeff${CSV}`)],
	['UTF-16, little endian', Buffer.from(`\ufeff${CSV}`, 'utf16le')],
	['UTF-16, big endian', Buffer.from(`\ufeff${CSV}`, 'utf16le').swap16()],
	['Windows-1252', Buffer.from([...Buffer.from('url,slug,title\nhttps://a.example/,a,K'), 0xe4, ...Buffer.from('se '), 0x96, ...Buffer.from(' '), 0x84, ...Buffer.from('fein'), 0x93, 0x0a])],
])('%s', (_, bytes) => {
	expect(fields(decodeText(bytes))).toEqual([LINK]);
});

test('a spreadsheet is told apart from text', () => {
	expect(() => decodeText(Buffer.from('PK\u0003\u0004…'))).toThrow(/Save the table as CSV/);
});

test.each([
	['semicolons', 'url;slug\nhttps://a.example/?x=1,2;a\n'],
	['tabs', 'url\tslug\nhttps://a.example/?x=1,2\ta\n'],
	['bars', 'url|slug\nhttps://a.example/?x=1,2|a\n'],
	['quotes', '"url","slug"\r\n"https://a.example/?x=1,2","a"\r\n'],
	['what Excel says in its first line', 'sep=;\r\nurl;slug\r\nhttps://a.example/?x=1,2;a\r\n'],
	['line ends of old Macs', 'url,slug\r"https://a.example/?x=1,2",a\r'],
	['spaces around cells', ' url ;\tslug \n https://a.example/?x=1,2 ; a \n'],
])('%s', (_, text) => {
	expect(fields(text)).toEqual([{ destination: 'https://a.example/?x=1,2', slug: 'a' }]);
});

test('lines are counted as an editor does, whatever is in the cells', () => {
	const text = 'url,title\nhttps://a.example/,"one\ntwo\r\nthree"\n\n,,\n,no destination\nhttps://b.example/,b\nhttps://c.example/,c,too,many\n';
	const { rows, bad } = readExport(text);
	expect(rows.map(({ line, fields: { title } }) => [line, title])).toEqual([[2, 'one\ntwo\nthree'], [8, 'b']]);
	expect(bad.map(({ line, problem }) => [line, problem.message])).toEqual([
		[9, 'The line has 4 cells, the header 2. A value with the delimiter in it must stand in quotes.'],
		[7, 'destination is missing: the line does not say where the link goes.'],
	]);
});

test('a lone carriage return is a character where lines end otherwise', () => {
	expect(fields('url,title\nhttps://a.example/,one\rtwo\n')).toEqual([{ destination: 'https://a.example/', title: 'one\rtwo' }]);
});

test('lines after what Excel says are those of the file', () => {
	expect(readExport('sep=,\nurl\nhttps://a.example/\n').rows[0]!.line).toBe(3);
});

test.each([
	['nothing', ' \n', /data is empty/],
	['an unknown table', 'name;surname\nAnn;Smith\n', /No export is known with these columns: "name", "surname"\. .+ call the one with the destination "destination"/],
	['a table without a header', 'https://a.example/,a\n', /No export is known with these columns: "https:\/\/a\.example\/", "a"/],
	['an open quote', 'url,title\nhttps://a.example/,"open\nhttps://b.example/,b\n', /cannot be read from line \d+ on: a quote is opened there and never closed/],
	['broken JSON', '[{"url": "https://a.example/"', /neither JSON nor a JSON object on every line/],
])('%s is refused', (_, text, message) => {
	expect(() => readExport(text)).toThrow(message);
});

test('a header alone is an export without links', () => {
	expect(readExport('url,slug\n')).toEqual({ format: 'csv', rows: [], bad: [], warnings: [] });
});

describe('JSON', () => {
	const [a, b] = [{ url: 'https://a.example/', slug: 'a' }, { url: 'https://b.example/', slug: 'b' }];
	test.each([
		['a list', JSON.stringify([a, b])],
		['an answer of an API', JSON.stringify({ links: [a, b], next_cursor: null })],
		['its pages in a list', JSON.stringify([{ data: [a] }, { data: [b] }])],
		['an object of objects', JSON.stringify({ links: { link_1: a, link_2: b } })],
		['an object on every line', `${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}\n`],
		['a page on every line', `${JSON.stringify({ links: [a] })}\n${JSON.stringify({ links: [b] })}`],
	])('%s', (_, text) => {
		expect(fields(text).map(({ slug }) => slug)).toEqual(['a', 'b']);
		expect(fields(`\ufeff${text}`)).toHaveLength(2);
	});

	test('what is no object is said with its place', () => {
		expect(readExport(JSON.stringify([a, 7, null, b])).bad.map(({ line }) => line)).toEqual([2, 3]);
		expect(readExport(`${JSON.stringify(a)}\n{"url":\n${JSON.stringify(b)}`).bad.map(({ line }) => line)).toEqual([2]);
	});

	test('a link as our own list shows it', () => {
		const shown = { id: 'lnk_0', slug: 's', short_url: 'https://l.example/s', destination: 'https://a.example/', title: null, tags: ['x, y'], metadata: { user_id: 7 }, utm: { source: 'mail' }, enabled: true, status: 'active', variants: [], has_password: false, total_clicks: 12, imported_clicks: 5, created_at: '2026-01-01T00:00:00.000Z', version: 3 };
		expect(readExport(JSON.stringify({ links: [shown] }))).toEqual({
			format: 'csv',
			rows: [{ line: 1, fields: { slug: 's', destination: 'https://a.example/', tags: ['x, y'], metadata: { user_id: 7 }, utm: { source: 'mail' }, enabled: true, variants: [] }, createdAt: Date.UTC(2026, 0), clicks: 12 }],
			bad: [],
			warnings: [],
		});
	});
});

test('two columns of one name: the second is not lost without a word', () => {
	const { rows, warnings } = readExport('url,Tags,tags\nhttps://a.example/,x,y\n');
	expect([rows[0]!.fields['tags'], warnings]).toEqual([['x'], ['tags: there is no place for it here, it is left out (line 2).']]);
});

test('a title that is too long is cut, not refused, and not through a character', () => {
	const { rows, warnings } = readExport(`url,title\nhttps://a.example/,${'x'.repeat(499)}🎉\n`);
	expect([rows[0]!.fields['title'], warnings]).toEqual(['x'.repeat(499), ['title: longer than 500 characters, and cut off there (line 2).']]);
});

test.each([
	['https://bit.ly/abc', 'abc', 'abc', 'bit.ly'],
	['bit.ly/abc', 'abc', 'abc', 'bit.ly'],
	['HTTPS://Go.Example:8080/yourls/abc/?x=1#y', 'yourls/abc', 'abc', 'go.example'],
	['/abc/', 'abc', 'abc', ''],
	['abc', 'abc', 'abc', 'abc'],
	['https://s.example/%C3%A9', 'é', 'é', 's.example'],
	['https://s.example/%zz', '%zz', '%zz', 's.example'],
	['https://s.example/', '', '', 's.example'],
])('the slug in %s', (url, whole, last, host) => {
	expect([pathOf(url), lastSegment(url), hostOf(url)]).toEqual([whole, last, host]);
});

test.each([
	['2020-10-26T17:20:40+0000', '2020-10-26T17:20:40.000Z'],
	['2020-10-26 17:20:40', '2020-10-26T17:20:40.000Z'],
	['2020-10-26 17:20:40 UTC', '2020-10-26T17:20:40.000Z'],
	['2020-10-26 17:20:40 +02:00', '2020-10-26T15:20:40.000Z'],
	['1603732840', '2020-10-26T17:20:40.000Z'],
	[1_603_732_840_123, '2020-10-26T17:20:40.123Z'],
	['Oct 26, 2020 5:20 PM', '2020-10-26T17:20:00.000Z'],
	['Mon, 26 Oct 2020 17:20:40 GMT', '2020-10-26T17:20:40.000Z'],
	['26 October 2020', '2020-10-26T00:00:00.000Z'],
])('%s is %s', (text, time) => {
	expect(new Date(asTime(text)!).toISOString()).toBe(time);
});

test.each(['04/05/2026', 'soon', 'Foo 26, 2020', '2026-02-30', '12345', {}, [], true])('%j is no time', (value) => {
	expect(asTime(value)).toBeUndefined();
});

test('counts, flags and tags', () => {
	expect(['12', '1,234', 7, '12.5', '-1', '1,23', 'many'].map(asCount)).toEqual([12, 1234, 7, undefined, undefined, undefined, undefined]);
	expect([true, 'TRUE', 'yes', '1', 0, 'off', 'perhaps'].map(asFlag)).toEqual([true, true, true, true, false, false, undefined]);
	expect(asTags(' a, b ,,', /,/)).toEqual(['a', 'b']);
	expect(asTags('["a, b", "c"]', /,/)).toEqual(['a, b', 'c']);
	expect(asTags([{ name: 'a' }, 'b', null, {}, 3], /,/)).toEqual(['a', 'b', '3']);
});
