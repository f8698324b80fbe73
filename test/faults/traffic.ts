import { Agent, request } from 'node:http';
import type { ClickKind } from '../../contract/event.ts';
import { BOT } from '../backend/redirects/rush.ts';
import { BROWSER, client } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';
import type { Ledger } from './ledger.ts';

/** Visitors at a time. */
const CROWD = 24;

/** Addresses that they come from. */
const ADDRESSES = 60;

const HEADERS: Record<ClickKind, Record<string, string>> = { human: {}, head: {}, prefetch: { 'sec-purpose': 'prefetch' }, bot: BOT };
const KINDS = ['human', 'human', 'human', 'human', 'human', 'bot', 'prefetch', 'head'] as const;
const AGENTS = [BROWSER['user-agent'], 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'];

const pick = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T;

/** A visitor's browser, or whatever it is: with connections that are kept alive. */
export class Visitors {
	readonly #server: Backend;
	readonly #ledger: Ledger;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: CROWD });

	constructor(server: Backend, ledger: Ledger) {
		this.#server = server;
		this.#ledger = ledger;
	}

	/** Somebody follows a link. Resolves with the status; 0 where there was no answer. */
	async visit(slug: string, kind: ClickKind = pick(KINDS)): Promise<number> {
		const number = this.#ledger.visits.size + 1;
		this.#ledger.visits.set(number, { slug, kind });
		const headers = { ...BROWSER, 'user-agent': pick(AGENTS), 'x-forwarded-for': `198.51.100.${String(1 + Math.floor(Math.random() * ADDRESSES))}`, referer: `https://news-${String(number % 3)}.example/?n=${String(number)}`, ...HEADERS[kind] };
		const status = await new Promise<number>((resolve) => {
			request(`${this.#server.url}/${slug}`, { agent: this.#agent, method: kind === 'head' ? 'HEAD' : 'GET', headers }, (response) => {
				response.resume().once('close', () => { resolve(response.statusCode ?? 0); });
			}).once('error', () => { resolve(0); }).end();
		});
		if (status === 302) this.#ledger.answered.add(number);
		return status;
	}

	close(): void {
		this.#agent.destroy();
	}
}

/** Lets visitors of all kinds follow these links, and a person at a desk change them and record conversions, until nobody answers any more. */
export async function traffic(server: Backend, slugs: readonly string[], ledger: Ledger): Promise<void> {
	const visitors = new Visitors(server, ledger);
	const visitor = async () => {
		while ((await visitors.visit(pick(slugs))) === 302);
	};
	await Promise.all([...Array.from({ length: CROWD }, visitor), desk(server, slugs, ledger)]);
	visitors.close();
}

async function desk(server: Backend, slugs: readonly string[], ledger: Ledger): Promise<void> {
	const api = client(server);
	try {
		for (;;) {
			const slug = pick(slugs);
			const change = { tags: ['red', 'green', 'blue'].filter(() => Math.random() < 0.5), campaign: pick(['spring', 'summer', null]), destination: `https://example.com/${String(Math.random())}` };
			const { status, data } = await api.patch(`/v1/links/slug:${slug}`, change);
			if (status === 200) ledger.told(slug, data.version, data);
			const id = `c-${String(ledger.conversions.size)}`;
			ledger.conversions.set(id, slug);
			ledger.unconfirmed.add(id);
			if ((await convert(server, id, slug)) === 200) ledger.unconfirmed.delete(id);
		}
	} catch {
		// Nobody is there any more.
	}
}

/** Records a conversion; again, it changes nothing. */
export async function convert(server: Backend, id: string, slug: string): Promise<number> {
	return (await client(server).post('/v1/conversions', { slug, event: 'sale', value: 2, currency: 'EUR', external_id: id })).status;
}
