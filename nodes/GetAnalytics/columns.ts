import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { LinkReportRow, Metric } from '../../contract/analytics';

/** What a metric is called in a report; the compiler asks for a name when the API gets a new one. */
const METRIC_NAMES: Record<Metric, string> = {
	total_clicks: 'Clicks',
	unique_visitors: 'Unique Visitors',
	bot_clicks: 'Bot Clicks',
	prefetches: 'Prefetches',
};

/** How the fields of the output are called. */
export const columnNamesProperty: INodeProperties = {
	displayName: 'Column Names',
	name: 'columnNames',
	type: 'options',
	default: 'api',
	description: 'How the fields of the output are called',
	options: [
		{ name: 'API', value: 'api', description: 'As in the API, such as total_clicks' },
		{ name: 'Report', value: 'report', description: 'As in a spreadsheet for people, such as Clicks' },
	],
};

/** What both operations answer for a link, though one of them gives less. */
type Shown = Pick<LinkReportRow, 'short_url' | 'destination' | Metric> & Partial<LinkReportRow>;

/** One line of a report for people, in the order of its columns. */
export function reportColumns(row: Shown): IDataObject {
	const { title, campaign, tags } = row;
	const metrics = Object.entries(METRIC_NAMES).map(([metric, name]) => [name, row[metric as Metric]]);
	return {
		Link: row.short_url,
		Destination: row.destination,
		...(title !== undefined && { Title: title ?? '' }),
		...(campaign !== undefined && { Campaign: campaign ?? '' }),
		...(tags && { Tags: tags.join(', ') }),
		...(Object.fromEntries(metrics) as IDataObject),
	};
}
