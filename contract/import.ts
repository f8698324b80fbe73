/** Moving in from another shortener, and out. */
import type { NewLink } from './link.ts';
import type { FieldProblem } from './problem.ts';

/** Exports that can be read. `csv` is any table with a header that names our fields; `linkmill` is what an export here gives. */
export const IMPORT_FORMATS = ['linkmill', 'csv', 'bitly', 'short_io', 'dub', 'yourls', 'kutt', 'shlink'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** `ndjson` holds everything and comes back as it was; `csv` is for spreadsheets, and comes back as well. */
export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const IMPORT_LIMITS = {
	/** Links in one `POST /v1/links/import`. */
	links: 100_000,
	/** Lines of an answer that say why they were skipped. */
	errors: 1000,
} as const;

/** A line of an import that did not become a link. */
export interface ImportError extends FieldProblem {
	/** The line of the file, counted from 1 with the header; of a JSON list, the place from 1. */
	line: number;
}

/** Answer of `POST /v1/links/import`: `read` = `created` + `existing` + `updated` + `skipped`. */
export interface ImportAnswer {
	/** As named, or as recognised. */
	format: ImportFormat;
	read: number;
	created: number;
	/** Were there already and are as they were. */
	existing: number;
	updated: number;
	skipped: number;
	/** Clicks that the created links start from, all together. */
	imported_clicks: number;
	/** What the export holds and a link here cannot; a sentence each. */
	warnings: string[];
	/** Why lines were skipped; the first 1,000. */
	errors: ImportError[];
	dry_run: boolean;
	/** Undoes the import; null in a dry run, or where nothing was written. */
	change_id: string | null;
}

/** One line of an export: what makes the link again, wherever it is imported. Fields that say nothing are left out. */
export interface ExportedLink extends Omit<NewLink, 'password' | 'if_exists' | 'slug'> {
	/** Version of this format. */
	linkmill: 1;
	slug: string;
	/** Only for keys with the scope `admin`: the hash of its password. */
	password_hash?: string;
	created_at: string;
	/** `total_clicks`: what the imported link starts from. */
	clicks: number;
}
