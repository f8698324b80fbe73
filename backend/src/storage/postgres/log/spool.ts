import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Hit, Spooled } from '../../storage.ts';
import { StorageUnavailable } from '../../unavailable.ts';

/** Hits that are to be appended, under the name of the append that was, or would have been, the first attempt. */
export interface SpooledHits {
	appender: string;
	sequence: number;
	hits: Hit[];
}

/** The same as it is written: to read a whole file at once would let visitors wait. */
export interface SpooledLine {
	clicks: number;
	json: string;
}

/** Bytes after which the next file is begun: what is read, and kept in memory, at once. */
const FILE_BYTES = 4_000_000;

const NAME = /^\d{8}\.jsonl$/;

/** A line: the checksum of what follows, the number of hits, and a {@link SpooledHits} as JSON. */
const LINE = /^([0-9a-f]{8}) (\d+) (.*)$/;

/** What {@link SpooledLine} says. */
export function spooledHits({ json }: SpooledLine): SpooledHits {
	return JSON.parse(json) as SpooledHits;
}

/** A file that is written, and how long it is. */
interface OpenFile {
	name: string;
	descriptor: number;
	bytes: number;
}

/**
 * Hits on this machine's disk, in the order in which they came, in files that are only added to. What has been written survives the
 * death of the process; a line that was cut off by it was not answered.
 */
export class Spool {
	readonly #folder: string;
	readonly #limit: number;
	#open: OpenFile | undefined;
	#waiting: { clicks: number; bytes: number } = { clicks: 0, bytes: 0 };

	/** @param limit bytes, at most */
	constructor(folder: string, limit: number) {
		this.#folder = folder;
		this.#limit = limit;
		for (const name of this.#names()) {
			this.#waiting.bytes += statSync(join(folder, name)).size;
			for (const { clicks } of linesOf(join(folder, name))) this.#waiting.clicks += clicks;
		}
	}

	/** What has not been {@link taken} yet. */
	get waiting(): Spooled {
		return this.#waiting;
	}

	/**
	 * Writes hits, so that they are the operating system's when it returns.
	 *
	 * @throws StorageUnavailable where it is full, or the disk is
	 */
	add(spooled: SpooledHits): void {
		const json = JSON.stringify(spooled);
		const content = `${String(spooled.hits.length)} ${json}`;
		const line = Buffer.from(`${checksum(content)} ${content}\n`);
		if (this.#waiting.bytes + line.length > this.#limit) throw new StorageUnavailable(new Error(`${String(this.#waiting.bytes)} bytes of clicks wait for the database already`));
		try {
			this.#write(this.#file(), line);
		} catch (error) {
			throw new StorageUnavailable(error);
		}
		this.#waiting.clicks += spooled.hits.length;
		this.#waiting.bytes += line.length;
	}

	/** The oldest file, to which nothing is added any more, and what is in it; undefined where there is none. */
	oldest(): { name: string; lines: SpooledLine[] } | undefined {
		const [name] = this.#names();
		if (name === undefined) return undefined;
		if (this.#open?.name === name) this.close();
		return { name, lines: [...linesOf(join(this.#folder, name))] };
	}

	/** These hits are in the log. */
	taken(clicks: number): void {
		this.#waiting.clicks -= clicks;
	}

	/** Throws a file away: everything in it is in the log. */
	remove(name: string): void {
		const path = join(this.#folder, name);
		this.#waiting.bytes -= statSync(path).size;
		rmSync(path);
	}

	close(): void {
		if (this.#open) closeSync(this.#open.descriptor);
		this.#open = undefined;
	}

	#names(): string[] {
		return existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => NAME.test(name)).sort() : [];
	}

	#file(): OpenFile {
		if (this.#open && this.#open.bytes >= FILE_BYTES) this.close();
		if (this.#open) return this.#open;
		mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
		const name = `${String(Number.parseInt(this.#names().at(-1) ?? '0', 10) + 1).padStart(8, '0')}.jsonl`;
		return (this.#open = { name, descriptor: openSync(join(this.#folder, name), 'wx', 0o600), bytes: 0 });
	}

	/** A line is there as a whole, or not at all: one that a full disk cuts off would spoil the next. */
	#write(file: OpenFile, line: Buffer): void {
		try {
			for (let written = 0; written < line.length; ) written += writeSync(file.descriptor, line, written);
			file.bytes += line.length;
		} catch (error) {
			ftruncateSync(file.descriptor, file.bytes);
			throw error;
		}
	}
}

/** The lines of a file that are whole. */
function* linesOf(path: string): Generator<SpooledLine> {
	for (const line of readFileSync(path, 'utf8').split('\n')) {
		const [, sum, clicks, json = ''] = LINE.exec(line) ?? [];
		if (clicks !== undefined && sum === checksum(`${clicks} ${json}`)) yield { clicks: Number(clicks), json };
	}
}

function checksum(text: string): string {
	return crc32(text).toString(16).padStart(8, '0');
}
