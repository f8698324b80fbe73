import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { ifExistsProperty } from '../shared/linkProperties';
import { listSearch } from '../shared/listSearch';
import { batchCreate } from './batchCreate';
import { getLinkFields } from './columns/linkColumns';
import { columnProperties } from './columns/properties';
import { csvProperties } from './csv/properties';
import { itemProperties, optionsProperty, outputProperties, sourceProperty } from './properties';

/** Creates many short links at once: from input items or from a CSV. */
export class BatchCreate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Batch Create',
		name: 'batchCreate',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ { items: "from input items", csvFile: "from a CSV file", csvText: "from CSV text" }[$parameter["source"]] }}',
		description: 'Create many short links at once with Linkmill: one for each input item, or for each row of a CSV',
		defaults: { name: 'Batch Create' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties: [sourceProperty, ...columnProperties, ...itemProperties, ...csvProperties, ifExistsProperty, ...outputProperties, optionsProperty],
	};

	methods = { listSearch, resourceMapping: { getLinkFields } };

	/** Many links, few requests, one output for each row. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await batchCreate(this)];
	}
}
