import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { searchLinks } from '../shared/linkLocator';
import { getAnalytics } from './getAnalytics';
import { linkProperties } from './linkAnalytics';
import { operationProperty } from './operation';
import { periodProperties } from './period';
import { reportProperties } from './report';

/** Reads clicks and visitors of one link, or of many. */
export class GetAnalytics implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Analytics',
		name: 'getAnalytics',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ { link: "of a link", report: "report" }[$parameter["operation"]] }}',
		description: 'Get the clicks and unique visitors of short links from Linkmill',
		defaults: { name: 'Get Analytics' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties: [operationProperty, ...linkProperties, ...periodProperties, ...reportProperties],
	};

	methods = { listSearch: { searchLinks } };

	/** One question for each input item; equal ones are asked once. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await getAnalytics(this)];
	}
}
