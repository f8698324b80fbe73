import { QUARTER_MS } from '../../analytics.ts';
import { conversionGroups, type ConversionGroups } from '../../packed/conversions.ts';
import { columnOf } from '../../packed/values.ts';
import type { ConversionGroup } from '../../storage.ts';
import type { ClickRange } from './visitors.ts';
import { valuesOf } from './values.ts';
import type { Database } from '../database.ts';

/** Conversions of links in a range, by group and currency. One counts for each of its tags. */
export function conversionsBetween(database: Database, { linkIds, from, to }: ClickRange, by: ConversionGroup): ConversionGroups {
	const group = by === 'all' ? 'NULL' : by === 'link' ? 'c.link_id' : `c.${columnOf(by)}`;
	const rows = database.all(
		`SELECT ${group} AS value, c.currency, count(*) AS conversions, sum(coalesce(c.amount, 0)) AS amount
		FROM json_each(?) l CROSS JOIN conversions c ON c.link_id = l.value AND c.quarter >= ? AND c.quarter < ?
		WHERE c.quarter * ${String(QUARTER_MS)} + c.time >= ? AND c.quarter * ${String(QUARTER_MS)} + c.time < ? GROUP BY 1, 2 ORDER BY 1, 2`,
		JSON.stringify(linkIds), Math.floor(from / QUARTER_MS), Math.ceil(to / QUARTER_MS), from, to,
	);
	const values = by === 'all' || by === 'link' ? undefined : valuesOf(database, columnOf(by), rows.map((row) => row['value'] as number));
	return conversionGroups(
		rows.map((row) => ({
			value: values ? (values.get(row['value'] as number) ?? null) : (row['value'] as number | null),
			currency: row['currency'] as string | null,
			conversions: row['conversions'] as number,
			amount: row['amount'] as number,
		})),
		by === 'tag',
	);
}
