import { table } from './numbers.ts';
import { KEY, startLinkmill } from './process.ts';

const LINKS = 10_000;

/** A script that creates a link for each recipient, one call after the other, with the limits that a server has when nobody sets any. */
export async function singleCreates(): Promise<string> {
	const linkmill = await startLinkmill();
	const [statuses, times] = [new Map<number, number>(), [] as number[]];
	const started = performance.now();
	try {
		for (let index = 0; index < LINKS; index++) {
			const sent = performance.now();
			const response = await fetch(`${linkmill.url}/v1/links`, {
				method: 'POST',
				headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
				body: JSON.stringify({ destination: `https://shop.example.com/recipients/${String(index)}`, tags: ['mailing'] }),
			});
			await response.arrayBuffer();
			times.push(performance.now() - sent);
			statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
		}
	} finally {
		await linkmill.stop();
	}
	const sorted = times.toSorted((a, b) => a - b);
	const seconds = (performance.now() - started) / 1000;
	return [
		'10,000 links, one POST /v1/links after the other over one connection',
		table(
			['seconds', 'a second', 'p50 ms', 'p99 ms', 'answered 200', '429', 'others'],
			[[seconds.toFixed(1), LINKS / seconds, sorted[LINKS / 2] ?? NaN, sorted[LINKS * 0.99] ?? NaN,
				String(statuses.get(200) ?? 0), String(statuses.get(429) ?? 0), String(LINKS - (statuses.get(200) ?? 0) - (statuses.get(429) ?? 0))]],
		),
	].join('\n');
}
