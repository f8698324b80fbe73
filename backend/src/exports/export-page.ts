import type { ExportFormat } from '../../../contract/import.ts';
import type { Answer } from '../http/answer.ts';
import type { AnalyticsReader, LinkCriteria, LinkReader, Place } from '../storage/storage.ts';
import { csvRows } from './csv.ts';
import { exportedLink } from './exported-link.ts';

/** Links written in one go: some milliseconds of work. */
const LINKS = 1000;

/** What is exported, and where it goes on. */
export interface ExportRequest {
	criteria: LinkCriteria;
	format: ExportFormat;
	/** With the hashes of passwords. */
	secrets: boolean;
	after: Place | undefined;
}

/** A part of an export; `next` is null where it is the last. */
export interface ExportPart {
	text: string;
	next: Place | null;
}

/** What can be asked for an export; answered beside the redirect thread. */
export interface ExportQueries {
	/** The part, or an answer that says why there is none. */
	exportPart(request: ExportRequest): Promise<ExportPart | Answer>;
}

/** What a part is read from. */
export interface ExportSources {
	links: Pick<LinkReader, 'list'>;
	analytics: Pick<AnalyticsReader, 'totals'>;
}

/** The next part, in the order in which links were made. */
export async function exportPart({ criteria, format, secrets, after }: ExportRequest, { links, analytics }: ExportSources): Promise<ExportPart> {
	const page = await links.list(criteria, { by: 'created_at', descending: false }, { limit: LINKS, after });
	const totals = new Map((await analytics.totals(page.links.map((link) => link.id))).map((one) => [one.linkId, one.totalClicks]));
	const exported = page.links.map((link) => exportedLink(link, totals.get(link.id) ?? link.importedClicks, { secrets }));
	const text = format === 'csv' ? csvRows(exported, { header: after === undefined }) : exported.map((link) => `${JSON.stringify(link)}\n`).join('');
	return { text, next: page.next };
}

/**
 * The texts of all parts, one after the other.
 *
 * @param first the one without `after`
 */
export async function* exportAll(first: ExportPart, next: (after: Place) => Promise<ExportPart>): AsyncGenerator<string> {
	for (let part = first; ; part = await next(part.next)) {
		if (part.text !== '') yield part.text;
		if (part.next === null) return;
	}
}
