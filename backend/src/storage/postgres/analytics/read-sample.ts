import { eachSampled, SAMPLED, type DayHit, type WantedValues } from '../../packed/hits.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import { daysOf, type Span } from '../../packed/span.ts';
import type { Selection } from './selection.ts';
import { received, sent } from './transfer.ts';
import type { View } from './view.ts';

/** How often visitors are halved in the samples of hits of a range. */
export async function leastHalvings({ connection, tables }: View, span: Span): Promise<number> {
	const { first, last } = daysOf(span);
	const found = await connection.get(`SELECT max(halvings) AS halvings FROM ${tables.hit_samples} WHERE day BETWEEN $1 AND $2`, first, last);
	return (found?.['halvings'] as number | null) ?? SAMPLED;
}

/** Reads clicks on links by the visitors who are left after so many halvings: as many as samples have, or more. */
export async function readSampled({ connection, tables }: View, selection: Selection, { from, to, halvings, values }: Span & { halvings: number; values: WantedValues }, look: (hit: DayHit) => void): Promise<void> {
	const { first, last } = daysOf({ from, to });
	const places = selection.places();
	for (const row of await connection.all(`SELECT day, ${sent('packed')} AS packed FROM ${tables.sampled_hits} WHERE day BETWEEN $1 AND $2 AND slice >= $3`, first, last, halvings)) {
		const start = (row['day'] as number) * DAY_MS;
		eachSampled(received(row['packed']), (link, hit) => {
			if ((places[link] ?? 0) !== 0 && start + hit.time >= from && start + hit.time < to) look(hit);
		}, values);
	}
}
