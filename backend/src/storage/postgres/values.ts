/** A value of a statement. Arrays are PostgreSQL's own, for `unnest` and `any`. */
export type Value = Scalar | readonly Scalar[];

type Scalar = string | number | boolean | null | Buffer;

/**
 * Values as the driver is given them: arrays already as PostgreSQL writes them
 * (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO), in a tenth of the time that the driver takes to do it, and
 * NUL, which PostgreSQL cannot keep in a text, as the character for what cannot be shown.
 */
export function bound(values: readonly Value[]): unknown[] {
	return values.map((value) => (Array.isArray(value) ? `{${value.map(element).join(',')}}` : typeof value === 'string' ? withoutNul(value) : value));
}

function element(value: Scalar): string {
	if (value === null) return 'NULL';
	if (typeof value === 'string') return `"${escaped(withoutNul(value))}"`;
	return Buffer.isBuffer(value) ? `"\\\\x${value.toString('hex')}"` : String(value);
}

function escaped(text: string): string {
	return text.includes('"') || text.includes('\\') ? text.replaceAll(/["\\]/g, '\\$&') : text;
}

function withoutNul(text: string): string {
	return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}
