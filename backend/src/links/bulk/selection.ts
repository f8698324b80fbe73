import { BULK_SAMPLE, type BulkOptions, type LinkSelection } from '../../../../contract/bulk.ts';
import type { ChangeSummary } from '../../../../contract/change.ts';
import { ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import type { LinkTransaction, StoredLink } from '../../storage/storage.ts';
import { selectLinks, type Selection, type SelectionContext } from '../select.ts';

/**
 * The links that a bulk call selects.
 *
 * @throws ProblemError where the selection is not valid, or not as large as the caller expects
 */
export async function selectExpected(input: Selection & BulkOptions, tools: SelectionContext & { transaction: LinkTransaction }): Promise<StoredLink[]> {
	const links = await selectLinks(tools.transaction, input, tools);
	requireCount(links, input.expected_count);
	return links;
}

/**
 * Holds a selection to the number that the caller expects, and shows the caller what would have been touched.
 *
 * @throws ProblemError `expected_count_mismatch`
 */
export function requireCount(links: readonly StoredLink[], expected: number | undefined): void {
	if (expected === undefined || expected === links.length) return;
	throw new ProblemError(
		'expected_count_mismatch',
		`The selection matches ${String(links.length)} links, expected_count says ${String(expected)}. Nothing was written.`,
		{
			matched: links.length,
			links: links.slice(0, BULK_SAMPLE).map(({ id, slug, destination }) => ({ id: publicId('link', id), slug, destination })),
		},
	);
}

/** What the list of changes says of a selection. */
export function selectionSummary({ filter, ids, all }: LinkSelection): ChangeSummary {
	return { ...(filter && { filter }), ...(ids && { ids: ids.length }), ...(all && { all }) };
}
