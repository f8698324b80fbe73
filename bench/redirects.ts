import { join } from 'node:path';
import { median, table } from './numbers.ts';
import { call, caughtUp, listening, PINNED, run, startLinkmill, type Server } from './process.ts';
import { visit, type Visited } from './visitors.ts';

/** Share of the servers' core that others may have in a round that counts as undisturbed. */
const QUIET = 0.1;

/** Links over which the visitors spread. */
export const SLUGS = Array.from({ length: 1000 }, (_, index) => `bench-${String(index)}`);

/** Makes those links. */
export async function createLinks(server: Server): Promise<void> {
	const links = SLUGS.map((slug, index) => ({ slug, destination: `https://example.com/products/${String(index)}?utm_source=bench` }));
	await call(server, 'POST', '/v1/links/batch', { links });
}

/** Redirects with every click committed before its answer, beside bare 302s of `node:http`; rounds take turns. */
export async function redirects({ seconds = 5, rounds = 4 }: { seconds?: number; rounds?: number }): Promise<string> {
	const bare = await listening(run(0, [join(import.meta.dirname, 'bare-server.ts')]));
	const linkmill = await startLinkmill();
	const results = { bare: [] as Visited[], linkmill: [] as Visited[] };
	try {
		await createLinks(linkmill);
		for (const server of [bare, linkmill]) await visit(server, { slugs: SLUGS, seconds: 2 });
		for (let round = 0; round < rounds; round++) {
			for (const [name, server] of Object.entries({ bare, linkmill })) {
				await caughtUp(linkmill);
				results[name as keyof typeof results].push(await visit(server, { slugs: SLUGS, seconds }));
			}
		}
	} finally {
		await bare.stop();
		await linkmill.stop();
	}
	const row = (name: keyof typeof results) => {
		const of = (key: keyof Visited) => median(results[name].map((result) => result[key]));
		return [name, of('perSecond'), of('cpu'), of('p50'), of('p99'), of('max'), of('clientBusy'), of('others'), results[name].reduce((sum, { others }) => sum + others, 0)];
	};
	const pairs = results.linkmill.map((linkmill, round) => ({ linkmill, bare: results.bare[round] as Visited }));
	const ratio = ({ linkmill, bare }: (typeof pairs)[number]) => linkmill.perSecond / bare.perSecond;
	const quiet = pairs.filter(({ linkmill, bare }) => Math.max(linkmill.others, bare.others) < QUIET);
	const cpu = pairs.map(({ linkmill, bare }) => bare.cpu / linkmill.cpu);
	const list = (values: number[]) => `${values.map((value) => value.toFixed(2)).join(', ')}; median ${median(values).toFixed(2)}`;
	return [
		`Redirects: medians of ${String(rounds)} rounds of ${String(seconds)} s, 64 connections, 1,000 links${PINNED ? ', servers on one core, load on another' : ''}`,
		table(['server', 'a second', 'CPU µs each', 'p50 ms', 'p99 ms', 'max ms', 'load busy', 'others busy', 'not 3xx'], [row('bare'), row('linkmill')]),
		`linkmill / bare, round by round: ${list(pairs.map(ratio))} (target 0.70 or more)`,
		`Of these, rounds in which nobody else used the servers' core: ${quiet.length > 0 ? list(quiet.map(ratio)) : 'none'}`,
		`The same by processor time of all threads, with the counting of clicks that otherwise waits for a free moment: ${list(cpu)}`,
	].join('\n');
}
