import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { daysToDrop, forgottenBefore } from '../log-days.ts';
import type { LogPurger, PurgeLimits } from '../storage.ts';
import { Database, type Durability } from './database.ts';
import { segmentsIn, type Segment } from './segments.ts';

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
		const old = daysToDrop(segmentsIn(this.#folders.log), limits);
		for (const segment of old) remove(this.#folders.log, segment);
		// Also those that a death between the two left behind. The log goes first: a hit without what is derived from it is no click.
		const begin = segmentsIn(this.#folders.log)[0]?.first ?? 0;
		for (const segment of segmentsIn(this.#folders.enriched)) if (segment.first < begin) remove(this.#folders.enriched, segment);
		return old.length;
	}

	async forgetFirstClicks(before: number, readUpTo: number): Promise<void> {
		const position = forgottenBefore(segmentsIn(this.#folders.log), before, readUpTo);
		if (position === undefined) return;
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

/** Who has it open reads on: the file goes when the last one closes it. */
function remove(folder: string, { name }: Segment): void {
	for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, name + suffix), { force: true });
}
