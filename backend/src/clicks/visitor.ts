import { hash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86_400_000;

/** Hex digits of a visitor's id: 64 bits, so that among five million visitors no two share one. */
const ID_LENGTH = 16;

interface SaltFile {
	/** Number of the period since 1970 that the salt is for. */
	period: number;
	salt: string;
}

/**
 * Tells visitors apart without knowing them: a hash of address, user agent and a secret salt. The salt is replaced
 * at a fixed UTC day, and with the old one goes the only way to connect an id with an address.
 */
export class Visitors {
	readonly #path: string;
	readonly #days: number;
	#current: SaltFile;

	/** @param days how long a salt lasts */
	constructor(dataDir: string, days: number, now = Date.now()) {
		this.#path = join(dataDir, 'visitor-salt.json');
		this.#days = days;
		this.#current = readSalt(this.#path) ?? this.#newSalt(now);
		if (!readSalt(this.#path)) this.#write(this.#current);
	}

	/** The visitor's id, the same until the salt is replaced. */
	id(address: string, userAgent: string, now: number): string {
		if (this.#period(now) !== this.#current.period) this.#renew(now);
		return hash('sha256', `${this.#current.salt}\n${address}\n${userAgent}`).slice(0, ID_LENGTH);
	}

	#period(now: number): number {
		return Math.floor(now / (this.#days * DAY));
	}

	#newSalt(now: number): SaltFile {
		return { period: this.#period(now), salt: randomBytes(32).toString('hex') };
	}

	/** Where the disk is full, the new salt holds all the same: visitors are still redirected, and the next start writes one. */
	#renew(now: number): void {
		this.#current = this.#newSalt(now);
		try {
			this.#write(this.#current);
		} catch (error) {
			process.emitWarning(`The visitors' salt could not be replaced in ${this.#path}: ${String(error)}`);
		}
	}

	/** Overwrites the old salt before the new file takes its place. */
	#write(next: SaltFile): void {
		if (readSalt(this.#path)) writeFileSync(this.#path, JSON.stringify({ period: 0, salt: '0'.repeat(64) }), { flush: true });
		writeFileSync(`${this.#path}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
		renameSync(`${this.#path}.new`, this.#path);
	}
}

function readSalt(path: string): SaltFile | undefined {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as SaltFile;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
