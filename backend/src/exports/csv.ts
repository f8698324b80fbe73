import { stringify } from 'csv-stringify/sync';
import type { ExportedLink } from '../../../contract/import.ts';
import { UTM_PARAMETERS } from '../../../contract/link.ts';

type Cell = (link: ExportedLink) => unknown;

const own = (name: keyof ExportedLink): [string, Cell] => [name, (link) => link[name]];
const json = (name: keyof ExportedLink): [string, Cell] => [name, (link) => link[name] && JSON.stringify(link[name])];

/** Columns of an exported table, in their order, and where each comes from. An import knows the table by the first. */
const COLUMNS: Array<[string, Cell]> = [
	own('linkmill'), own('slug'), own('destination'), own('title'), ['tags', ({ tags }) => tagsCell(tags ?? [])], own('campaign'), own('external_id'),
	json('metadata'), own('enabled'), own('starts_at'), own('expires_at'), own('fallback_url'), own('redirect_type'),
	...UTM_PARAMETERS.map((name): [string, Cell] => [`utm_${name}`, ({ utm }) => utm?.[name]]),
	own('max_clicks'), own('forward_query'), own('forward_query_overrides'), own('append_click_id'), json('variants'), own('password_hash'),
	own('created_at'), own('clicks'),
];

/** Readers take the space around a cell for layout, unless it is in quotation marks. */
const SPACE_AROUND = /^\s|\s$/;

/** Rows of a table; `header` once, before the first. */
export function csvRows(links: readonly ExportedLink[], { header }: { header: boolean }): string {
	const rows = links.map((link) => COLUMNS.map(([, cell]) => cell(link)));
	return stringify(header ? [COLUMNS.map(([name]) => name), ...rows] : rows, { cast: { boolean: String }, quoted_match: SPACE_AROUND });
}

/** Tags as people write them; as JSON where one of them could be mistaken for two, or for JSON. */
function tagsCell(tags: readonly string[]): string {
	return tags.some((tag) => tag.includes(',') || tag.startsWith('[')) ? JSON.stringify(tags) : tags.join(', ');
}
