import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Usage, UsageReader } from '../usage.ts';

/** The room that a data folder takes: the sizes of its files. */
export class FolderUsage implements UsageReader {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async usage(): Promise<Usage> {
		const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
		const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => sizeOf(join(entry.parentPath, entry.name))));
		const { bavail, bsize } = await statfs(this.#folder);
		return { bytes: sizes.reduce((sum, size) => sum + size, 0), free: bavail * bsize };
	}

	/** Nothing is open. */
	close(): void {}
}

/** A file that is gone meanwhile takes no room. */
async function sizeOf(path: string): Promise<number> {
	return stat(path).then(({ size }) => size, () => 0);
}
