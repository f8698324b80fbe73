import type { Dimension } from '../../../../../contract/analytics.ts';
import { DAY_MS, KINDS } from '../../packed/link-day.ts';
import { COLUMNS, named, type Column } from '../../packed/values.ts';
import type { ConversionFold, Fold } from '../../storage.ts';
import { QUARTER_MS } from '../../analytics.ts';
import type { Database, Row } from '../database.ts';

/** What was counted of events before a position, as it was counted: a link's in the order of positions, links one after the other. */
export function* countedHits(database: Database, before: number): Generator<Fold> {
	const labels = new Labels(database);
	const seen = new Set<string>();
	let link = 0;
	// The visitor's 64 bits are more than a number holds.
	for (const row of database.rows(`SELECT link_id, day, kind, printf('%016x', visitor) AS visitor, time, position, ${COLUMNS.join(', ')} FROM hits WHERE position < ? ORDER BY link_id, position`, before)) {
		const kind = KINDS[row['kind'] as number] as Fold['kind'];
		const visitorId = row['visitor'] as string;
		const hit = { position: row['position'] as number, linkId: row['link_id'] as number, occurredAt: (row['day'] as number) * DAY_MS + (row['time'] as number), kind, visitorId };
		if (kind !== 'human') {
			yield hit;
			continue;
		}
		if (hit.linkId !== link) seen.clear();
		link = hit.linkId;
		const isFirst = !seen.has(visitorId);
		seen.add(visitorId);
		yield { ...hit, isFirst, ...labels.of(row) };
	}
}

/** The same of conversions. */
export function* countedConversions(database: Database, before: number): Generator<ConversionFold> {
	const labels = new Labels(database);
	for (const row of database.rows('SELECT * FROM conversions WHERE position < ? ORDER BY position', before)) {
		const occurredAt = (row['quarter'] as number) * QUARTER_MS + (row['time'] as number);
		yield { position: row['position'] as number, linkId: row['link_id'] as number, occurredAt, currency: row['currency'] as string | null, amount: row['amount'] as number | null, ...labels.of(row) };
	}
}

/** What the numbers of a row stand for. */
class Labels {
	readonly #texts = new Map<string, string>();

	constructor(database: Database) {
		for (const { dimension, id, value } of database.all('SELECT dimension, id, value FROM dimension_values')) this.#texts.set(`${String(dimension)} ${String(id)}`, value as string);
	}

	of(row: Row): { values: Partial<Record<Exclude<Dimension, 'tag'>, string | null>>; tags: string[] } {
		const text = (column: Column) => named(column, row[column] as number, (number) => this.#texts.get(`${column} ${String(number)}`) as string);
		const tags = text('tags');
		return { values: Object.fromEntries(COLUMNS.filter((column) => column !== 'tags').map((column) => [column, text(column)])), tags: tags === null ? [] : (JSON.parse(tags) as string[]) };
	}
}
