import { setTimeout as sleep } from 'node:timers/promises';
import { until, startReceiver, type Receiver } from '../backend/webhooks/receiver.ts';
import { client } from '../support/api.ts';
import type { Backend } from '../support/backend.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { Ledger } from './ledger.ts';
import { compare, recount } from './recount.ts';
import { createLinks, SLUGS } from './reports.ts';
import { convert, Visitors } from './traffic.ts';

/** Seconds of load. */
const SECONDS = 60;

/** Milliseconds between two deaths of servers. */
const DEATH_EVERY_MS = 10_000;

/** When PostgreSQL is restarted, as parts of the time. */
const RESTARTS = [0.3, 0.7];

/** Visitors at a time. */
const CROWD = 12;

const pick = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T;

let cluster: Cluster;
let receiver: Receiver;
beforeAll(async () => {
	cluster = await startCluster(3, { LINKMILL_TRUSTED_PROXIES: '127.0.0.1', LINKMILL_LOG_LEVEL: 'error' });
	receiver = await startReceiver();
}, 120_000);
afterAll(async () => {
	await receiver.close();
	await cluster.stop();
}, 60_000);

it('three servers on one PostgreSQL, killed in turn, and the database restarted: every answered redirect is counted once and delivered, no slug is given twice', async () => {
	const ledger = new Ledger();
	const [first] = cluster.servers as [Backend];
	await createLinks(first);
	const hook = await client(first).post('/v1/webhooks', { url: receiver.url, events: ['link.clicked', 'link.created'], filter: { kinds: ['human', 'bot', 'prefetch', 'head'] }, batch: { max_events: 500, max_wait_ms: 200 }, start: 'now' });
	expect(hook.status).toBe(200);

	const end = Date.now() + SECONDS * 1000;
	const running = () => Date.now() < end;
	const races: Race[] = [];
	await Promise.all([...Array.from({ length: CROWD }, () => visitor(ledger, running)), desk(ledger, running), racers(races, running), deaths(running), restarts(end)]);

	expect(races.length).toBeGreaterThan(SECONDS / 4);
	await settled();
	for (const id of ledger.unconfirmed) expect(await convert(pick(cluster.servers), id, ledger.conversions.get(id)!)).toBe(200);
	ledger.unconfirmed.clear();
	await recount(cluster.servers[0]!, ledger);
	expect([...ledger.answered]).toEqual([]);
	for (const server of cluster.servers) await compare(server, ledger, SLUGS);
	await noSlugTwice(races);
	await delivered(ledger);
	process.stderr.write(`${String(ledger.recorded.size)} clicks, ${String(races.length)} races for a slug, ${String(receiver.calls.length)} deliveries\n`);
}, 180_000 + SECONDS * 2000);

/** Follows links, each time at another server, and is not put off where one does not answer. */
async function visitor(ledger: Ledger, running: () => boolean): Promise<void> {
	const browsers = new Map<Backend, Visitors>();
	while (running()) {
		const server = pick(cluster.servers);
		if (!server) {
			await sleep(50);
			continue;
		}
		const browser = browsers.get(server) ?? new Visitors(server, ledger);
		browsers.set(server, browser);
		if ((await browser.visit(pick(SLUGS))) !== 302) await sleep(50);
	}
	for (const browser of browsers.values()) browser.close();
}

/** Changes links and records conversions, whoever answers. */
async function desk(ledger: Ledger, running: () => boolean): Promise<void> {
	for (; running(); await sleep(20)) {
		const [server, slug] = [pick(cluster.servers), pick(SLUGS)];
		if (!server) continue;
		const change = { tags: ['red', 'green'].filter(() => Math.random() < 0.5), destination: `https://example.com/${String(Math.random())}` };
		const changed = await client(server).patch(`/v1/links/slug:${slug}`, change).catch(() => undefined);
		if (changed?.status === 200) ledger.told(slug, changed.data.version, changed.data);
		const id = `c-${String(ledger.conversions.size)}`;
		ledger.conversions.set(id, slug);
		ledger.unconfirmed.add(id);
		if ((await convert(server, id, slug).catch(() => 0)) === 200) ledger.unconfirmed.delete(id);
	}
}

/** A slug that several servers were asked for at once, and the ids that they gave it. */
interface Race {
	slug: string;
	ids: string[];
}

async function racers(races: Race[], running: () => boolean): Promise<void> {
	for (; running(); await sleep(100)) {
		const slug = `race-${String(races.length)}`;
		const answers = await Promise.all(cluster.servers.map((server, index) => client(server).post('/v1/links', { slug, destination: `https://example.com/${String(index)}` }).catch(() => undefined)));
		races.push({ slug, ids: answers.flatMap((answer) => (answer?.status === 200 ? [answer.data.id as string] : [])) });
	}
}

/** At most one was given each; the one that was given is still its owner. */
async function noSlugTwice(races: readonly Race[]): Promise<void> {
	expect(races.filter(({ ids }) => ids.length > 1)).toEqual([]);
	const api = client(cluster.servers[0]!);
	for (const { slug, ids } of races.filter(({ ids }) => ids.length === 1)) expect((await api.get(`/v1/links/slug:${slug}`)).data.id).toBe(ids[0]);
	const listed = (await api.get('/v1/links?limit=1000')).data.links.map(({ slug }: { slug: string }) => slug);
	expect(new Set(listed).size).toBe(listed.length);
}

async function deaths(running: () => boolean): Promise<void> {
	for (let next = Date.now() + DEATH_EVERY_MS; running(); next += DEATH_EVERY_MS) {
		await sleep(Math.max(0, next - Date.now()));
		// The oldest of them: each has its turn.
		if (running() && cluster.servers[0]) await cluster.crash(cluster.servers[0]);
	}
}

async function restarts(end: number): Promise<void> {
	const begin = end - SECONDS * 1000;
	for (const part of RESTARTS) {
		await sleep(Math.max(0, begin + part * SECONDS * 1000 - Date.now()));
		await cluster.restartDatabase(1000);
	}
}

/** Everything that waited for the database is in the log, and counted. */
async function settled(): Promise<void> {
	const ready = async (server: Backend) => {
		const answer = await client(server).get('/readyz').catch(() => undefined);
		if (!answer) throw new Error(`A server does not answer any more. It said:\n${server.output()}`);
		return answer.data;
	};
	const waiting = async () => {
		const numbers = await Promise.all(cluster.servers.map(ready));
		return numbers.every(({ status, spooled_clicks: spooled, reader_lag_events: lag }) => status === 'ready' && spooled === 0 && lag === 0);
	};
	await until(waiting, 60_000, () => 'something still waits');
}

/** Each click came to the receiver, and none that was not recorded. */
async function delivered(ledger: Ledger): Promise<void> {
	const clicks = () => receiver.calls.flatMap(({ body }) => (body.type === 'batch' ? (body['events'] as Array<{ id: string; type: string }>) : [body])).filter(({ type }) => type === 'link.clicked');
	await until(() => new Set(clicks().map(({ id }) => id)).size >= ledger.recorded.size, 60_000, () => `${String(new Set(clicks().map(({ id }) => id)).size)} of ${String(ledger.recorded.size)} clicks delivered`);
	expect(new Set(clicks().map(({ id }) => id)).size).toBe(ledger.recorded.size);
}
