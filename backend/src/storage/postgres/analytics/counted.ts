import type { Dimension } from '../../../../../contract/analytics.ts';
import type { CountedBefore } from '../../contents.ts';
import { eachHit } from '../../packed/hits.ts';
import { DAY_MS, KINDS } from '../../packed/link-day.ts';
import { COLUMNS, named, type Column } from '../../packed/values.ts';
import { visitorDigits } from '../../packed/visitors.ts';
import type { Fold } from '../../storage.ts';
import type { Database } from '../database.ts';
import { tablesOf, type SetNumber } from './tables.ts';

/** Links whose hits are read together. */
const LINKS = 50;

/** Hits that are counted in one transaction. */
const TOGETHER = 5000;

/** Bits of a visitor's id that are kept, in hex digits. */
const DIGITS = 13;

/**
 * What was counted of events before a position, as it was counted. Hits of one link come in their order, links one after the other:
 * a total, a visitor and a first click are a link's.
 */
export async function* countedBefore(database: Database, before: number): AsyncGenerator<CountedBefore> {
	if (before <= 1) return;
	const set = (await database.get('SELECT number FROM current_rollups'))?.['number'] as SetNumber;
	const tables = tablesOf(set);
	const labels = new Labels(await database.all(`SELECT dimension, id, value FROM ${tables.dimension_values}`));
	for (let after = 0; ; ) {
		const links = await database.all(`SELECT number, link_id FROM ${tables.link_numbers} WHERE number > $1 ORDER BY number LIMIT $2`, after, LINKS);
		if (links.length === 0) break;
		after = links.at(-1)?.['number'] as number;
		const ids = new Map(links.map((row) => [row['number'] as number, row['link_id'] as number]));
		const rows = await database.all(`SELECT link, day, hits FROM ${tables.hit_runs} WHERE link = ANY($1::integer[]) UNION ALL SELECT link, day, tail FROM ${tables.link_days} WHERE link = ANY($1::integer[])`, [...ids.keys()]);
		const known = await visitorsOf(database, [...ids.values()]);
		const hits: Fold[] = [];
		for (const row of rows) {
			const linkId = ids.get(row['link'] as number) as number;
			eachHit(row['hits'] as Buffer, ({ position, time, kind, visitor, values }) => {
				if (position >= before) return;
				const digits = visitor.toString(16).padStart(DIGITS, '0');
				const hit = { position, linkId, occurredAt: (row['day'] as number) * DAY_MS + time, kind: KINDS[kind] as Fold['kind'], visitorId: known.get(visitOf(linkId, digits)) ?? digits.padEnd(16, '0') };
				hits.push(hit.kind === 'human' ? { ...hit, ...labels.of(values) } : hit);
			});
		}
		const inOrder = withFirsts(hits.sort((a, b) => a.position - b.position));
		for (let first = 0; first < inOrder.length; first += TOGETHER) yield { hits: inOrder.slice(first, first + TOGETHER), conversions: [] };
	}
	for (const row of await database.all(`SELECT link_id, occurred_at, position, currency, amount, numbers FROM ${tables.counted_conversions} WHERE position < $1 ORDER BY position`, before)) {
		const conversion = { position: row['position'] as number, linkId: row['link_id'] as number, occurredAt: row['occurred_at'] as number, currency: row['currency'] as string | null, amount: row['amount'] as number | null };
		yield { hits: [], conversions: [{ ...conversion, ...labels.of(row['numbers'] as number[]) }] };
	}
}

const visitOf = (linkId: number, digits: string) => `${String(linkId)} ${digits}`;

/** Whole ids of visitors who may come again: those who are counted from the log, or come later, must be the same ones. Of others, the rest is filled up. */
async function visitorsOf(database: Database, linkIds: number[]): Promise<ReadonlyMap<string, string>> {
	const rows = await database.all('SELECT link_id, visitor_id FROM first_clicks WHERE link_id = ANY($1::bigint[])', linkIds);
	return new Map(rows.map((row) => [visitOf(row['link_id'] as number, visitorDigits(row['visitor_id'] as string).slice(0, DIGITS)), row['visitor_id'] as string]));
}

function withFirsts(hits: Fold[]): Fold[] {
	const seen = new Set<string>();
	return hits.map((hit) => {
		if (hit.kind !== 'human') return hit;
		const visit = visitOf(hit.linkId, hit.visitorId);
		const isFirst = !seen.has(visit);
		seen.add(visit);
		return { ...hit, isFirst };
	});
}

/** What numbers stand for. */
class Labels {
	readonly #texts: Map<string, string>;

	constructor(rows: Awaited<ReturnType<Database['all']>>) {
		this.#texts = new Map(rows.map(({ dimension, id, value }) => [`${String(dimension)} ${String(id)}`, String(value)]));
	}

	of(numbers: ArrayLike<number>): { values: Partial<Record<Exclude<Dimension, 'tag'>, string | null>>; tags: string[] } {
		const text = (column: Column, index: number) => named(column, numbers[index] as number, (number) => this.#texts.get(`${String(index)} ${String(number)}`) as string);
		const texts = new Map(COLUMNS.map((column, index) => [column, text(column, index)]));
		const tags = texts.get('tags') ?? null;
		texts.delete('tags');
		return { values: Object.fromEntries(texts), tags: tags === null ? [] : (JSON.parse(tags) as string[]) };
	}
}
