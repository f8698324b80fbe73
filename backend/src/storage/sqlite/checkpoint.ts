import { join } from 'node:path';
import { Database } from './database.ts';
import { dataFiles, segmentsIn } from './segments.ts';

/** Moves the newest segment's write-ahead file into the segment, beside the thread that appends to it. */
export class LogCheckpoint {
	readonly #folder: string;
	#open: { name: string; database: Database } | undefined;

	constructor(dataDir: string) {
		this.#folder = dataFiles(dataDir).log;
	}

	/** A passive checkpoint: does what it can without making anybody wait. */
	run(): void {
		const segment = segmentsIn(this.#folder).at(-1);
		if (!segment) return;
		if (this.#open?.name !== segment.name) {
			this.close();
			this.#open = { name: segment.name, database: new Database(join(this.#folder, segment.name), { access: 'write', durability: 'process' }) };
		}
		this.#open.database.get('PRAGMA wal_checkpoint(PASSIVE)');
	}

	close(): void {
		this.#open?.database.close();
		this.#open = undefined;
	}
}
