import { join } from 'node:path';
import { Database } from './database.ts';
import { dataFiles, segmentsIn } from './segments.ts';

/** Bytes of a page, as SQLite makes them unless told otherwise. */
const PAGE_BYTES = 4096;

/**
 * Letting go of the file waits for the disk, on the thread that redirects: measured 17 to 40 ms on a busy one, a tenth of the
 * thread's time at twice a second. So it is done only every so many bytes, at 10,000 clicks a second every second or two.
 */
const RESTART_FROM = 16_000_000;

/** Moves the newest segment's write-ahead file into the segment, beside the thread that appends to it. */
export class LogCheckpoint {
	readonly #folder: string;
	#open: { name: string; database: Database } | undefined;

	constructor(dataDir: string) {
		this.#folder = dataFiles(dataDir).log;
	}

	/**
	 * A passive checkpoint: does what it can without making anybody wait.
	 *
	 * @returns whether the write-ahead file has become so long that the appender should let go of it
	 */
	run(): boolean {
		const segment = segmentsIn(this.#folder).at(-1);
		if (!segment) return false;
		if (this.#open?.name !== segment.name) {
			this.close();
			this.#open = { name: segment.name, database: new Database(join(this.#folder, segment.name), { access: 'write', durability: 'process' }) };
		}
		const pages = Number(this.#open.database.get('PRAGMA wal_checkpoint(PASSIVE)')?.['log'] ?? 0);
		return pages * PAGE_BYTES > RESTART_FROM;
	}

	close(): void {
		this.#open?.database.close();
		this.#open = undefined;
	}
}
