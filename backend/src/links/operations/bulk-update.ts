import type { BulkError, BulkUpdateAnswer } from '../../../../contract/bulk.ts';
import type { ChangeSummary } from '../../../../contract/change.ts';
import type { FieldProblem } from '../../../../contract/problem.ts';
import { writeChange } from '../../changes/record.ts';
import { orInvalid, parserFor } from '../../http/parse.ts';
import { invalidRequest, ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import type { StoredLink } from '../../storage/storage.ts';
import type { Operation, WriteTools } from '../../writes/operation.ts';
import { findPairs, keepPair, presentChanged, shownOf, type KeptPair } from '../bulk/answer.ts';
import { changeSummary, readChange } from '../bulk/change.ts';
import { readRows, type Failure, type Target } from '../bulk/rows.ts';
import { BulkUpdateSchema, type BulkUpdateInput } from '../bulk/schema.ts';
import { requireCount, selectExpected, selectionSummary } from '../bulk/selection.ts';
import { separateTaken } from '../bulk/unique.ts';
import { changed, type Pair } from '../change.ts';
import { ownHosts } from '../destination.ts';
import { combinationProblem, fieldRules } from '../fields.ts';

const parse = parserFor(BulkUpdateSchema);

type IndexedPair = Pair & { index: number | null };

/** What is kept of an answer under an Idempotency-Key. */
interface KeptUpdate extends Omit<BulkUpdateAnswer, 'links'> {
	rows: Array<KeptPair & { index: number | null }>;
}

/** `PATCH /v1/links`: one change to many links, or one for each; what is written is one transaction and one change. */
export const bulkUpdate: Operation = {
	async write({ body, keyId }, tools) {
		const input = orInvalid(parse(body));
		const { mode = input.updates ? 'partial' : 'atomic', dry_run: dryRun = false } = input;
		const { targets, failures, summary } = await readTargets(input, tools);
		const { pairs, unchanged } = await decide(targets, failures, tools);
		const rejected = mode === 'atomic' && failures.length > 0;
		if (rejected && !dryRun) throw rejection(failures);

		const writes = !rejected && !dryRun;
		const changeId = writes ? await writeChange(pairs, { kind: 'update', keyId, summary: { ...summary, ...(input.mode && { mode }) } }, tools) : null;
		const shown = shownOf(pairs);
		const answer: Omit<BulkUpdateAnswer, 'links'> = {
			matched: targets.length,
			changed: rejected ? 0 : pairs.length,
			unchanged,
			errors: failures.map(({ index, id, problem }) => ({ ...(index !== null && { index }), id, ...problem }) satisfies BulkError),
			dry_run: dryRun,
			change_id: changeId === null ? null : publicId('change', changeId),
		};
		const kept: KeptUpdate = { ...answer, rows: shown.map((pair) => ({ ...keepPair(pair, writes), index: pair.index })) };
		return {
			status: 200,
			body: { ...answer, links: await presentChanged(shown, tools) } satisfies BulkUpdateAnswer,
			touched: writes ? pairs.flatMap(({ before, after }) => (before.slug === after.slug ? [before.slug] : [before.slug, after.slug])) : [],
			kept,
		};
	},

	async replay(kept, tools) {
		const { rows, ...answer } = kept as KeptUpdate;
		const pairs = (await findPairs(rows, tools.transaction)).map(({ before, after, kept: { index } }) => ({ before, after, index }));
		return { status: 200, body: { ...answer, links: await presentChanged(pairs, tools) } satisfies BulkUpdateAnswer };
	},
};

/** What is to be changed on which link, which rows cannot be done, and what to say of it all. */
async function readTargets(input: BulkUpdateInput, tools: WriteTools): Promise<{ targets: Target[]; failures: Failure[]; summary: ChangeSummary }> {
	const rules = fieldRules(ownHosts(tools.baseUrl));
	if (input.updates) {
		const beside = (['filter', 'ids', 'all', 'set', 'add_tags', 'remove_tags', 'replace'] as const).filter((name) => input[name] !== undefined);
		if (beside.length > 0) throw invalidRequest(beside.map((name) => ({ pointer: `/${name}`, code: 'invalid', message: `Give updates or ${name}, not both: each row says which link and what to change.` })));
		const { targets, failures, fields } = await readRows(input.updates, rules, tools.transaction);
		requireCount(targets.map(({ link }) => link), input.expected_count);
		return { targets, failures, summary: { rows: input.updates.length, fields } };
	}
	const change = readChange(input, rules);
	const links = await selectExpected(input, tools);
	return { targets: links.map((link) => ({ link, change, index: null })), failures: [], summary: { ...selectionSummary(input), ...changeSummary(input) } };
}

/** What each link becomes. Those that cannot are added to `failures`, which is put in the order of the request. */
async function decide(targets: readonly Target[], failures: Failure[], { transaction, now }: WriteTools): Promise<{ pairs: IndexedPair[]; unchanged: number }> {
	const pairs: IndexedPair[] = [];
	const fail = (index: number | null, link: StoredLink, problem: FieldProblem) =>
		failures.push({ index, id: publicId('link', link.id), problem: index === null ? problem : { ...problem, pointer: `/set${problem.pointer}` } });
	let unchanged = 0;
	for (const { link: before, change, index } of targets) {
		const result = change(before);
		const after = 'fields' in result ? changed(before, result.fields, now) : before;
		const problem = 'problem' in result ? result.problem : after === before ? undefined : combinationProblem(after);
		if (problem) fail(index, before, problem);
		else if (after === before) unchanged++;
		else pairs.push({ before, after, index });
	}
	const { free, taken } = await separateTaken(pairs, transaction);
	for (const { pair: { index, before }, problem } of taken) fail(index, before, problem);
	failures.sort((a, b) => Number(a.index) - Number(b.index));
	return { pairs: free, unchanged };
}

function rejection(failures: readonly Failure[]): ProblemError {
	const errors = failures.map(({ index, id, problem }) => ({ ...problem, pointer: index === null ? `/${id}` : `/updates/${String(index)}${problem.pointer}` }));
	return new ProblemError('batch_rejected', `${String(failures.length)} links cannot be changed, so none was. ${errors[0]?.message ?? ''}`, { errors });
}
