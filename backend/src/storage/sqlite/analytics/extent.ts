import { QUARTER_MS } from '../../analytics.ts';
import { areFew } from '../../packed/day-links.ts';
import { DAY_MS, eachQuarter } from '../../packed/link-day.ts';
import type { Days, Span } from '../../packed/span.ts';
import { firstDay } from './day-links.ts';
import { highestLinkNumber, selectedLinks } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** The days of the first and the last hit; undefined where there is none. */
export function daysOfHits(database: Database, linkIds: readonly number[]): Days | undefined {
	if (areFew(linkIds.length, highestLinkNumber(database))) {
		const found = database.get(`SELECT min((SELECT min(day) FROM link_days WHERE link_id = l.value)) AS first, max((SELECT max(day) FROM link_days WHERE link_id = l.value)) AS last
			FROM json_each(?) l`, JSON.stringify(linkIds));
		return typeof found?.['first'] === 'number' ? (found as unknown as Days) : undefined;
	}
	const selected = selectedLinks(database, linkIds);
	const [first, last] = [firstDay(database, selected, 'ASC'), firstDay(database, selected, 'DESC')];
	return first === undefined || last === undefined ? undefined : { first, last };
}

/** From the beginning of the first one's quarter of an hour to the end of the last one's. */
export function spanOfHits(database: Database, linkIds: readonly number[]): Span | undefined {
	const days = daysOfHits(database, linkIds);
	if (!days) return undefined;
	const span = { from: Infinity, to: -Infinity };
	for (const day of [days.first, days.last]) {
		for (const row of database.all('SELECT d.quarters FROM json_each(?) l CROSS JOIN link_days d ON d.link_id = l.value AND d.day = ?', JSON.stringify(linkIds), day)) {
			eachQuarter(row['quarters'] as unknown as Uint8Array, (quarter) => {
				const start = day * DAY_MS + quarter * QUARTER_MS;
				span.from = Math.min(span.from, start);
				span.to = Math.max(span.to, start + QUARTER_MS);
			});
		}
	}
	return span;
}
