import { invalidRequest } from '../http/problem.ts';

const BYTE_ORDER_MARKS: ReadonlyArray<[encoding: string, mark: number[]]> = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** How a ZIP begins, and with it a spreadsheet of Excel or LibreOffice. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * The text of a file: UTF-8 or UTF-16 as its byte order mark says, else UTF-8, else (where it is none) Windows-1252, in
 * which spreadsheets in western Europe save a CSV.
 *
 * @throws ProblemError `invalid_request` where it is no text
 */
export function decodeText(bytes: Uint8Array): string {
	if (beginsWith(bytes, ZIP)) {
		throw invalidRequest([{ pointer: '/data', code: 'unreadable', message: 'The file is a spreadsheet or an archive, not text. Save the table as CSV and import that.' }]);
	}
	const marked = BYTE_ORDER_MARKS.find(([, mark]) => beginsWith(bytes, mark))?.[0];
	if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
	return start.every((byte, place) => bytes[place] === byte);
}
