import { median, table } from './numbers.ts';
import { call, caughtUp, startLinkmill, timedCall, type Server } from './process.ts';
import { createLinks, SLUGS } from './redirects.ts';
import { sampleLinks } from './sample-links.ts';
import { startDatabase } from './storages.ts';
import { visit, type Visited } from './visitors.ts';
import { deliver } from './webhooks.ts';

/** Links in one call: what the contract allows. */
const LINKS = 10_000;

/** Visitors at a time. A group commit of PostgreSQL takes some milliseconds and serves all who came meanwhile, so it needs many to be busy. */
const CONNECTIONS = 256;

/** Clicks a second of the deliveries. */
const RATE = 1000;

const NAMES = ['SQLite', 'PostgreSQL'] as const;
type Name = (typeof NAMES)[number];

/** One process with embedded SQLite beside one with a PostgreSQL that shares the machine, on all cores; rounds take turns. Reports are measured by `reports`. */
export async function bothStorages({ seconds = 5, rounds = 5 }: { seconds?: number; rounds?: number }): Promise<string> {
	const database = await startDatabase();
	const settings = { LINKMILL_RATE_LIMIT: '0' };
	const servers: Record<Name, Server> = { SQLite: await startLinkmill(settings, [], 'any'), PostgreSQL: await startLinkmill({ ...settings, DATABASE_URL: database.url }, [], 'any') };
	try {
		for (const name of NAMES) {
			await createLinks(servers[name]);
			await visit(servers[name], { slugs: SLUGS, seconds: 2 });
			await call(servers[name], 'POST', '/v1/links/batch', { links: sampleLinks(LINKS, 'warm') });
		}
		return [await redirects(servers, seconds, rounds), await batches(servers, rounds), await deliveries(servers, 2 * seconds)].join('\n\n');
	} finally {
		for (const name of NAMES) await servers[name].stop();
		await database.stop();
	}
}

async function redirects(servers: Record<Name, Server>, seconds: number, rounds: number): Promise<string> {
	const visited: Record<Name, Visited[]> = { SQLite: [], PostgreSQL: [] };
	for (let round = 0; round < rounds; round++) {
		for (const name of NAMES) {
			await caughtUp(servers[name]);
			visited[name].push(await visit(servers[name], { slugs: SLUGS, seconds, connections: CONNECTIONS }));
		}
	}
	const row = (name: Name) => [name, ...(['perSecond', 'p50', 'p99', 'max'] as const).map((key) => median(visited[name].map((one) => one[key])))];
	return [
		`Redirects, each click committed before its answer: medians of ${String(rounds)} rounds of ${String(seconds)} s, ${String(CONNECTIONS)} connections`,
		table(['', 'a second', 'p50 ms', 'p99 ms', 'max ms'], NAMES.map(row)),
		ratios(visited.PostgreSQL.map(({ perSecond }, round) => perSecond / (visited.SQLite[round]?.perSecond ?? NaN))),
	].join('\n');
}

async function batches(servers: Record<Name, Server>, rounds: number): Promise<string> {
	const times: Record<Name, number[]> = { SQLite: [], PostgreSQL: [] };
	for (let round = 0; round < rounds; round++) {
		const body = JSON.stringify({ links: sampleLinks(LINKS, `round${String(round)}`) });
		for (const name of NAMES) times[name].push((await timedCall(servers[name], 'POST', '/v1/links/batch', body)).milliseconds);
	}
	return [
		`A batch of ${LINKS.toLocaleString('en-GB')} links: medians of ${String(rounds)} rounds`,
		table(['', 'ms', 'best ms'], NAMES.map((name) => [name, median(times[name]), Math.min(...times[name])])),
		ratios(times.PostgreSQL.map((time, round) => time / (times.SQLite[round] ?? NaN))),
	].join('\n');
}

async function deliveries(servers: Record<Name, Server>, seconds: number): Promise<string> {
	const rows: Array<Array<string | number>> = [];
	for (const name of NAMES) {
		await caughtUp(servers[name]);
		const { visited, arrivals } = await deliver(servers[name], seconds, RATE);
		rows.push([name, visited.perSecond, arrivals.perSecond, arrivals.p50, arrivals.p99, visited.p99]);
	}
	return [`${RATE.toLocaleString('en-GB')} clicks a second for ${String(seconds)} s, to one receiver in batches of up to 1,000, which wait at most 100 ms`, table(['', 'clicks a second', 'delivered a second', 'click to receipt p50 ms', 'p99 ms', 'redirect p99 ms'], rows)].join('\n');
}

const ratios = (values: number[]) => `PostgreSQL / SQLite, round by round: ${values.map((value) => value.toFixed(2)).join(', ')}; median ${median(values).toFixed(2)}`;
