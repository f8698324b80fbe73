import { randomBytes, scrypt, scryptSync, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Cost of a hash: 32 MB and about a tenth of a second, one of the settings that OWASP's Password Storage Cheat Sheet
 * holds equivalent to N = 2^17, p = 1.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } satisfies ScryptOptions;

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Different passwords that one call may set: each takes the writer a tenth of a second. */
export const PASSWORDS_A_CALL = 20;

/** Bytes of the form with which a visitor sends a password. */
export const PASSWORD_FORM_LIMIT = 1024;

/** Whether the form takes it: of letters beyond ASCII, each counts six bytes or more there. */
export function fitsForm(password: string): boolean {
	return new URLSearchParams({ password }).toString().length <= PASSWORD_FORM_LIMIT;
}

const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Hashes the passwords of one call. Rows with the same password get the same hash, so that ten thousand of them cost one. */
export class PasswordHasher {
	readonly #hashes = new Map<string, string>();

	/** The hash as it is kept, `scrypt$N$r$p$salt$key`; undefined where the call has set too many different ones. */
	hash(password: string): string | undefined {
		const known = this.#hashes.get(password);
		if (known !== undefined) return known;
		if (this.#hashes.size >= PASSWORDS_A_CALL) return undefined;
		const salt = randomBytes(SALT_BYTES);
		const key = scryptSync(password.normalize(), salt, KEY_BYTES, COST);
		const hash = ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
		this.#hashes.set(password, hash);
		return hash;
	}
}

const STORED = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]{8,128})\$([\w-]{16,128})$/;

/** Whether a text is a hash as {@link PasswordHasher} writes it, and takes no more to check: an import may bring any. */
export function isPasswordHash(text: string): boolean {
	const [N = 0, r = 0, p = 0] = (STORED.exec(text) ?? []).slice(1, 4).map(Number);
	const isPowerOfTwo = N > 1 && (N & (N - 1)) === 0;
	return isPowerOfTwo && r > 0 && p > 0 && N * r * p <= COST.N * COST.r * COST.p && 128 * N * r < COST.maxmem;
}

/** Whether `password` is the one behind a kept hash. Takes a tenth of a second of another thread. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
	const [, N, r, p, salt = '', key = ''] = STORED.exec(stored) ?? [];
	if (key === '') return false;
	const expected = Buffer.from(key, 'base64url');
	const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem };
	return timingSafeEqual(await scryptAsync(password.normalize(), Buffer.from(salt, 'base64url'), expected.length, options), expected);
}
