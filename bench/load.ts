/**
 * A load of visitors, in a process of its own: `load.ts <url> <slugs> <connections> <seconds> <a second, 0 = as many as possible>`
 * prints a {@link LoadResult}. Raw sockets, because an HTTP client costs more than the server that it should tire out.
 */
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** What came of it. Milliseconds. */
export interface LoadResult {
	perSecond: number;
	answers: number;
	/** Answers that were no redirects. */
	others: number;
	p50: number;
	p99: number;
	p999: number;
	max: number;
	/** Share of its time that this process was busy: near 1, it is what is measured. */
	clientBusy: number;
}

/** What a browser sends. */
const HEADERS = [
	'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
	'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
	'Accept-Language: de-DE,de;q=0.9,en;q=0.8',
	'Accept-Encoding: gzip, deflate, br, zstd',
	'Referer: https://news.example.com/articles/today',
	'Upgrade-Insecure-Requests: 1',
	'Sec-Fetch-Dest: document',
	'Sec-Fetch-Mode: navigate',
	'Sec-Fetch-Site: cross-site',
	'Connection: keep-alive',
];

/** Width of a bucket of the histogram, in milliseconds, and their number: up to ten seconds. */
const BUCKET = 0.02;
const buckets = new Uint32Array(500_000);

const [url = '', slugs = '', connections = '64', seconds = '5', rate = '0'] = process.argv.slice(2);
const target = new URL(url);
const requests = slugs.split(',').map((slug) => Buffer.from(`GET /${slug} HTTP/1.1\r\nHost: ${target.host}\r\n${HEADERS.join('\r\n')}\r\n\r\n`));
const end = performance.now() + Number(seconds) * 1000;
/** When the next request may leave, with a given rate. */
let [answers, others, next, allowed] = [0, 0, 0, rate === '0' ? Infinity : 0];

function visitor(): Promise<void> {
	return new Promise((resolve, reject) => {
		let sent = 0;
		const socket: Socket = connect(Number(target.port), target.hostname);
		const ask = () => {
			if (performance.now() >= end) return socket.end(resolve);
			if (allowed < 1) return void setTimeout(ask, 1);
			allowed--;
			sent = performance.now();
			return socket.write(requests[(next = (next + 7919) % requests.length)] as Buffer);
		};
		socket.setNoDelay(true).once('connect', ask).once('error', reject);
		socket.on('data', (chunk) => {
			// Answers have no body: one that is complete ends with an empty line.
			if (chunk.length < 4 || chunk[chunk.length - 4] !== 13 || chunk[chunk.length - 1] !== 10) return;
			const bucket = Math.min(Math.floor((performance.now() - sent) / BUCKET), buckets.length - 1);
			buckets[bucket] = (buckets[bucket] ?? 0) + 1;
			answers++;
			// "HTTP/1.1 3…"
			if (chunk[9] !== 51) others++;
			ask();
		});
	});
}

function percentile(share: number): number {
	let left = answers * share;
	return (buckets.findIndex((count) => (left -= count) <= 0) + 1) * BUCKET;
}

const before = performance.eventLoopUtilization();
const started = performance.now();
if (rate !== '0') setInterval(() => (allowed = Math.min(((performance.now() - started) / 1000) * Number(rate) - answers, Number(rate) / 20)), 1).unref();
await Promise.all(Array.from({ length: Number(connections) }, visitor));
const result: LoadResult = {
	perSecond: answers / ((performance.now() - started) / 1000),
	answers,
	others,
	p50: percentile(0.5),
	p99: percentile(0.99),
	p999: percentile(0.999),
	max: (buckets.findLastIndex((count) => count > 0) + 1) * BUCKET,
	clientBusy: performance.eventLoopUtilization(before).utilization,
};
process.stdout.write(JSON.stringify(result));
