import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogPurger, PurgeLimits } from '../storage.ts';
import { Database, type Durability } from './database.ts';
import { dayOf, endOf, segmentsIn, type Segment } from './segments.ts';

/** Rows of first clicks that one transaction looks at. */
const SLICE = 20_000;

const SLICE_END = `SELECT max(link_id) AS last FROM (SELECT link_id FROM first_clicks WHERE link_id > ? ORDER BY link_id LIMIT ${String(SLICE)})`;
const FORGET = 'DELETE FROM first_clicks WHERE link_id > ? AND link_id <= ? AND position < ?';

/** Drops whole days from the old end of the log. */
export class SqliteLogPurger implements LogPurger {
	readonly #folders: { log: string; enriched: string };
	readonly #firstClicks: Database;

	constructor(folders: { log: string; enriched: string; firstClicks: string }, durability: Durability) {
		this.#folders = folders;
		this.#firstClicks = new Database(folders.firstClicks, { access: 'write', durability });
	}

	async purge(limits: PurgeLimits): Promise<number> {
		const old = oldSegments(segmentsIn(this.#folders.log), limits);
		for (const segment of old) remove(this.#folders.log, segment);
		// Also those that a death between the two left behind. The log goes first: a hit without what is derived from it is no click.
		const begin = segmentsIn(this.#folders.log)[0]?.first ?? 0;
		for (const segment of segmentsIn(this.#folders.enriched)) if (segment.first < begin) remove(this.#folders.enriched, segment);
		return old.length;
	}

	async forgetFirstClicks(before: number, readUpTo: number): Promise<void> {
		const day = dayOf(before);
		const position = segmentsIn(this.#folders.log).find((segment) => segment.day >= day)?.first;
		// What is read again after a crash must give the same answers.
		if (position === undefined || position - 1 > readUpTo) return;
		for (let after = -1; ; ) {
			const last = this.#firstClicks.get(SLICE_END, after)?.['last'] as number | null | undefined;
			if (last === null || last === undefined) return;
			this.#firstClicks.run(FORGET, after, last, position);
			after = last;
			await new Promise(setImmediate);
		}
	}

	close(): void {
		this.#firstClicks.close();
	}
}

/** From the oldest on, as long as nobody needs them; never the newest, where the log goes on. */
function oldSegments(segments: readonly Segment[], { before, readUpTo }: PurgeLimits): Segment[] {
	const kept = segments.findIndex((segment, index) => {
		const next = segments[index + 1];
		return !next || endOf(segment.day) > before || next.first - 1 > readUpTo;
	});
	return segments.slice(0, Math.max(kept, 0));
}

/** Who has it open reads on: the file goes when the last one closes it. */
function remove(folder: string, { name }: Segment): void {
	for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, name + suffix), { force: true });
}
