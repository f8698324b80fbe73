import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { findLinks } from './findLinks';
import { operationProperty, properties } from './properties';

/** Looks links up: all that meet conditions, one, or what was done to one. */
export class FindLinks implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Find Links',
		name: 'findLinks',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ { get: "one link", getMany: "many links", history: "history of a link" }[$parameter["operation"]] }}',
		description: 'Search short links of Linkmill by campaign, tags, status, expiry or clicks, get one, or see its history',
		defaults: { name: 'Find Links' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties: [operationProperty, ...properties],
	};

	methods = { listSearch };

	/** One question for each input item; equal ones are asked once. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await findLinks(this)];
	}
}
