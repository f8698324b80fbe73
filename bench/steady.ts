import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './numbers.ts';
import { caughtUp, readerLag, startLinkmill, type Server } from './process.ts';
import { createLinks, SLUGS } from './redirects.ts';
import { visit } from './visitors.ts';

const RATE = 10_000;
const MEGABYTE = 1_000_000;

/** Seconds after which memory is taken for what the server needs: the caches of its files are full. */
const WARM = 40;

/** A steady stream of visitors, the server wherever the system puts its threads: what they wait, how far the reader is behind, and what the server needs in memory and in the log's write-ahead file. */
export async function steady({ seconds = 60 }: { seconds?: number }): Promise<string> {
	const linkmill = await startLinkmill({}, [], 'any');
	try {
		await createLinks(linkmill);
		const seen = { wal: 0, warm: NaN };
		const lags: number[] = [];
		const watches = [
			setInterval(() => (seen.wal = Math.max(seen.wal, walBytes(linkmill))), 50),
			setInterval(() => void readerLag(linkmill).then((lag) => lags.push(lag)), 250),
		];
		const warm = setTimeout(() => (seen.warm = linkmill.memory()), Math.min(WARM, seconds * 0.6) * 1000);
		const result = await visit(linkmill, { slugs: SLUGS, seconds, rate: RATE }).finally(() => {
			watches.forEach(clearInterval);
			clearTimeout(warm);
		});
		const memory = linkmill.memory();
		const ended = performance.now();
		await caughtUp(linkmill);
		const lag = Math.max(...lags) / result.perSecond;
		return [
			`${String(seconds)} s of ${RATE.toLocaleString('en-GB')} visitors a second`,
			table(
				['visitors a second', 'p50 ms', 'p99 ms', 'p99.9 ms', 'max ms', 'CPU µs each', 'reader behind s', 'counted after s'],
				[[result.perSecond.toFixed(0), result.p50, result.p99, result.p999, result.max, result.cpu, lag, (performance.now() - ended) / 1000]],
			),
			table(['MB', 'memory warm', 'at the end', 'log\'s WAL at most'], [['', seen.warm / MEGABYTE, memory / MEGABYTE, seen.wal / MEGABYTE]]),
			'(targets: p99.9 under 10 ms, reader behind less than 2 s, memory flat, WAL under 64 MB)',
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
