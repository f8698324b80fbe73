import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { getAnalytics } from './getAnalytics';
import { properties } from './properties';

/** Reads clicks and visitors of one link, or of many. */
export class GetAnalytics implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Analytics',
		name: 'getAnalytics',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ { breakdown: "breakdown", chart: "chart", clicks: "clicks", link: "of a link", report: "report", timeSeries: "time series" }[$parameter["operation"]] }}',
		description: 'Get clicks, unique visitors and conversions of short links from Linkmill: numbers, reports, charts, single clicks',
		defaults: { name: 'Get Analytics' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties,
	};

	methods = { listSearch };

	/** One question for each input item; equal ones are asked once. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await getAnalytics(this)];
	}
}
