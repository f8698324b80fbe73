import { stringify } from 'csv-stringify/sync';
import { CONVERSION_METRICS, METRICS, type Group, type ReportRow } from '../../../contract/analytics.ts';
import { isDimension, isInterval } from './groups.ts';

const NUMBERS = [...METRICS, ...CONVERSION_METRICS, 'currency'];
const LINK = ['link_id', 'slug', 'short_url', 'destination', 'title', 'campaign', 'tags', 'external_id'];

/** Columns of a report as a table: the names of its members. */
function columnsOf(group: Group): string[] {
	if (isInterval(group)) return ['start', ...NUMBERS];
	if (isDimension(group)) return [group, ...NUMBERS.filter((name) => name !== 'bot_clicks' && name !== 'prefetches')];
	return [...LINK, ...NUMBERS];
}

/** The rows of a report as a table (RFC 4180). Tags are separated by commas; amounts in several currencies are left empty. */
export function reportCsv(group: Group, rows: readonly ReportRow[]): string {
	const columns = columnsOf(group);
	const cells = rows.map((row) => columns.map((column) => cell((row as unknown as Record<string, unknown>)[column])));
	// Spreadsheets would run what begins like a formula.
	return stringify([columns, ...cells], { escape_formulas: true });
}

function cell(value: unknown): unknown {
	return Array.isArray(value) ? value.join(', ') : value;
}
