import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database.ts';
import { segmentsIn, type Segment } from './segments.ts';

/** The one segment of a folder that was read last, kept open. */
export class OpenSegment {
	readonly #folder: string;
	#open: { name: string; database: Database } | undefined;

	constructor(folder: string) {
		this.#folder = folder;
	}

	segments(): Segment[] {
		return segmentsIn(this.#folder);
	}

	/** Undefined where there is none, or where it has been purged since its name was read. One that is open can be read to its end all the same. */
	open(segment: Segment | undefined): Database | undefined {
		if (!segment) return undefined;
		if (this.#open?.name === segment.name) return this.#open.database;
		this.close();
		const path = join(this.#folder, segment.name);
		try {
			this.#open = { name: segment.name, database: new Database(path, { access: 'read' }) };
		} catch (error) {
			if (existsSync(path)) throw error;
			return undefined;
		}
		return this.#open.database;
	}

	close(): void {
		this.#open?.database.close();
		this.#open = undefined;
	}
}
