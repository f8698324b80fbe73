import { UTM_PARAMETERS } from '../../../../contract/link.ts';
import { parseTime } from '../../times.ts';
import type { ImportRow } from '../row.ts';

/** Members of an export of ours that are not fields of a new link. */
interface Beside {
	linkmill?: unknown;
	created_at?: unknown;
	clicks?: unknown;
	password_hash?: unknown;
}

/** A line of an export of ours (`ExportedLink` in contract/import.ts), as JSON gave it. */
export function linkmillRow(exported: Record<string, unknown>, line: number): ImportRow {
	const { linkmill: _version, created_at: createdAt, clicks, password_hash: hash, ...fields } = exported as Beside & Record<string, unknown>;
	return {
		line,
		fields,
		createdAt: typeof createdAt === 'string' ? (parseTime(createdAt) ?? null) : null,
		clicks: typeof clicks === 'number' ? clicks : 0,
		...(typeof hash === 'string' && { passwordHash: hash }),
	};
}

/** A row of a CSV export of ours (`exports/csv.ts`): cells are text, empty ones were not set. */
export function linkmillCells(cells: Readonly<Record<string, string>>): Record<string, unknown> {
	const set = Object.entries(cells).filter(([name, text]) => text !== '' && !name.startsWith('utm_'));
	const utm = UTM_PARAMETERS.flatMap((name) => (cells[`utm_${name}`] ? [[name, cells[`utm_${name}`]] as const] : []));
	return { ...Object.fromEntries(set.map(([name, text]) => [name, (VALUES[name] ?? asText)(text)])), ...(utm.length > 0 && { utm: Object.fromEntries(utm) }) };
}

const asText = (text: string): unknown => text;
const asBoolean = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
const asNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);
const asTags = (text: string): unknown => (text.startsWith('[') ? asJson(text) : text.split(',').map((tag) => tag.trim()));

/** What is no JSON stays text, for the rules of the field to say so. */
function asJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const VALUES: Record<string, (text: string) => unknown> = {
	linkmill: asNumber,
	tags: asTags,
	metadata: asJson,
	enabled: asBoolean,
	redirect_type: asNumber,
	max_clicks: asNumber,
	forward_query: asBoolean,
	forward_query_overrides: asBoolean,
	append_click_id: asBoolean,
	variants: asJson,
	clicks: asNumber,
};
