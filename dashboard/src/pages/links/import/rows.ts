import type { LinkFields, NewLink, Variant } from '../../../../../contract/link.ts';
import { slugProblem, urlProblem } from '../editor/validate.ts';
import type { Mapping } from './fields.ts';
import type { SourceRow, SourceTable } from './read-table.ts';

/** A row that can be sent, or that is known to be wrong before. */
export interface PreparedRow {
	line: number;
	/** The cells of columns that are a field, as they are in the file. */
	cells: Record<string, string>;
	link: NewLink;
	/** In a sentence; undefined where nothing is wrong as far as can be seen from here. */
	problem: string | undefined;
}

/** What every row gets beside its own. */
export interface ForAll {
	tags: readonly string[];
	campaign: string;
}

const FLAGS: Record<string, boolean> = { true: true, yes: true, y: true, '1': true, on: true, false: false, no: false, n: false, '0': false, off: false };

/** The rows of a table as links. */
export function prepareRows({ rows }: SourceTable, mapping: Mapping, forAll: ForAll, ownHost: string | undefined): PreparedRow[] {
	return rows.map((row) => prepareRow(row, mapping, forAll, ownHost));
}

function prepareRow({ line, cells: all }: SourceRow, mapping: Mapping, forAll: ForAll, ownHost: string | undefined): PreparedRow {
	const cells: Record<string, string> = {};
	for (const [column, id] of mapping.entries()) if (id !== '' && (all[column] ?? '') !== '') cells[id] = all[column] ?? '';
	const problems: string[] = [];
	const link = linkOf(cells, (problem) => problems.push(problem));
	const tags = [...new Set([...(link.tags ?? []), ...forAll.tags])];
	if (tags.length > 0) link.tags = tags;
	if (forAll.campaign.trim() !== '' && !link.campaign) link.campaign = forAll.campaign.trim();
	const wrong = link.destination === '' ? 'The row does not say where the link leads.' : urlProblem(link.destination, ownHost);
	const slug = link.slug === undefined ? undefined : slugProblem(link.slug);
	const problem = (wrong && `destination: ${wrong}`) ?? (slug && `slug: ${slug}`) ?? problems[0];
	return { line, cells, link, problem };
}

/** Cells as fields of the API; what cannot be one is told, in a sentence. */
function linkOf(cells: Record<string, string>, bad: (problem: string) => void): NewLink {
	const link: NewLink = { destination: cells['destination'] ?? '' };
	const text = (name: 'title' | 'campaign' | 'external_id' | 'starts_at' | 'expires_at' | 'fallback_url' | 'password') => { if (cells[name] !== undefined) link[name] = cells[name]; };
	const number = (name: 'max_clicks' | 'redirect_type') => {
		const written = cells[name]?.replaceAll(/(?<=\d),(?=\d{3})/g, '');
		if (written === undefined) return;
		if (/^\d+$/.test(written)) Object.assign(link, { [name]: Number(written) });
		else bad(`${name}: “${written}” is no whole number.`);
	};
	const flag = (name: 'enabled' | 'forward_query' | 'append_click_id') => {
		const written = cells[name];
		if (written === undefined) return;
		const value = FLAGS[written.toLowerCase()];
		if (value === undefined) bad(`${name}: “${written}” is neither true nor false.`);
		else link[name] = value;
	};
	if (cells['slug'] !== undefined) link.slug = slugIn(cells['slug']);
	if (cells['tags'] !== undefined) link.tags = cells['tags'].split(/[,;|]/).map((tag) => tag.trim()).filter((tag) => tag !== '');
	(['title', 'campaign', 'external_id', 'starts_at', 'expires_at', 'fallback_url', 'password'] as const).forEach(text);
	(['max_clicks', 'redirect_type'] as const).forEach(number);
	(['enabled', 'forward_query', 'append_click_id'] as const).forEach(flag);
	const utm = Object.fromEntries(Object.entries(cells).flatMap(([name, value]) => (name.startsWith('utm_') ? [[name.slice('utm_'.length), value]] : []))) as LinkFields['utm'];
	if (utm && Object.keys(utm).length > 0) link.utm = utm;
	const json = (name: 'metadata' | 'variants', isRight: (value: unknown) => boolean) => {
		const written = cells[name];
		if (written === undefined) return undefined;
		const value = parsed(written);
		if (isRight(value)) return value;
		bad(`${name}: this is no JSON ${name === 'metadata' ? 'object' : 'list'}.`);
		return undefined;
	};
	const metadata = json('metadata', (value) => typeof value === 'object' && value !== null && !Array.isArray(value));
	if (metadata) link.metadata = metadata as Record<string, unknown>;
	const variants = json('variants', Array.isArray);
	if (variants) link.variants = variants as Variant[];
	return link;
}

/** A slug; of a short URL, its last segment. */
function slugIn(text: string): string {
	return (/^https?:\/\/[^/]+\/(?:.*\/)?([^/?#]+)\/?(?:[?#].*)?$/i.exec(text)?.[1] ?? text).replaceAll(/^\/+|\/+$/g, '');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
