import type { ImportFormat } from '../../../contract/import.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { formatTime } from '../times.ts';

/** One link of an export, as a reader of its format gives it. */
export interface ImportRow {
	/** Where it stands: the line of a CSV or NDJSON file, counted from 1 with the header; the place in a JSON list, from 1. */
	line: number;
	/** As for `POST /v1/links`; checked by the same rules. */
	fields: Record<string, unknown>;
	/** Milliseconds since 1970 at which the link was made elsewhere; null where the export does not tell. */
	createdAt: number | null;
	/** Clicks counted elsewhere. */
	clicks: number;
	/** Only in an export of our own: a hash as `links/password.ts` writes it. */
	passwordHash?: string;
}

/** A line that cannot become a link. */
export interface BadRow {
	line: number;
	problem: FieldProblem;
}

/** An export, read. Every line is in one of the two lists. */
export interface ReadExport {
	/** The name of its format, given or recognised. */
	format: ImportFormat;
	rows: ImportRow[];
	bad: BadRow[];
	/** What the export holds and a link here cannot: a sentence for each, whatever the number of lines. */
	warnings: string[];
}

/** A row as a line of an export of ours: what any format becomes on its way to a server. */
export function exportedRow({ fields, createdAt, clicks, passwordHash }: ImportRow): Record<string, unknown> {
	return { linkmill: 1, ...fields, ...(createdAt !== null && { created_at: formatTime(createdAt) }), clicks, ...(passwordHash !== undefined && { password_hash: passwordHash }) };
}
