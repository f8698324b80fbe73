import { firstDay } from './day-links.ts';
import { eachQuarter, QUARTERS } from './link-day.ts';
import { areFew, selectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** Of days or of quarters since 1970, both given ones included. */
export interface Extent {
	first: number;
	last: number;
}

/** The days of the first and the last hit; undefined where there is none. */
export function daysOfHits(database: Database, linkIds: readonly number[]): Extent | undefined {
	if (areFew(database, linkIds)) {
		const found = database.get(`SELECT min((SELECT min(day) FROM link_days WHERE link_id = l.value)) AS first, max((SELECT max(day) FROM link_days WHERE link_id = l.value)) AS last
			FROM json_each(?) l`, JSON.stringify(linkIds));
		return typeof found?.['first'] === 'number' ? (found as unknown as Extent) : undefined;
	}
	const selected = selectedLinks(database, linkIds);
	const [first, last] = [firstDay(database, selected, 'ASC'), firstDay(database, selected, 'DESC')];
	return first === undefined || last === undefined ? undefined : { first, last };
}

/** Their quarters. */
export function quartersOfHits(database: Database, linkIds: readonly number[]): Extent | undefined {
	const days = daysOfHits(database, linkIds);
	if (!days) return undefined;
	const extent = { first: Infinity, last: -Infinity };
	for (const day of [days.first, days.last]) {
		for (const row of database.all('SELECT d.quarters FROM json_each(?) l CROSS JOIN link_days d ON d.link_id = l.value AND d.day = ?', JSON.stringify(linkIds), day)) {
			eachQuarter(row['quarters'] as unknown as Uint8Array, (quarter) => {
				extent.first = Math.min(extent.first, day * QUARTERS + quarter);
				extent.last = Math.max(extent.last, day * QUARTERS + quarter);
			});
		}
	}
	return extent;
}
