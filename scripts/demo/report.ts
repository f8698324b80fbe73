import type { Report } from '../../contract/analytics.ts';
import { check } from './check.ts';
import { EXPECTED } from './links.ts';
import type { Stage } from './stage.ts';
import { crop, progress, say, table } from './terminal.ts';
import { play } from './workflows.ts';
import type { Visit } from './visitors.ts';

/** The numbers of the report, as its columns are called. */
const COLUMNS = ['Clicks', 'Unique Visitors', 'Bot Clicks', 'Prefetches'] as const;
type Numbers = Record<(typeof COLUMNS)[number], number>;

/** A row of the report. */
type Row = Numbers & { Link: string; Title: string };

/** Rows of the table that are shown. */
const SHOWN = 12;

/** Prints the report of the campaign, and checks every number of every link against the visits that were made. */
export async function showReport({ engine, api, counted }: Stage, visits: Visit[]): Promise<void> {
	progress('waiting until every click is counted …');
	await counted();
	const rows = (await play(engine, 'campaign-report')).json as unknown as Row[];
	progress('');
	const { totals } = (await api('GET', '/v1/analytics?group_by=link&campaign=spring-sale&limit=1')).body as Report;
	const sum = (column: keyof Numbers) => rows.reduce((total, row) => total + row[column], 0);
	table(
		[{ title: 'Link' }, ...COLUMNS.map((title) => ({ title, align: 'right' as const })), { title: 'Product' }],
		[...rows.slice(0, SHOWN).map((row) => [path(row), ...COLUMNS.map((column) => String(row[column])), crop(row.Title, 40)]), ['…']],
		[`${rows.length} links`, ...[totals.total_clicks, totals.unique_visitors, totals.bot_clicks, totals.prefetches].map(String)],
	);
	say();

	const expected = expectedOf(visits);
	const people = new Set(visits.filter(({ kind }) => kind === 'human').map(({ address, userAgent }) => address + userAgent));
	check('links in the report', rows.length, EXPECTED.links);
	check('clicks by people', sum('Clicks'), of(visits, 'human'));
	check('people, each counted once for the whole campaign', totals.unique_visitors, people.size);
	check('bots, which are no clicks', sum('Bot Clicks'), of(visits, 'bot'));
	check('prefetches, which are no clicks', sum('Prefetches'), of(visits, 'prefetch'));
	const exact = rows.filter((row) => COLUMNS.every((column) => row[column] === (expected.get(row.Link)?.[column] ?? 0)));
	check('links with every number as it must be', exact.length, EXPECTED.links);
}

/** What each link's row must say. */
function expectedOf(visits: Visit[]): Map<string, Numbers> {
	const byLink = Map.groupBy(visits, ({ shortUrl }) => shortUrl);
	return new Map(
		[...byLink].map(([shortUrl, own]) => {
			const people = own.filter(({ kind }) => kind === 'human').map(({ address, userAgent }) => address + userAgent);
			const numbers = { Clicks: people.length, 'Unique Visitors': new Set(people).size, 'Bot Clicks': of(own, 'bot'), Prefetches: of(own, 'prefetch') };
			return [shortUrl, numbers];
		}),
	);
}

const of = (visits: Visit[], kind: Visit['kind']) => visits.filter((visit) => visit.kind === kind).length;

/** A short URL without its scheme and host, which are the same in every row. */
const path = ({ Link }: Row) => new URL(Link).pathname;
