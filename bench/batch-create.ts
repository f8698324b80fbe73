import { join } from 'node:path';
import { median, table } from './numbers.ts';
import { call, run, startLinkmill, timedCall } from './process.ts';
import { sampleLinks } from './sample-links.ts';

/** Links in one call: what the contract allows. */
const LINKS = 10_000;

/** `POST /v1/links/batch` of 10,000 links, from the request's first byte to the answer's last, beside SQLite inserting the same rows. */
export async function batchCreate({ rounds = 7 }: { rounds?: number }): Promise<string> {
	// On all cores: what follows a batch (events, the index of texts) is not what its caller waits for.
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' }, [], 'any');
	const [times, raw, costs] = [[] as number[], [] as number[], [] as number[]];
	try {
		for (const series of ['warm', 'warmer']) await call(linkmill, 'POST', '/v1/links/batch', { links: sampleLinks(LINKS, series) });
		for (let round = 0; round < rounds; round++) {
			raw.push(median(await rawInsert()));
			const body = JSON.stringify({ links: sampleLinks(LINKS, `round${String(round)}`) });
			const before = linkmill.cpu();
			const { answer, milliseconds } = await timedCall(linkmill, 'POST', '/v1/links/batch', body);
			times.push(milliseconds);
			costs.push(linkmill.cpu() - before);
			const { summary } = answer as { summary: { created: number } };
			if (summary.created !== LINKS) throw new Error(`Only ${String(summary.created)} links were created.`);
		}
	} finally {
		await linkmill.stop();
	}
	const ratios = times.map((time, round) => time / (raw[round] ?? NaN));
	return [
		`10,000 links: medians of ${String(rounds)} rounds, taking turns`,
		table(['', 'ms', 'best ms'], [['rows into SQLite, same schema, one transaction', median(raw), Math.min(...raw)], ['POST /v1/links/batch', median(times), Math.min(...times)]]),
		`batch / raw, round by round: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}; median ${median(ratios).toFixed(2)}, best over best ${(Math.min(...times) / Math.min(...raw)).toFixed(2)} (target 2.5 or less)`,
		`Processor time of the server, events and all: ${median(costs).toFixed(0)} ms`,
	].join('\n');
}

/** Three rounds in a fresh process, the first of them warming it up. */
async function rawInsert(): Promise<number[]> {
	const child = run('any', [join(import.meta.dirname, 'raw-insert.ts'), String(LINKS), '3']);
	let said = '';
	child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	await new Promise((resolve) => child.once('close', resolve));
	return (JSON.parse(said) as number[]).slice(1);
}
