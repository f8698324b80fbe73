import type { CampaignList, TagList } from '../../../contract/link.ts';
import type { Answer } from '../http/answer.ts';
import { invalidRequest } from '../http/problem.ts';
import type { LabelCount, LabelKind, LabelPage, LinkLists } from '../storage/storage.ts';

/** A page of tags, or of campaigns. */
export interface LabelRequest extends LabelPage {
	kind: LabelKind;
}

/** What can be asked about tags and campaigns; answered beside the redirect thread. */
export interface LabelQueries {
	labels(request: LabelRequest): Promise<Answer>;
}

/** Tags, or campaigns, with the number of links that have each. */
export async function listLabels(reader: Pick<LinkLists, 'labels'>, { kind, ...page }: LabelRequest): Promise<TagList | CampaignList> {
	// One more than asked for tells whether there is a next page.
	const found = await reader.labels(kind, { ...page, limit: page.limit + 1 });
	const items = found.slice(0, page.limit);
	const last = items.at(-1);
	const next = found.length > page.limit && last ? writeCursor(page, last) : null;
	return kind === 'tag' ? { tags: items, next_cursor: next } : { campaigns: items, next_cursor: next };
}

function writeCursor({ by, descending }: LabelPage, { name, links }: LabelCount): string {
	return Buffer.from(JSON.stringify([by, descending, name, links])).toString('base64url');
}

/**
 * The place that a cursor stands for.
 *
 * @throws ProblemError `invalid_request` where it is none of a list in this order
 */
export function readLabelCursor(cursor: string | undefined, { by, descending }: Pick<LabelPage, 'by' | 'descending'>): LabelCount | undefined {
	if (cursor === undefined || cursor === '') return undefined;
	const parts = parse(cursor);
	if (Array.isArray(parts) && parts[0] === by && parts[1] === descending && typeof parts[2] === 'string' && Number.isSafeInteger(parts[3])) {
		return { name: parts[2], links: parts[3] as number };
	}
	throw invalidRequest([{ pointer: '?cursor', code: 'invalid', message: 'cursor must be the next_cursor of an earlier answer, with the same sort.' }]);
}

function parse(cursor: string): unknown {
	try {
		return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
	} catch {
		return undefined;
	}
}
