import { QUARTER_MS } from '../../analytics.ts';
import { KINDS, LinkDay, QUARTERS } from '../../packed/link-day.ts';
import { COLUMNS, DayValues } from '../../packed/values.ts';
import { sampleNumber } from '../../packed/visitors.ts';
import { writeDayLinks } from './day-links.ts';
import { DayVisitors, visitorText } from './day-visitors.ts';
import { LinkNumbers } from './link-numbers.ts';
import type { Database } from '../database.ts';

/** Entries of days' visitors that are kept before they are written: some 50 MB. */
const WAITING = 500_000;

type HitRow = Record<'day' | 'kind' | 'visitor' | 'time' | (typeof COLUMNS)[number], bigint>;

/** Makes the days of all links, as far as hits were counted before there were any. */
export function recountOldDays(database: Database): void {
	const isOld = database.get('SELECT EXISTS (SELECT 1 FROM link_days) AND NOT EXISTS (SELECT 1 FROM day_links) AS is_old')?.['is_old'] === 1;
	if (!isOld) return;
	database.transaction(() => {
		database.exec('DELETE FROM link_days; DELETE FROM link_day_values');
		recountDays(database, '');
	});
}

/** Makes the days of links from the hits that there are, link by link. For rollups that have none yet. */
export function recountDays(database: Database, prefix: string): void {
	const [numbers, visitors] = [new LinkNumbers(database, prefix), new DayVisitors(database, prefix)];
	const links = database.all(`SELECT DISTINCT link_id FROM ${prefix}hits`).map((row) => row['link_id'] as number);
	const hits = database.unkept(`SELECT day, kind, visitor, time, ${COLUMNS.join(', ')} FROM ${prefix}hits WHERE link_id = ? ORDER BY day, time, position`);
	hits.setReadBigInts(true);
	for (const linkId of links) {
		const days = new Map<number, { day: LinkDay; values: DayValues }>();
		const seen = new Map<bigint, number>();
		const number = numbers.of(linkId);
		for (const row of hits.iterate(linkId) as unknown as IterableIterator<HitRow>) {
			const day = Number(row.day);
			let open = days.get(day);
			if (!open) days.set(day, (open = { day: new LinkDay(), values: new DayValues() }));
			const quarter = Math.floor(Number(row.time) / QUARTER_MS);
			open.day.count(quarter, KINDS[Number(row.kind)] ?? 'human');
			if (Number(row.kind) !== 0) continue;
			COLUMNS.forEach((column, index) => { open.values.count(index, Number(row[column])); });
			const [at, before] = [day * QUARTERS + quarter, seen.get(row.visitor)];
			if (at !== before) {
				open.day.sighted(quarter, before === undefined ? undefined : at - before);
				visitors.add(day, sampleNumber(visitorText(row.visitor)), number, quarter);
			}
			seen.set(row.visitor, at);
		}
		writeDayLinks(database, prefix, Array.from(days, ([day, { day: content }]) => ({ number, day, content })));
		for (const [day, open] of days) {
			database.run(
				`INSERT INTO ${prefix}link_days (link_id, day, human, bot, prefetch, head, fresh, quarters, returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				linkId, day, ...open.day.totals(), open.day.quarters(), open.day.returns(),
			);
			database.run(`INSERT INTO ${prefix}link_day_values (link_id, day, counts) VALUES (?, ?, ?)`, linkId, day, open.values.bytes());
		}
		if (visitors.waiting > WAITING) visitors.write();
	}
	visitors.write();
}
