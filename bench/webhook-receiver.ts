/** A receiver of batches: prints its address; a GET tells what came so far, as {@link Arrivals}. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { BatchBody } from '../contract/webhook.ts';

/** What came. Milliseconds from the click to the last byte of its batch. */
export interface Arrivals {
	calls: number;
	events: number;
	/** From the first event to the last. */
	perSecond: number;
	p50: number;
	p99: number;
	max: number;
	/** Events whose id is not higher than that of the one before. */
	outOfOrder: number;
}

const took: number[] = [];
let [calls, outOfOrder, last, begun, ended] = [0, 0, '', 0, 0];

const server = createServer((request, response) => {
	if (request.method === 'GET') response.end(JSON.stringify(arrivals()));
	else void take(request).then(() => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`));

async function take(request: NodeJS.ReadableStream): Promise<void> {
	const body = await buffer(request);
	const now = Date.now();
	calls++;
	begun ||= now;
	ended = now;
	for (const { id, occurred_at } of (JSON.parse(body.toString()) as BatchBody).events) {
		took.push(now - Date.parse(occurred_at));
		if (id <= last) outOfOrder++;
		last = id;
	}
}

function arrivals(): Arrivals {
	const sorted = Float64Array.from(took).sort();
	const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
	return { calls, events: took.length, perSecond: took.length / Math.max((ended - begun) / 1000, 0.001), p50: at(0.5), p99: at(0.99), max: at(1), outOfOrder };
}
