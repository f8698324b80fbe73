import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Report, LinkReportRow } from '../../contract/analytics';
import { LINK_LIMITS } from '../../contract/link';
import { callApi } from '../shared/client';
import type { ApiRequest } from '../shared/client';
import { filtersProperty, readFilter } from '../shared/filterProperties';
import type { Parameters } from '../shared/parameters';
import { columnNamesProperty, reportColumns } from './columns';
import { readPeriod } from './period';

const report = { operation: ['report'] };

/** The fields of Get Report, and the options of both operations. */
export const reportProperties: INodeProperties[] = [
	{ ...filtersProperty, displayOptions: { show: report } },
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: report },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...report, returnAll: [false] } },
	},
	columnNamesProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Time Zone',
				name: 'timezone',
				type: 'string',
				default: '',
				placeholder: 'Europe/Berlin',
				description: 'The time zone in which days begin, by its IANA name. When empty, that of the workflow.',
			},
		],
	},
];

/** A question about many links, and how many rows of the answer are wanted. */
export interface ReportQuestion extends ApiRequest {
	wanted: number;
}

/** The question that an item asks. Links come most clicked first. */
export function reportQuestion(parameters: Parameters): ReportQuestion {
	const { campaign, tags } = readFilter(parameters);
	const wanted = parameters.raw('returnAll', false) === true ? Infinity : Number(parameters.raw('limit', 50));
	if (Number.isNaN(wanted) || wanted < 1) throw parameters.error('Limit', 'must be a number, 1 or more');
	const query = { group_by: 'link', sort: '-total_clicks', campaign, tags: tags?.join(','), ...readPeriod(parameters) };
	return { method: 'GET', path: '/v1/analytics', query, wanted };
}

/** Asks page by page until the rows wanted are there. */
export async function askReport(context: IExecuteFunctions, { wanted, ...question }: ReportQuestion): Promise<LinkReportRow[]> {
	const rows: LinkReportRow[] = [];
	let cursor: string | undefined;
	do {
		const limit = Math.min(LINK_LIMITS.page, wanted - rows.length);
		const page = await callApi<Report>(context, { ...question, query: { ...question.query, limit, cursor } });
		rows.push(...page.rows);
		cursor = page.next_cursor ?? undefined;
	} while (cursor && rows.length < wanted);
	return rows.slice(0, wanted);
}

/** One output for each link. */
export function reportOutput(rows: LinkReportRow[], columnNames: string): IDataObject[] {
	return rows.map((row) => (columnNames === 'report' ? reportColumns(row) : (row as unknown as IDataObject)));
}
