import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { BATCH_MODES, LINK_LIMITS } from '../../contract/link';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { fromCsv } from './fromCsv';
import { importRows } from './importRows';
import type { ImportOptions } from './importRows';
import { itemRows, itemTable } from './fromItems';
import { present, readShape } from './present';

/** All input items are one import; of CSVs, each input item brings one. */
export async function batchCreate(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const input = context.getInputData();
	if (input.length === 0) return [];
	// What an import is cannot differ by row, so these are the first item's.
	const parameters = new Parameters(context, 0);
	const source = parameters.oneOf(parameters.raw('source', 'items'), 'Source', ['items', 'csvFile', 'csvText'] as const) ?? 'items';

	if (source === 'items') {
		try {
			const [options, shape, rows] = [importOptions(parameters), readShape(parameters), await itemRows(context)];
			const results = await importRows(context, rows, options, 0);
			await present(run, parameters, shape, { results, table: () => itemTable(rows), mark: true, together: true });
		} catch (error) {
			input.forEach((_, item) => run.fail(item, error));
		}
		return run.finish();
	}

	let before = 0;
	await run.each(async (item) => {
		const own = new Parameters(context, item);
		const [options, shape] = [importOptions(own), readShape(own)];
		const { rows, table, ...file } = await fromCsv(own, source);
		const results = await importRows(context, rows, options, before);
		before += rows.length;
		await present(run, own, shape, { ...file, results, table: () => table, together: false });
	});
	return run.finish();
}

function importOptions(parameters: Parameters): ImportOptions {
	const { chunkSize } = parameters.collection('options');
	return {
		mode: parameters.oneOf(parameters.raw('mode', 'partial'), 'Mode', BATCH_MODES) ?? 'partial',
		chunkSize: parameters.whole(chunkSize, 'Chunk Size', 1, LINK_LIMITS.batch) ?? 1000,
	};
}
