import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { periodOf, type Salt } from './visitor.ts';

/** How often it is looked whether the salt's days are over, where nobody comes. */
const LOOK_MS = 60_000;

interface SaltFile {
	/** Number of the period since 1970 that the salt is for. */
	period: number;
	salt: string;
}

/**
 * A salt in a file of the data folder. It is replaced at a fixed UTC day, and with the old one goes the only way to connect an id
 * with an address.
 */
export class FileSalt implements Salt {
	readonly #path: string;
	readonly #days: number;
	readonly #clock: () => number;
	readonly #watch: NodeJS.Timeout;
	#current: SaltFile;

	/** @param days how long a salt lasts */
	constructor(dataDir: string, days: number, clock = Date.now) {
		this.#path = join(dataDir, 'visitor-salt.json');
		this.#days = days;
		this.#clock = clock;
		const stored = readSalt(this.#path);
		this.#current = stored ?? this.#newSalt(clock());
		if (!stored) this.#write(this.#current);
		// Also a later one: the days may have been set to more meanwhile.
		if (this.#current.period !== this.#period(clock())) this.#replace(clock());
		// Also where nobody comes: an old salt that lies about could still be taken.
		this.#watch = setInterval(() => { this.#replaceOld(this.#clock()); }, LOOK_MS).unref();
	}

	at(now: number): string {
		this.#replaceOld(now);
		return this.#current.salt;
	}

	close(): void {
		clearInterval(this.#watch);
	}

	#period(now: number): number {
		return periodOf(now, this.#days);
	}

	#newSalt(now: number): SaltFile {
		return { period: this.#period(now), salt: randomBytes(32).toString('hex') };
	}

	/** A request that began before midnight may be asked about after it: a salt is never replaced by an earlier one. */
	#replaceOld(now: number): void {
		if (this.#period(now) > this.#current.period) this.#replace(now);
	}

	/** Where the disk is full, the new salt holds all the same: visitors are still redirected, and the next start writes one. */
	#replace(now: number): void {
		this.#current = this.#newSalt(now);
		try {
			this.#write(this.#current);
		} catch (error) {
			process.emitWarning(`The visitors' salt could not be replaced in ${this.#path}: ${String(error)}`);
		}
	}

	/** Overwrites the old salt before the new file takes its place. */
	#write(next: SaltFile): void {
		if (existsSync(this.#path)) overwrite(this.#path);
		writeFileSync(`${this.#path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
		renameSync(`${this.#path}.new`, this.#path);
	}
}

/** The salt of a file; undefined where there is none, or a death has left an overwritten one. */
function readSalt(path: string): SaltFile | undefined {
	if (!existsSync(path)) return undefined;
	const text = readFileSync(path, 'utf8');
	return text.startsWith('{') ? (JSON.parse(text) as SaltFile) : undefined;
}

/** Fills a file with zeros where it lies: one that is cut and written again gets other blocks of the disk, and leaves the old ones as they were. */
function overwrite(path: string): void {
	const file = openSync(path, 'r+');
	try {
		writeSync(file, Buffer.alloc(fstatSync(file).size), 0, undefined, 0);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
