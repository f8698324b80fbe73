import { QUARTER_MS } from '../../analytics.ts';
import type { ConversionGroup, ConversionTotals } from '../../storage.ts';
import { columnOf, tagsOf } from './breakdown.ts';
import { valuesOf } from './values.ts';
import type { ClickRange } from './visitors.ts';
import type { Database } from '../database.ts';

/** Conversions of links in a range, by group and currency. One counts for each of its tags. */
export function conversionsBetween(database: Database, { linkIds, from, to }: ClickRange, by: ConversionGroup): Map<string | number | null, ConversionTotals[]> {
	const group = by === 'all' ? 'NULL' : by === 'link' ? 'c.link_id' : `c.${columnOf(by)}`;
	const rows = database.all(
		`SELECT ${group} AS value, c.currency, count(*) AS conversions, sum(coalesce(c.amount, 0)) AS amount
		FROM json_each(?) l CROSS JOIN conversions c ON c.link_id = l.value AND c.quarter >= ? AND c.quarter < ?
		WHERE c.quarter * ${String(QUARTER_MS)} + c.time >= ? AND c.quarter * ${String(QUARTER_MS)} + c.time < ? GROUP BY 1, 2 ORDER BY 1, 2`,
		JSON.stringify(linkIds), Math.floor(from / QUARTER_MS), Math.ceil(to / QUARTER_MS), from, to,
	);
	const found = new Map<string | number | null, ConversionTotals[]>();
	const values = by === 'all' || by === 'link' ? undefined : valuesOf(database, columnOf(by), rows.map((row) => row['value'] as number));
	for (const row of rows) {
		const number = row['value'] as number | null;
		const totals = { currency: row['currency'] as string | null, conversions: row['conversions'] as number, amount: row['amount'] as number };
		const named = values ? (values.get(number ?? 0) ?? null) : null;
		const keys = !values ? [number] : by === 'tag' ? tagsOf(named) : [named];
		for (const key of keys) add(found, key, totals);
	}
	return found;
}

function add(found: Map<string | number | null, ConversionTotals[]>, key: string | number | null, { currency, conversions, amount }: ConversionTotals): void {
	const list = found.get(key) ?? [];
	const known = list.find((one) => one.currency === currency);
	if (known) {
		known.conversions += conversions;
		known.amount += amount;
	} else {
		list.push({ currency, conversions, amount });
	}
	found.set(key, list);
}
