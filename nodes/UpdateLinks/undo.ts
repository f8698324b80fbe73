import type { IExecuteFunctions } from 'n8n-workflow';
import type { RevertAnswer, RevertRequest } from '../../contract/change';
import { callApi } from '../shared/client';
import { idempotencyKey } from '../shared/idempotency';
import type { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { simplified } from '../shared/simpleLink';
import { isDryRun, readShape } from './options';
import type { Shape } from './options';

/**
 * Takes back the changes that the input items name, each once, whoever names it: every item that Batch Create puts out
 * names its import. The latest is taken back first, as they were made.
 */
export async function undo(context: IExecuteFunctions, run: ItemRun): Promise<void> {
	const named = new Map<string, number[]>();
	await run.each((item) => {
		const parameters = new Parameters(context, item);
		const changes = parameters.list(parameters.raw('changeIds', ''), 'Change IDs');
		if (changes.length === 0) throw parameters.error('Change IDs', 'is empty; give the change_id of the change to undo');
		const wrong = changes.find((change) => !change.startsWith('chg_'));
		if (wrong !== undefined) throw parameters.error('Change IDs', `"${wrong.slice(0, 80)}" is not a change ID; it begins with chg_`);
		for (const change of changes) named.set(change, [...(named.get(change) ?? []), item]);
	});

	// Change IDs are in the order of their times.
	for (const [part, change] of [...named.keys()].sort().reverse().entries()) {
		run.stopIfCancelled();
		const items = named.get(change) ?? [];
		const parameters = new Parameters(context, items[0] ?? 0);
		try {
			const shape = readShape(parameters);
			put(run, parameters, shape, change, await revert(parameters, change, part));
		} catch (error) {
			items.forEach((item) => run.fail(item, error));
		}
	}
}

async function revert(parameters: Parameters, change: string, part: number): Promise<RevertAnswer> {
	const { context, item } = parameters;
	const body: RevertRequest = {
		...(parameters.flag(parameters.collection('options').force, 'Also Links Changed Since') && { force: true }),
		...(isDryRun(parameters) && { dry_run: true }),
	};
	return await callApi<RevertAnswer>(context, {
		method: 'POST',
		path: `/v1/changes/${encodeURIComponent(change)}/revert`,
		body,
		idempotencyKey: idempotencyKey(context, part, body),
		itemIndex: item,
	});
}

/** Each link that went back, then those that were left alone and why. */
function put(run: ItemRun, parameters: Parameters, { summary, simplify }: Shape, change: string, answer: RevertAnswer): void {
	const { reverted, already, conflicts, links, dry_run, change_id } = answer;
	const common = { dry_run, change_id, undone_change_id: change };
	if (summary) run.put(parameters.item, { reverted, already, conflicts: conflicts, ...common });
	else {
		for (const link of links) run.put(parameters.item, { ...simplified(link, simplify), action: link.action, previous: link.previous, ...common });
		for (const { link_id, slug, reason, message } of conflicts) run.put(parameters.item, { id: link_id, slug, action: 'conflict', reason, message, ...common });
	}
	const parts = [
		`${reverted} links ${dry_run ? 'would go' : 'went'} back`,
		already > 0 && `${already} were back already`,
		conflicts.length > 0 && `${conflicts.length} were left alone: ${conflicts[0]?.message ?? ''}`,
		!summary && reverted > links.length && `the first ${links.length} are shown`,
	];
	parameters.context.addExecutionHints({ message: parts.filter(Boolean).join('; '), type: conflicts.length > 0 ? 'warning' : 'info', location: 'outputPane' });
}
