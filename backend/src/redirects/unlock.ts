import type { IncomingMessage } from 'node:http';
import { networkOf, type AddressOf } from '../clicks/address.ts';
import { PASSWORD_FORM_LIMIT, verifyPassword } from '../links/password.ts';
import { Allowance } from './allowance.ts';
import type { PageName } from './pages.ts';

/** Hashes at the same time: each takes 32 MB and a tenth of a second of a core. */
const HASHES = 2;

const TRIES_WITHIN_MS = 600_000;

/** Wrong passwords within that time. */
const TRIES = { visitor: 10, link: 100 };

/** Visitors and links whose tries are remembered: some megabytes each. */
const REMEMBERED = 20_000;

/** Why a visitor is not let through, as the page that says so. */
export interface Refusal {
	page: PageName;
	/** Seconds. */
	wait?: number;
}

/** Checks the passwords that visitors send. */
export class Unlock {
	readonly #addressOf: AddressOf;
	readonly #byVisitor = new Allowance<string>({ most: TRIES.visitor, within: TRIES_WITHIN_MS, keys: REMEMBERED });
	readonly #byLink = new Allowance<number>({ most: TRIES.link, within: TRIES_WITHIN_MS, keys: REMEMBERED });
	#hashing = 0;

	constructor(addressOf: AddressOf) {
		this.#addressOf = addressOf;
	}

	/** Undefined where the form that was posted has the link's password. */
	async refusal(request: IncomingMessage, link: { id: number; passwordHash: string }): Promise<Refusal | undefined> {
		const visitor = networkOf(this.#addressOf(request));
		if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { page: 'notAForm' };
		const form = await readForm(request);
		if (form === undefined) return { page: 'tooLong' };
		if (this.#hashing >= HASHES) return { page: 'busy' };
		const wait = this.#take(visitor, link.id);
		if (wait > 0) return { page: 'tooManyTries', wait };
		if (!(await this.#isRight(form.get('password') ?? '', link.passwordHash))) return { page: 'wrongPassword' };
		// Only what was wrong counts: many may share an address, and a link is for many.
		this.#byVisitor.giveBack(visitor);
		this.#byLink.giveBack(link.id);
		return undefined;
	}

	/** Takes a try from both, or from neither. Returns 0, or the seconds to wait. */
	#take(visitor: string, link: number): number {
		const visitorsWait = this.#byVisitor.take(visitor);
		if (visitorsWait > 0) return visitorsWait;
		const linksWait = this.#byLink.take(link);
		if (linksWait > 0) this.#byVisitor.giveBack(visitor);
		return linksWait;
	}

	async #isRight(password: string, stored: string): Promise<boolean> {
		this.#hashing++;
		try {
			return await verifyPassword(password, stored);
		} finally {
			this.#hashing--;
		}
	}
}

/** The fields of a form; undefined where it is too large. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
	if (Number(request.headers['content-length'] ?? 0) > PASSWORD_FORM_LIMIT) return undefined;
	const chunks: Buffer[] = [];
	let bytes = 0;
	// What is left unread must not close the connection before the answer is sent.
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > PASSWORD_FORM_LIMIT) return undefined;
		chunks.push(chunk);
	}
	return new URLSearchParams(Buffer.concat(chunks).toString());
}
