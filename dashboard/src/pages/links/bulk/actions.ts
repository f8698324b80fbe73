import type { BulkDeleteAnswer, BulkDeleteRequest, BulkUpdateAnswer, BulkUpdateRequest, LinkSelection } from '../../../../../contract/bulk.ts';
import type { Link, LinkFilter } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';
import { isEmpty } from '../links-query.ts';

/** What can be done with many links. */
export type BulkKind = 'tags' | 'destination' | 'campaign' | 'enable' | 'disable' | 'delete';

/** Which links: some that were selected, or all that match. */
export type Target = { ids: readonly string[] } | { filter: LinkFilter };

/** What is set on them. */
export type BulkChange = Pick<BulkUpdateRequest, 'set' | 'add_tags' | 'remove_tags' | 'replace'>;

/** One link, before and after. */
export interface Difference {
	id: string;
	slug: string;
	/** Fields that differ; empty where the link is deleted. */
	fields: Array<{ name: string; before: unknown; after: unknown }>;
	/** The link as it is, where it is deleted. */
	deleted?: Link;
}

/** What a bulk call did, or, in a dry run, would do. */
export interface Outcome {
	matched: number;
	changed: number;
	differences: Difference[];
	/** Why links cannot be changed, in the API's words. */
	errors: Array<{ id: string; message: string }>;
	changeId: string | null;
}

/** What follows from others or from the clock: nobody has decided it. */
const DERIVED = new Set(['updated_at', 'version', 'status', 'short_url', 'destination_host_ascii']);

function selectionOf(target: Target): LinkSelection {
	if ('ids' in target) return { ids: [...target.ids] };
	return isEmpty(target.filter) ? { all: true } : { filter: target.filter };
}

/** How one call is done, beside what it does. */
interface RunOptions {
	signal?: AbortSignal;
	/** Only says what would happen. */
	dryRun?: boolean;
	/** Refuses where another number of links is selected by now. */
	expected?: number;
	idempotencyKey?: string;
}

/**
 * Changes or deletes links. Those that cannot be changed keep no other from it.
 *
 * @param change null to delete them
 * @throws ApiProblem in the API's own words
 */
export async function runBulk(target: Target, change: BulkChange | null, { signal, dryRun = false, expected, idempotencyKey }: RunOptions): Promise<Outcome> {
	const options = { signal, ...(idempotencyKey !== undefined && { idempotencyKey }) };
	const selection = { ...selectionOf(target), dry_run: dryRun, ...(expected !== undefined && { expected_count: expected }) };
	if (change === null) {
		const { matched, deleted, links, change_id: changeId } = await api.delete<BulkDeleteAnswer>('/v1/links', options, selection satisfies BulkDeleteRequest);
		return { matched, changed: deleted, differences: links.map((link) => ({ id: link.id, slug: link.slug, fields: [], deleted: link })), errors: [], changeId };
	}
	const body: BulkUpdateRequest = { ...selection, ...change, mode: 'partial' };
	const { matched, changed, links, errors, change_id: changeId } = await api.patch<BulkUpdateAnswer>('/v1/links', body, options);
	const differences = links.map(({ previous, ...link }) => ({
		id: link.id,
		slug: link.slug,
		fields: (Object.keys(previous) as Array<keyof Link>).filter((name) => !DERIVED.has(name)).map((name) => ({ name, before: previous[name], after: link[name] })),
	}));
	return { matched, changed, differences, errors, changeId };
}

/** "1 link", "1,234 links". */
export function countLinks(count: number, format: (value: number) => string): string {
	return `${format(count)} ${count === 1 ? 'link' : 'links'}`;
}
