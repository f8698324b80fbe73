import { median, table } from './numbers.ts';
import { call, startLinkmill } from './process.ts';
import { createLinks, SLUGS } from './redirects.ts';
import { sampleLinks } from './sample-links.ts';
import { visit } from './visitors.ts';

const CALLS = 5;
const LINKS = 10_000;
const RATE = 5000;

/** What visitors notice of 50,000 links that are made in five calls, one after the other: the same load without them, and with them. */
export async function batchesBesideVisitors({ rounds = 3, seconds = 8 }: { rounds?: number; seconds?: number }): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' });
	const [alone, beside, writing] = [[] as number[], [] as number[], [] as number[]];
	try {
		await createLinks(linkmill);
		await call(linkmill, 'POST', '/v1/links/batch', { links: sampleLinks(LINKS, 'warm') });
		for (let round = 0; round < rounds; round++) {
			const bodies = Array.from({ length: CALLS }, (_, index) => JSON.stringify({ links: sampleLinks(LINKS, `r${String(round)}-${String(index)}`) }));
			alone.push((await visit(linkmill, { slugs: SLUGS, seconds, rate: RATE })).p99);
			const visiting = visit(linkmill, { slugs: SLUGS, seconds, rate: RATE });
			await new Promise((resolve) => setTimeout(resolve, 1000));
			const started = performance.now();
			for (const body of bodies) await call(linkmill, 'POST', '/v1/links/batch', body);
			writing.push(performance.now() - started);
			beside.push((await visiting).p99);
		}
	} finally {
		await linkmill.stop();
	}
	return [
		`50,000 links in five calls beside ${RATE.toLocaleString('en-GB')} clicks a second: medians of ${String(rounds)} rounds, taking turns`,
		table(['', 'p99 ms of a redirect', 'worst round'], [['visitors alone', median(alone), Math.max(...alone)], ['beside the five calls (target below 25)', median(beside), Math.max(...beside)]]),
		`The five calls took ${median(writing).toFixed(0)} ms.`,
	].join('\n');
}
