/** Rows as CSV (RFC 4180), with a mark of UTF-8 that spreadsheets look for. */
export function toCsv(rows: ReadonlyArray<ReadonlyArray<string | number | null>>): string {
	return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
	const text = String(value ?? '');
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What spreadsheets would take for a formula, as the text that it is: what stands in a file from elsewhere must not run there. */
export function inert(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
