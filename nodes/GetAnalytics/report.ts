import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ATTRIBUTIONS, CONVERSION_METRICS, GROUPS, INTERVALS, METRICS } from '../../contract/analytics';
import type { DimensionRow, Group, Interval, LinkReportRow, Report, ReportRow, SeriesPoint } from '../../contract/analytics';
import { LINK_LIMITS } from '../../contract/link';
import type { ApiRequest } from '../shared/client';
import { dimensionColumns, DIMENSION_NAMES, linkRowColumns, timeColumns } from './columns';
import { compared, previousPeriod, wantsComparison } from './compare';
import { wantedOf } from './limit';
import { readPeriod } from './period';
import { placeOf, readSelection } from './selection';
import { notesOf } from './table';
import type { Question, Table } from './table';

/** The names of what rows can stand for, as a list to choose from; sorted by name. */
const groupOptions = [
	...Object.entries(DIMENSION_NAMES).map(([value, name]) => ({ name, value })),
	...INTERVALS.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
	{ name: 'Link', value: 'link', description: 'Every link that matches, clicked or not' },
].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** What rows of a report stand for. */
export const groupByProperty: INodeProperties = {
	displayName: 'Group By',
	name: 'groupBy',
	type: 'options',
	default: 'link',
	description: 'What each row of the report is about',
	options: groupOptions,
	displayOptions: { show: { operation: ['report'] } },
};

/** In which order its rows come. */
export const sortOption: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	default: '-total_clicks',
	description: 'In which order the rows come. Without it: most clicks first, and times from the earliest on.',
	options: [
		{ name: 'Best Conversion Rate First', value: '-conversion_rate' },
		{ name: 'Fewest Clicks First', value: 'total_clicks' },
		{ name: 'Highest Conversion Value First', value: '-conversion_value' },
		{ name: 'Most Bot Clicks First', value: '-bot_clicks' },
		{ name: 'Most Clicks First', value: '-total_clicks' },
		{ name: 'Most Conversions First', value: '-conversions' },
		{ name: 'Most Unique Visitors First', value: '-unique_visitors' },
		{ name: 'Name, A to Z', value: 'name', description: 'By slug, by value, or from the earliest time on' },
		{ name: 'Name, Z to A', value: '-name', description: 'By slug or value backwards, or from the latest time on' },
	],
	displayOptions: { show: { '/operation': ['report'] } },
};

const SORTS = [...METRICS, ...CONVERSION_METRICS, 'name'].flatMap((field) => [field, `-${field}`]);

/** Get Report: a row for each link, value or interval. */
export async function report(question: Question): Promise<Table> {
	const { parameters } = question;
	const options = parameters.collection('options');
	const group = parameters.oneOf(parameters.raw('groupBy', 'link'), 'Group By', GROUPS) ?? 'link';
	const wanted = wantedOf(parameters);
	const period = readPeriod(parameters);
	const compare = wantsComparison(parameters, period);
	const { path, filter } = placeOf(readSelection(parameters, 'report'));
	const query = {
		...filter,
		group_by: group,
		sort: parameters.oneOf(options.sort, 'Sort', SORTS) ?? (isInterval(group) ? 'name' : '-total_clicks'),
		attribution: parameters.oneOf(options.attribution, 'Attribution', ATTRIBUTIONS),
		include_deleted: parameters.flag(options.includeDeleted, 'Include Deleted Links'),
	};
	const answer = await pages(question, { path, query: { ...query, ...period, compare: compare ? 'previous' : undefined } }, wanted);
	const earlier = previousPeriod(answer.first, period);
	const before = earlier && (await pages(question, { path, query: { ...query, ...earlier } }, Infinity)).rows;
	const { totals, range, compare: change } = answer.first;
	return {
		rows: before ? beside(answer.rows, before, group) : (answer.rows as unknown as IDataObject[]),
		columns: columnsOf(group, compare),
		name: 'report',
		summary: { ...totals, range, ...(change && { compare: change }) } as unknown as IDataObject,
		notes: [...notesOf(answer.first), ...notesOf(totals)],
		more: answer.more,
	};
}

interface Pages {
	first: Report<ReportRow>;
	rows: ReportRow[];
	more: boolean;
}

/** Asks page by page until the rows wanted are there. */
async function pages({ parameters, asker }: Question, { path, query }: Pick<ApiRequest, 'path' | 'query'>, wanted: number): Promise<Pages> {
	const rows: ReportRow[] = [];
	let first: Report<ReportRow> | undefined;
	let cursor: string | undefined;
	do {
		const limit = Math.min(LINK_LIMITS.page, wanted - rows.length);
		// The comparison is of the whole selection, and each page would reckon it anew.
		const page = await asker.get<Report<ReportRow>>(path, { ...query, compare: first ? undefined : query?.compare, limit, cursor }, parameters.item);
		first ??= page;
		rows.push(...page.rows);
		cursor = page.next_cursor ?? undefined;
	} while (cursor && rows.length < wanted);
	return { first, rows, more: cursor !== undefined };
}

/** Rows with their numbers of the period before: of the same link or value, or of the interval in the same place. */
function beside(rows: ReportRow[], before: ReportRow[], group: Group): IDataObject[] {
	const earlier = new Map(before.map((row, index) => [nameOf(row, index, group), row]));
	return rows.map((row, index) => {
		const found = earlier.get(nameOf(row, index, group));
		return { ...row, ...('start' in row && { previous_start: (found as SeriesPoint | undefined)?.start ?? null }), ...compared(row, found) };
	});
}

function nameOf(row: ReportRow, index: number, group: Group): string | number | null {
	if (isInterval(group)) return index;
	return group === 'link' ? (row as LinkReportRow).link_id : ((row as DimensionRow)[group] ?? null);
}

function columnsOf(group: Group, compare: boolean) {
	if (group === 'link') return linkRowColumns(compare);
	return isInterval(group) ? timeColumns(group, compare) : dimensionColumns(group, compare);
}

function isInterval(group: Group): group is Interval {
	return (INTERVALS as readonly Group[]).includes(group);
}
