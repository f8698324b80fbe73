import fc from 'fast-check';
import { SLUG_PATTERN } from '../../contract/link.ts';
import { decode } from '../../nodes/BatchCreate/csv/decode.ts';
import { slugFromTemplate } from '../../nodes/BatchCreate/csv/slugTemplate.ts';
import { readTable } from '../../nodes/BatchCreate/csv/table.ts';
import { writeTable } from '../../nodes/BatchCreate/csv/write.ts';
import { slugSafe } from '../../nodes/shared/slugSafe.ts';

describe('decoding a CSV file', () => {
	const euro = 'name,price\r\nCafé “Zoë”,5 €\r\n';
	const utf16 = Buffer.from(euro, 'utf16le');
	test.each([
		['UTF-8', Buffer.from(euro), false],
		['UTF-8 with a mark', Buffer.from(`\ufeff${euro}`), true],
		['UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), true],
		['UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), true],
		['UTF-16 LE without a mark', utf16, true],
		['UTF-16 BE without a mark', Buffer.from(utf16).swap16(), true],
		['Windows-1252', Buffer.from('name,price\r\nCaf\xe9 \x93Zo\xeb\x94,5 \x80\r\n', 'latin1'), true],
	])('%s is found out', (_, bytes, mark) => {
		expect(decode(bytes)).toEqual({ text: euro, mark });
	});

	test('an encoding that was set is used instead', () => {
		expect(decode(Buffer.from('é'), 'windows-1252').text).toBe('Ã©');
	});
});

describe('reading a CSV', () => {
	test.each([
		['comma', 'a,b\n1,2\n', ','],
		['semicolon, with commas in the cells', 'a;b\n"1,5";2,5\n', ';'],
		['tab', 'a\tb\n1\t2\n', '\t'],
		['pipe', 'a|b\n1|2\n', '|'],
		['one column', 'destination\nhttps://a.example/?x=1;y=2\n', ','],
	])('the delimiter is found: %s', (_, text, delimiter) => {
		expect(readTable(text).delimiter).toBe(delimiter);
	});

	test('quotes, line breaks in cells and empty lines are understood, and lines are counted as an editor does', () => {
		const table = readTable('a,b\n"x\ny","say ""hi"""\n\n5" screen,2\n');
		expect(table.rows).toEqual([
			{ line: 3, cells: ['x\ny', 'say "hi"'] },
			{ line: 5, cells: ['5" screen', '2'] },
		]);
	});

	test('repeated and empty headers get names of their own', () => {
		expect(readTable('a,a,,a_2\n1,2,3,4\n').names).toEqual(['a', 'a_2', 'column_3', 'a_2_2']);
	});

	test.each([
		['', 'has no header row'],
		['a,b\n1,"2\n3,4\n', 'has a quote after line 1 that is never closed'],
	])('%j is refused with a sentence', (text, sentence) => {
		expect(() => readTable(text)).toThrow(sentence);
	});

	test('what was written is read back, whatever the cells are', () => {
		const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ',', ';', '"', '\n', ' ', '=', '\t', '|') });
		const rows = fc.integer({ min: 2, max: 5 }).chain((width) =>
			fc.array(fc.array(cell, { minLength: width, maxLength: width }).filter((row) => row.some((value) => value.trim() !== '')), { minLength: 1, maxLength: 8 }),
		);
		fc.assert(
			fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), fc.boolean(), (cells, delimiter, mark) => {
				const header = cells[0]!.map((_, index) => `h${index}`);
				const table = { header, rows: cells.map((row) => ({ line: 0, cells: row })), delimiter, newline: '\r\n' };
				const text = writeTable(table, [], { mark, escapeFormulas: false });
				const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const;
				const read = readTable(text, names[delimiter]);
				expect(read.header).toEqual([...header, 'short_url', 'result', 'error']);
				expect(read.rows.map((row) => row.cells.slice(0, header.length))).toEqual(cells);
			}),
			{ numRuns: 200 },
		);
	});

	test('cells that a spreadsheet would run are escaped when that is asked for', () => {
		const table = { header: ['a'], rows: ['=1+1', '+1', '-1', '@x', 'b=c'].map((cell) => ({ line: 0, cells: [cell] })), delimiter: ',', newline: '\n' };
		const cells = (escapeFormulas: boolean) => readTable(writeTable(table, [], { mark: false, escapeFormulas })).rows.map((row) => row.cells[0]);
		expect(cells(true)).toEqual(["'=1+1", "'+1", "'-1", "'@x", 'b=c']);
		expect(cells(false)).toEqual(['=1+1', '+1', '-1', '@x', 'b=c']);
	});
});

describe('slugs from a template', () => {
	const row: Record<string, string> = { sku: 'SKU 1001', name: 'Crème brûlée – für Straße', empty: ' ', chinese: '你好', long: 'x'.repeat(100) };
	const valueOf = (column: string) => row[column] ?? '';
	test.each([
		['shop-{sku}', 'shop-SKU-1001'],
		['{name}', 'Creme-brulee-fur-Strasse'],
		['shop/{sku}?', 'shop-SKU-1001'],
		['shop-{ sku }', 'shop-SKU-1001'],
		['{sku}-{long}', `SKU-1001-${'x'.repeat(55)}`],
		['_{sku}', 'SKU-1001'],
		['shop-{empty}', undefined],
		['shop-{chinese}', undefined],
	])('%s gives %s', (template, slug) => {
		expect(slugFromTemplate(template, valueOf)).toBe(slug);
	});

	test.each([
		['Чайник «Утро», жёлтый', 'Chaynik-Utro-zhyoltyy'],
		['Їжак Є', 'Yizhak-Ye'],
		['Καφές Ελλάδα', 'Kafes-Ellada'],
		['ŁÓDŹ STRASSE ẞ', 'LODZ-STRASSE-Ss'],
		['Ångström', 'Angstrom'],
		['A\u030angstro\u0308m', 'Angstrom'],
		['ﬁne №5', 'fine-No5'],
	])('%s is transliterated', (value, slug) => {
		expect(slugSafe(value)).toBe(slug);
	});

	test('values are taken as they are when that is asked for', () => {
		expect(slugFromTemplate('{sku}--{name}', valueOf, true)).toBe('SKU 1001--Crème brûlée – für Straße');
		expect(slugFromTemplate('x-{empty}', () => '', true)).toBeUndefined();
	});

	test('whatever the values are, a slug is one that the API takes, and making it safe again changes nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), fc.string({ maxLength: 90 }), (a, b) => {
				const slug = slugFromTemplate('{a}-x-{b}', (column) => (column === 'a' ? a : b));
				if (slug === undefined) return;
				expect(slug).toMatch(SLUG_PATTERN);
				expect(slugSafe(slug)).toBe(slug);
			}),
			{ numRuns: 500 },
		);
	});
});
