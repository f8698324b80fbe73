import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { BulkUpdateAnswer, BulkUpdateRequest } from '../../contract/bulk';
import { callApi } from '../shared/client';
import { idempotencyKey } from '../shared/idempotency';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { withDetails } from '../shared/problem';
import { readOperation } from './operation';
import { readSelection } from './selection';

/** Changes the links that each input item selects. */
export async function updateLinks(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	await run.each(async (item) => {
		const parameters = new Parameters(context, item);
		const body = readRequest(parameters);
		const answer = await callApi<BulkUpdateAnswer>(context, {
			method: 'PATCH',
			path: '/v1/links',
			body,
			idempotencyKey: idempotencyKey(context, item, body),
			itemIndex: item,
		});
		refuseErrors(context, answer, item);
		putAnswer(run, parameters, answer);
	});
	return run.finish();
}

function readRequest(parameters: Parameters): BulkUpdateRequest {
	const { expectedCount } = parameters.collection('options');
	if (expectedCount !== undefined && !(Number.isInteger(expectedCount) && Number(expectedCount) >= 0)) {
		throw parameters.error('Expected Count', 'must be a whole number, 0 or more');
	}
	return {
		...readSelection(parameters),
		...readOperation(parameters),
		...(parameters.raw('dryRun', false) === true && { dry_run: true }),
		...(expectedCount !== undefined && { expected_count: Number(expectedCount) }),
	};
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

function putAnswer(run: ItemRun, parameters: Parameters, answer: BulkUpdateAnswer): void {
	const { matched, changed, unchanged, dry_run, change_id, links } = answer;
	const { output } = parameters.collection('options');
	if (output === 'summary') {
		run.put(parameters.item, { matched, changed, unchanged, dry_run, change_id });
		return;
	}
	for (const link of links) run.put(parameters.item, { ...(link as unknown as IDataObject), dry_run, change_id });
	parameters.context.addExecutionHints({
		message: `${matched} links selected, ${changed} ${dry_run ? 'would change' : 'changed'}${changed > links.length ? `; the first ${links.length} are shown` : ''}`,
		type: 'info',
		location: 'outputPane',
	});
}
