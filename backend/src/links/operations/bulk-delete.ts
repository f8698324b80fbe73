import type { BulkDeleteAnswer } from '../../../../contract/bulk.ts';
import { writeChange } from '../../changes/record.ts';
import { orInvalid, parserFor } from '../../http/parse.ts';
import { publicId } from '../../ids.ts';
import type { LinkVersion } from '../../storage/storage.ts';
import type { Operation } from '../../writes/operation.ts';
import { findVersions, shownOf } from '../bulk/answer.ts';
import { BulkDeleteSchema } from '../bulk/schema.ts';
import { selectExpected, selectionSummary } from '../bulk/selection.ts';
import { deleted } from '../change.ts';
import { presentLinks } from '../present.ts';

const parse = parserFor(BulkDeleteSchema);

/** What is kept of an answer under an Idempotency-Key: the links by the versions that it shows. */
interface KeptDelete extends Omit<BulkDeleteAnswer, 'links'> {
	versions: LinkVersion[];
}

/** `DELETE /v1/links`: the rows stay, for reports, events and a revert; slugs and external ids are free again. */
export const bulkDelete: Operation = {
	async write({ body, keyId }, tools) {
		const input = orInvalid(parse(body ?? {}));
		const links = await selectExpected(input, tools);
		const dryRun = input.dry_run ?? false;
		const pairs = links.map((before) => ({ before, after: deleted(before, tools.now) }));
		const changeId = dryRun ? null : await writeChange(pairs, { kind: 'delete', keyId, summary: selectionSummary(input) }, tools);
		const answer: Omit<BulkDeleteAnswer, 'links'> = {
			matched: links.length,
			deleted: pairs.length,
			dry_run: dryRun,
			change_id: changeId === null ? null : publicId('change', changeId),
		};
		const shown = shownOf(links);
		const kept: KeptDelete = { ...answer, versions: shown.map(({ id, version }) => ({ linkId: id, version })) };
		return { status: 200, body: { ...answer, links: await presentLinks(shown, tools) } satisfies BulkDeleteAnswer, touched: dryRun ? [] : links.map(({ slug }) => slug), kept };
	},

	async replay(kept, tools) {
		const { versions, ...answer } = kept as KeptDelete;
		return { status: 200, body: { ...answer, links: await presentLinks(await findVersions(versions, tools.transaction), tools) } satisfies BulkDeleteAnswer };
	},
};
