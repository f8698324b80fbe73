import type { ImportFormat } from '../../../contract/import.ts';
import { invalidRequest } from '../http/problem.ts';
import { detectFormat, FORMATS, isOf, OWN_MARK } from './detect.ts';
import type { Format } from './formats/format.ts';
import { linkmillCells, linkmillRow } from './formats/linkmill.ts';
import { plainName, SourceRecord, type Cell } from './record.ts';
import { readRecords, type RawExport, type RawRecord } from './records.ts';
import type { ReadExport } from './row.ts';
import { RowReader } from './row-reader.ts';
import { isObject } from './values.ts';
import { Warnings } from './warnings.ts';

/**
 * Reads an export. Every line of it is a row or a bad row, and what cannot be kept of the rows is a warning.
 *
 * @param text the file, as `decodeText` gives it
 * @param format where the file comes from; recognised when absent
 * @throws ProblemError `invalid_request` where it cannot be read, or is not of that format
 */
export function readExport(text: string, format?: ImportFormat): ReadExport {
	const raw = readRecords(text);
	const known = format ?? detectFormat(new Set(raw.columns.keys()));
	if (known === undefined) throw notRecognised(raw);
	if (known === 'linkmill') return readOwn(raw);
	const reader = FORMATS[known];
	if (!isOf(reader, new Set(raw.columns.keys()))) throw notOf(known, reader, raw);

	const warnings = new Warnings();
	const found: ReadExport = { format: known, rows: [], bad: [...raw.bad], warnings: [] };
	for (const { line, cells } of raw.records) {
		const row = new RowReader(new SourceRecord(line, spread(cells, reader.spread ?? [])), warnings);
		reader.read(row);
		const { rows, bad } = row.done();
		found.rows.push(...rows);
		found.bad.push(...bad);
	}
	return { ...found, warnings: warnings.sentences() };
}

/** An export of our own has our fields: nothing is to be found out. */
function readOwn(raw: RawExport): ReadExport {
	if (!raw.columns.has(OWN_MARK)) throw invalidRequest([{ pointer: '/format', code: 'invalid', message: `format: this is no export of linkmill, for it has no "${OWN_MARK}". Leave format out, or name another.` }]);
	const objectOf = ({ cells }: RawRecord): Record<string, unknown> => Object.fromEntries(cells.map(({ name, value }) => [name, value]));
	const exported = (record: RawRecord) => (raw.table ? linkmillCells(objectOf(record) as Record<string, string>) : objectOf(record));
	return { format: 'linkmill', rows: raw.records.map((record) => linkmillRow(exported(record), record.line)), bad: raw.bad, warnings: [] };
}

function spread(cells: readonly Cell[], members: readonly string[]): Cell[] {
	if (members.length === 0) return [...cells];
	return cells.flatMap((cell) => {
		if (!members.includes(cell.name) || !isObject(cell.value)) return [cell];
		return Object.entries(cell.value).map(([name, value]) => ({ name: `${cell.name}.${name}`, plain: cell.plain + plainName(name), value }));
	});
}

function notRecognised(raw: RawExport) {
	return invalidRequest([{ pointer: '/format', code: 'invalid', message: `No export is known with these columns: ${listOf(raw.columns.values())}. The first line must name the columns; call the one with the destination "destination".` }]);
}

function notOf(format: ImportFormat, { marks }: Format, raw: RawExport) {
	return invalidRequest([{ pointer: '/format', code: 'invalid', message: `format: an export of ${format} has columns such as ${listOf(marks[0] ?? [])}; this one has ${listOf(raw.columns.values())}. Leave format out to have it recognised.` }]);
}

function listOf(names: Iterable<string>): string {
	const all = [...names];
	const shown = all.slice(0, 20).map((name) => `"${name.slice(0, 40)}"`).join(', ');
	return all.length > 20 ? `${shown}, …` : shown || 'none';
}
