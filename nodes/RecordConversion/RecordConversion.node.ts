import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { properties } from './properties';
import { recordConversion } from './recordConversion';

/** Tells Linkmill what somebody did after a click. */
export class RecordConversion implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Record Conversion',
		name: 'recordConversion',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description: 'Record a sale, a sign-up or another conversion of a Linkmill short link',
		defaults: { name: 'Record Conversion' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties,
	};

	methods = { listSearch };

	/** One item, one conversion; many items, few requests. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await recordConversion(this)];
	}
}
