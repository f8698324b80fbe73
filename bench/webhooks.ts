import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { table } from './numbers.ts';
import { call, run, startLinkmill, type Server } from './process.ts';
import { createLinks, SLUGS } from './redirects.ts';
import type { Arrivals } from './webhook-receiver.ts';
import { visit, type Visited } from './visitors.ts';

/** Clicks a second: of the throughput, and beside receivers in trouble. */
const [STEADY, BESIDE] = [5000, 500];

/** How receivers behave that are in trouble, and how many there are of each. */
const TROUBLED = { hang: 20, error: 20, slow: 20 } as const;

/** How long events take from the click to a receiver: a steady stream to one, in batches; then to one that is fine, beside receivers that are not. */
export async function webhooks({ seconds = 30 }: { seconds?: number }): Promise<string> {
	return [await steady(seconds), await isolation(Math.min(seconds, 15))].join('\n\n');
}

async function steady(seconds: number): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' });
	try {
		await createLinks(linkmill);
		const { visited, arrivals } = await deliver(linkmill, seconds, STEADY);
		return [
			`${STEADY.toLocaleString('en-GB')} clicks a second for ${String(seconds)} s, to one receiver in batches of up to 1,000, which wait at most 100 ms`,
			table(['', 'events a second', 'p50 ms', 'p99 ms', 'longest'], [['from the click to the receiver', arrivals.perSecond, arrivals.p50, arrivals.p99, arrivals.max]]),
			`Clicks ${Math.round(visited.perSecond).toLocaleString('en-GB')} a second, p99 of a redirect ${visited.p99.toFixed(1)} ms; ${arrivals.events.toLocaleString('en-GB')} events in ${arrivals.calls.toLocaleString('en-GB')} calls, ${String(arrivals.outOfOrder)} out of order or twice.`,
		].join('\n');
	} finally {
		await linkmill.stop();
	}
}

/** Clicks at a rate on the links of {@link createLinks}, and what came of them at one receiver, in batches of up to 1,000. */
export async function deliver(linkmill: Server, seconds: number, rate: number): Promise<{ visited: Visited; arrivals: Arrivals }> {
	const receiver = startReceiver();
	try {
		const { id } = await subscribe(linkmill, await receiver.url, { max_events: 1000, max_wait_ms: 100 });
		const visited = await visit(linkmill, { slugs: SLUGS, seconds, rate });
		return { visited, arrivals: await allArrived(linkmill, id, receiver) };
	} finally {
		await receiver.stop();
	}
}

async function isolation(seconds: number): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' });
	const [receiver, troubled] = [startReceiver(), await startTroubled()];
	try {
		await createLinks(linkmill);
		for (const [how, count] of Object.entries(TROUBLED)) {
			for (let i = 0; i < count; i++) await subscribe(linkmill, `${troubled.url}/${how}`, { max_events: 100, max_wait_ms: 100 });
		}
		const { id } = await subscribe(linkmill, await receiver.url, { max_events: 100, max_wait_ms: 100 });
		await visit(linkmill, { slugs: SLUGS, seconds, rate: BESIDE });
		const arrivals = await allArrived(linkmill, id, receiver);
		const others = Object.entries(TROUBLED).map(([how, count]) => `${String(count)} ${how}`).join(', ');
		return [
			`${String(BESIDE)} clicks a second for ${String(seconds)} s, to a receiver that is fine, in batches of up to 100, beside ${others}`,
			table(['', 'events a second', 'p50 ms', 'p99 ms', 'longest'], [['to the one that is fine (target p99 below 1,000)', arrivals.perSecond, arrivals.p50, arrivals.p99, arrivals.max]]),
		].join('\n');
	} finally {
		troubled.server.closeAllConnections();
		troubled.server.close();
		await receiver.stop();
		await linkmill.stop();
	}
}

function subscribe(linkmill: Server, url: string, batch: { max_events: number; max_wait_ms: number }): Promise<{ id: string }> {
	return call(linkmill, 'POST', '/v1/webhooks', { url, batch });
}

/** A receiver in a process of its own, on the second core; it tells what it has got when it is asked. */
function startReceiver() {
	const child = run(1, [join(import.meta.dirname, 'webhook-receiver.ts')]);
	const url = new Promise<string>((resolve) => child.stdout?.once('data', (chunk: Buffer) => { resolve(chunk.toString().trim()); }));
	return {
		url,
		arrivals: async () => (await (await fetch(await url)).json()) as Arrivals,
		async stop() {
			const ended = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGTERM');
			await ended;
		},
	};
}

/** Waits until the subscription is up to date. */
async function allArrived(linkmill: Server, id: string, receiver: ReturnType<typeof startReceiver>): Promise<Arrivals> {
	for (const deadline = Date.now() + 120_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 200))) {
		const { lag_events: lag } = await call<{ lag_events: number }>(linkmill, 'GET', `/v1/webhooks/${id}`);
		if (lag === 0) return receiver.arrivals();
	}
	throw new Error('The receiver was not sent everything within two minutes.');
}

/** Receivers by path: one never answers, one answers 500, one answers after two seconds. */
async function startTroubled(): Promise<{ url: string; server: HttpServer }> {
	const server = createServer((request, response) => {
		request.resume();
		if (request.url === '/error') response.writeHead(500).end();
		else if (request.url === '/slow') setTimeout(() => response.writeHead(200).end(), 2000).unref();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, server };
}
