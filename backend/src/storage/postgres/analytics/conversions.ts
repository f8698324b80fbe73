import { conversionGroups, type ConversionGroups } from '../../packed/conversions.ts';
import { closed } from '../../packed/span.ts';
import { columnOf, COLUMNS } from '../../packed/values.ts';
import type { ConversionGroup } from '../../storage.ts';
import { valuesOf } from './values.ts';
import type { View } from './view.ts';

/** Conversions of links in each of the ranges between two edges, by group and currency. One counts for each of its tags. */
export async function conversionsBetween(view: View, linkIds: readonly number[], edges: readonly (number | null)[], by: ConversionGroup): Promise<ConversionGroups[]> {
	const column = by === 'all' || by === 'link' ? undefined : columnOf(by);
	const group = by === 'all' ? 'NULL::bigint' : column ? `numbers[${String(COLUMNS.indexOf(column) + 1)}]` : 'link_id';
	const { from, to } = closed({ from: edges[0] ?? null, to: edges.at(-1) ?? null });
	const times = [from, ...(edges.slice(1, -1) as number[]), to];
	const rows = await view.connection.all(
		`SELECT width_bucket(occurred_at, $2::bigint[]) AS range, ${group} AS value, currency, count(*) AS conversions, sum(coalesce(amount, 0)) AS amount
		FROM ${view.tables.counted_conversions} WHERE link_id = ANY($1::bigint[]) AND occurred_at >= $3 AND occurred_at < $4 GROUP BY 1, 2, 3 ORDER BY 2 NULLS FIRST, currency COLLATE "C" NULLS FIRST`,
		linkIds, times, from, to,
	);
	const values = column ? await valuesOf(view, new Map([[column, rows.map((row) => row['value'] as number)]])) : undefined;
	const found = rows.map((row) => {
		const value = row['value'] as number | null;
		const named = column ? (values?.get(column)?.get(value as number) ?? null) : value;
		return { range: row['range'] as number, value: named, currency: row['currency'] as string | null, conversions: row['conversions'] as number, amount: row['amount'] as number };
	});
	return times.slice(1).map((_, index) => {
		const own = found.filter(({ range }) => range === index + 1);
		return conversionGroups(own.map(({ value, currency, conversions, amount }) => ({ value, currency, conversions, amount })), by === 'tag');
	});
}
