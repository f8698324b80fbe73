import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './numbers.ts';
import { caughtUp, startLinkmill, type Server } from './process.ts';
import { createLinks, SLUGS } from './redirects.ts';
import { visit } from './visitors.ts';

const RATE = 10_000;
const MEGABYTE = 1_000_000;

/** How large the log's write-ahead file gets under a steady stream, and how long the reader needs to catch up. */
export async function wal({ seconds = 60 }: { seconds?: number }): Promise<string> {
	const linkmill = await startLinkmill();
	try {
		await createLinks(linkmill);
		let largest = 0;
		const watch = setInterval(() => (largest = Math.max(largest, walBytes(linkmill))), 50);
		const result = await visit(linkmill, { slugs: SLUGS, seconds, rate: RATE }).finally(() => { clearInterval(watch); });
		const ended = performance.now();
		await caughtUp(linkmill);
		return [
			`The write-ahead file of the log during ${String(seconds)} s at ${RATE.toLocaleString('en-GB')} clicks a second (must stay under 64 MB)`,
			table(
				['clicks a second', 'largest MB', 'afterwards MB', 'p50 ms', 'p99 ms', 'max ms', 'counted after s'],
				[[result.perSecond.toFixed(0), largest / MEGABYTE, walBytes(linkmill) / MEGABYTE, result.p50, result.p99, result.max, (performance.now() - ended) / 1000]],
			),
		].join('\n');
	} finally {
		await linkmill.stop();
	}
}

function walBytes({ dataDir }: Server): number {
	const log = join(dataDir, 'log');
	const sizes = readdirSync(log).map((name) => (name.endsWith('-wal') ? (statSync(join(log, name), { throwIfNoEntry: false })?.size ?? 0) : 0));
	return Math.max(0, ...sizes);
}
