import { eachHit, type DayHit, type WantedValues } from '../../packed/hits.ts';
import { DAY_MS } from '../../packed/link-day.ts';
import { daysOf, type Span } from '../../packed/span.ts';
import { received, sent } from './transfer.ts';
import type { View } from './view.ts';

/** Hits that are read with one statement, roughly: some 3 MB. */
const HITS = 100_000;

/** Which hits are read. */
export interface HitRange extends Span {
	/** Numbers of links. */
	numbers: readonly number[];
	/** How many there are, roughly. */
	hits: number;
	/** Which of their values are wanted. */
	values: WantedValues;
}

/** Reads the hits of links in a range, in no particular order. @param look is told the link's number, the day and the hit, which is another one the next time */
export async function readHits(view: View, { numbers, hits, values, ...span }: HitRange, look: (link: number, day: number, hit: DayHit) => void): Promise<void> {
	if (numbers.length === 0) return;
	const { first, last } = daysOf(span);
	const step = Math.max(1, Math.floor(((last - first + 1) * HITS) / Math.max(hits, 1)));
	for (let day = first; day <= last; day += step) {
		await readDays(view, { numbers, values, from: Math.max(span.from, day * DAY_MS), to: Math.min(span.to, (day + step) * DAY_MS) }, look);
	}
}

async function readDays({ connection, tables }: View, { numbers, values, ...span }: Omit<HitRange, 'hits'>, look: (link: number, day: number, hit: DayHit) => void): Promise<void> {
	const { first, last } = daysOf(span);
	const [low, high] = [span.from - first * DAY_MS, span.to - last * DAY_MS];
	const rows = await connection.all(
		`SELECT link, day, ${sent('hits')} AS hits FROM ${tables.hit_runs} r WHERE link = ANY($1::integer[]) AND day BETWEEN $2 AND $3 AND (day > $2 OR r.last >= $4) AND (day < $3 OR r.first < $5)
		UNION ALL SELECT link, day, ${sent('tail')} FROM ${tables.link_days} WHERE link = ANY($1::integer[]) AND day BETWEEN $2 AND $3 AND octet_length(tail) > 0`,
		numbers, first, last, low, high,
	);
	for (const row of rows) {
		const [link, day] = [row['link'] as number, row['day'] as number];
		const [least, end] = [day === first ? low : 0, day === last ? high : DAY_MS];
		eachHit(received(row['hits']), (hit) => {
			if (hit.time >= least && hit.time < end) look(link, day, hit);
		}, values);
	}
}
