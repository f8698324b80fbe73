import { LRUCache } from 'lru-cache';
import { dayPartBytes, dayPartFrom, PART, recordOf, type DayPart } from '../../packed/day-links.ts';
import type { LinkDay } from '../../packed/link-day.ts';
import type { Session } from '../database.ts';
import { Blobs } from './blobs.ts';
import type { DayOfLink } from './link-days.ts';
import type { Tables } from './tables.ts';

/** Rows that are kept taken apart: some 10 kB each. */
const REMEMBERED = 1000;

/** Days of all links, as they are counted. One for each writer: it knows what it has written. */
export class DayParts {
	readonly #table: string;
	readonly #known = new LRUCache<string, DayPart>({ max: REMEMBERED });

	constructor({ day_links }: Tables) {
		this.#table = day_links;
	}

	/** Writes days of links in the place of what there was of them. */
	async write(session: Session, changed: ReadonlyArray<DayOfLink & { content: LinkDay }>): Promise<void> {
		if (changed.length === 0) return;
		const parts = await this.#open(session, changed);
		for (const { link, day, content } of changed) parts.get(keyOf(link, day))?.records.set(link % PART, recordOf(content));
		const rows = [...parts.values()];
		const blobs = new Blobs();
		const places = rows.map(({ records }) => {
			const bytes = dayPartBytes(records);
			return [blobs.add(bytes), bytes.length] as const;
		});
		await session.run(
			`INSERT INTO ${this.#table} (day, part, links) SELECT u.day, u.part, substring($1::bytea FROM u.at FOR u.size)
			FROM unnest($2::integer[], $3::integer[], $4::integer[], $5::integer[]) AS u (day, part, at, size) ON CONFLICT (day, part) DO UPDATE SET links = excluded.links`,
			blobs.all(), rows.map(({ day }) => day), rows.map(({ part }) => part), places.map(([at]) => at), places.map(([, size]) => size),
		);
		for (const [key, { records }] of parts) this.#known.set(key, records);
	}

	async #open(session: Session, changed: readonly DayOfLink[]): Promise<Map<string, { day: number; part: number; records: DayPart }>> {
		const parts = new Map<string, { day: number; part: number; records: DayPart }>();
		const unknown: Array<{ day: number; part: number; records: DayPart }> = [];
		for (const { link, day } of changed) {
			const key = keyOf(link, day);
			if (parts.has(key)) continue;
			const known = this.#known.get(key);
			const part = { day, part: Math.floor(link / PART), records: known ?? new Map<number, Uint8Array>() };
			parts.set(key, part);
			if (!known) unknown.push(part);
		}
		if (unknown.length === 0) return parts;
		const rows = await session.all(
			`SELECT p.day, p.part, p.links FROM unnest($1::integer[], $2::integer[]) AS u (day, part) JOIN ${this.#table} p ON p.day = u.day AND p.part = u.part`,
			unknown.map(({ day }) => day), unknown.map(({ part }) => part),
		);
		for (const row of rows) {
			const part = parts.get(keyOf((row['part'] as number) * PART, row['day'] as number));
			if (part) part.records = dayPartFrom(row['links'] as Buffer);
		}
		return parts;
	}
}

const keyOf = (link: number, day: number) => `${String(day)} ${String(Math.floor(link / PART))}`;
