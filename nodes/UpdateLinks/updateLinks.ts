import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { eachSelection } from './eachSelection';
import { readOperation } from './operation';
import { deleteRows, updateRows } from './rows';
import { readSelectBy } from './selection';
import { undo } from './undo';

/** Changes links: those that each input item selects, or the one that each names, or what an earlier change did. */
export async function updateLinks(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	if (context.getInputData().length === 0) return [];
	const first = new Parameters(context, 0);
	const operation = readOperation(first);
	if (operation === 'undo') await undo(context, run);
	else if (readSelectBy(first) !== 'items') await eachSelection(context, run, operation);
	else if (operation === 'delete') await deleteRows(context, run);
	else await updateRows(context, run, operation);
	return run.finish();
}
