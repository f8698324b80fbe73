import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { BulkDeleteAnswer, BulkDeleteRequest, BulkUpdateAnswer, BulkUpdateRequest } from '../../contract/bulk';
import { callApi } from '../shared/client';
import { idempotencyKey } from '../shared/idempotency';
import type { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { withDetails } from '../shared/problem';
import { simplified } from '../shared/simpleLink';
import { readChange } from './operation';
import type { Operation } from './operation';
import { readBulkOptions, readShape } from './options';
import type { Shape } from './options';
import { readSelection } from './selection';

/** Changes or deletes the links that each input item selects: a request and a transaction for each item. */
export async function eachSelection(context: IExecuteFunctions, run: ItemRun, operation: Exclude<Operation, 'undo'>): Promise<void> {
	const bodies = new Set<string>();
	await run.each(async (item) => {
		const parameters = new Parameters(context, item);
		const shape = readShape(parameters);
		const body: BulkUpdateRequest | BulkDeleteRequest = {
			...readSelection(parameters),
			...(operation === 'delete' ? {} : readChange(parameters, operation, false)),
			...readBulkOptions(parameters),
		};
		bodies.add(JSON.stringify(body));
		const request = { path: '/v1/links', body, idempotencyKey: idempotencyKey(context, item, body), itemIndex: item };
		if (operation === 'delete') {
			putDeleted(run, parameters, shape, await callApi<BulkDeleteAnswer>(context, { method: 'DELETE', ...request }));
			return;
		}
		const answer = await callApi<BulkUpdateAnswer>(context, { method: 'PATCH', ...request });
		refuseErrors(context, answer, item);
		putChanged(run, parameters, shape, answer);
	});
	const items = context.getInputData().length;
	if (bodies.size === 1 && items > 1) {
		context.addExecutionHints({
			message: `The same links were selected ${items} times, once for each input item. If once was meant, turn on Execute Once in the settings of this node.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
}

/** The change is one transaction: a link that cannot be changed means that none was. */
function refuseErrors(context: IExecuteFunctions, { errors, matched }: BulkUpdateAnswer, itemIndex: number): void {
	const [first] = errors;
	if (!first) return;
	const error = new NodeOperationError(context.getNode(), `${errors.length} of ${matched} links cannot be changed, so nothing was written. ${first.message}`, {
		description: errors.slice(0, 5).map(({ id, message }) => `${id}: ${message}`).join(' '),
		itemIndex,
	});
	throw withDetails(error, { code: first.code, errors: errors.map(({ id, code, message }) => ({ pointer: id, code, message })) });
}

function putChanged(run: ItemRun, parameters: Parameters, { summary, simplify }: Shape, answer: BulkUpdateAnswer): void {
	const { matched, changed, unchanged, dry_run, change_id, links } = answer;
	if (summary) run.put(parameters.item, { matched, changed, unchanged, dry_run, change_id });
	else for (const link of links) run.put(parameters.item, { ...simplified(link, simplify), previous: link.previous, dry_run, change_id });
	tell(parameters, `${matched} links selected, ${changed} ${dry_run ? 'would change' : 'changed'}`, changed, summary ? changed : links.length);
}

function putDeleted(run: ItemRun, parameters: Parameters, { summary, simplify }: Shape, { matched, deleted, dry_run, change_id, links }: BulkDeleteAnswer): void {
	if (summary) run.put(parameters.item, { matched, deleted, dry_run, change_id });
	else for (const link of links) run.put(parameters.item, { ...simplified(link, simplify), dry_run, change_id });
	tell(parameters, `${matched} links selected, ${deleted} ${dry_run ? 'would be deleted' : 'deleted'}`, deleted, summary ? deleted : links.length);
}

function tell({ context }: Parameters, message: string, all: number, shown: number): void {
	context.addExecutionHints({ message: all > shown ? `${message}; the first ${shown} are shown` : message, type: 'info', location: 'outputPane' });
}
