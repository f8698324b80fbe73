import { invalidRequest } from '../http/problem.ts';
import { plainName, type Cell } from './record.ts';
import type { BadRow } from './row.ts';
import { readTable } from './table.ts';
import { isObject } from './values.ts';

/** A record of an export: its columns, or members, in the order of the file. */
export interface RawRecord {
	line: number;
	cells: Cell[];
}

/** What a file holds, whatever it means. */
export interface RawExport {
	/** Whether it is a table: all its values are texts then. */
	table: boolean;
	records: RawRecord[];
	/** Lines that are no records. */
	bad: BadRow[];
	/** The names of all columns or members, as `plainName` has them and as they are in the file. */
	columns: Map<string, string>;
}

/** Members under which services put the list that they answer. */
const WRAPPERS = ['links', 'data', 'result', 'shortUrls'];

/**
 * Takes an export apart: a CSV with a header, a JSON list (also within the object, or the pages, that an API answers), or
 * a JSON object on every line.
 *
 * @throws ProblemError `invalid_request` where it is none of them
 */
export function readRecords(text: string): RawExport {
	const start = text.replace(/^\ufeff/, '').trimStart();
	if (start === '') throw unreadable('data is empty. Send the exported file.');
	return /^[[{]/.test(start) ? jsonRecords(start, text) : tableRecords(text);
}

function tableRecords(text: string): RawExport {
	const { header, lines } = readTable(text);
	const names = header.map((name, place) => ({ name: name || `column ${String(place + 1)}`, plain: plainName(name) }));
	const records: RawRecord[] = [];
	const bad: BadRow[] = [];
	for (const { line, cells } of lines) {
		if (cells.slice(names.length).some((cell) => cell !== '')) bad.push({ line, problem: tooManyCells(cells.length, names.length) });
		else records.push({ line, cells: names.map(({ name, plain }, place) => ({ name, plain, value: cells[place] ?? '' })) });
	}
	return { table: true, records, bad, columns: new Map(names.map(({ name, plain }) => [plain, name])) };
}

function tooManyCells(cells: number, columns: number) {
	return { pointer: '', code: 'invalid', message: `The line has ${String(cells)} cells, the header ${String(columns)}. A value with the delimiter in it must stand in quotes.` };
}

function jsonRecords(start: string, text: string): RawExport {
	const found: RawExport = { table: false, records: [], bad: [], columns: new Map() };
	const plainNames = new Map<string, string>();
	const plainOf = (name: string) => {
		const plain = plainNames.get(name) ?? plainName(name);
		plainNames.set(name, plain);
		found.columns.set(plain, name);
		return plain;
	};
	const add = (value: unknown, line: number) => {
		if (isObject(value)) found.records.push({ line, cells: Object.entries(value).map(([name, member]) => ({ name, plain: plainOf(name), value: member })) });
		else found.bad.push({ line, problem: { pointer: '', code: 'invalid', message: 'The entry is no JSON object.' } });
	};
	const whole = parsed(start);
	if (whole !== undefined) for (const [place, value] of listed(whole).entries()) add(value, place + 1);
	else {
		for (const [place, content] of text.split(/\r\n|\n|\r/).entries()) {
			if (content.replace(/^\ufeff/, '').trim() === '') continue;
			const value = parsed(content.replace(/^\ufeff/, ''));
			// The first line tells what the file is meant to be.
			if (value === undefined && found.records.length === 0) throw unreadable('The file begins like JSON, and is neither JSON nor a JSON object on every line.');
			for (const one of value === undefined ? [value] : listed(value)) add(one, place + 1);
		}
	}
	return found;
}

/** The list in an answer of an API: itself, under a name, an object of objects, or one of these for every page. */
function listed(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap((one: unknown) => (isObject(one) && wrapped(one) ? listed(one) : [one]));
	const inner = isObject(value) ? wrapped(value) : undefined;
	if (inner === undefined) return [value];
	return isObject(inner) && Object.values(inner).every(isObject) ? Object.values(inner) : listed(inner);
}

function wrapped(value: Record<string, unknown>): unknown {
	return WRAPPERS.map((name) => value[name]).find((inner) => typeof inner === 'object' && inner !== null);
}

/** JSON; undefined where it is none. No JSON is undefined. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function unreadable(message: string) {
	return invalidRequest([{ pointer: '/data', code: 'unreadable', message }]);
}
