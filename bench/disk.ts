import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter } from '../backend/src/analytics/count.ts';
import { Enricher, enrichNext } from '../backend/src/clicks/enrich.ts';
import { prepareDataFolder, settleDataFolder, sqliteStorage } from '../backend/src/storage/sqlite/storage.ts';
import type { NewHit } from '../backend/src/storage/storage.ts';
import { table } from './numbers.ts';
import { fewOf, random } from './random.ts';
import { aLink } from './stored-links.ts';

const LINKS = 1000;
const DAY = 86_400_000;
const DAYS = 30;
const COMMIT = 1000;

const AGENTS = [
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
	'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
	'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
];

/** What a click takes on the disk, all files together, and what it costs to write, enrich and count it: without HTTP. */
export async function disk({ clicks = 1_000_000 }: { clicks?: number }): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-bench-'));
	try {
		prepareDataFolder(folder, 'process');
		const storage = sqliteStorage(folder, 'process');
		await storage.linkWriter().transaction((transaction) => transaction.insert(Array.from({ length: LINKS }, (_, index) => aLink(index + 1))));
		const start = Math.floor(Date.now() / DAY) * DAY;
		const log = storage.clickLog();
		const seconds = { append: 0, enrich: 0, count: 0 };
		const timed = async <T>(what: keyof typeof seconds, work: () => Promise<T>): Promise<T> => {
			const began = performance.now();
			const result = await work();
			seconds[what] += (performance.now() - began) / 1000;
			return result;
		};
		const [events, enrichments, writer] = [storage.eventReader(), storage.enrichmentWriter(), storage.analyticsWriter()];
		const counter = new Counter({ events, writer, links: storage.linkReader() });
		const enricher = new Enricher(new Set());
		for (let first = 0; first < clicks; first += COMMIT) {
			const hits = Array.from({ length: COMMIT }, (_, index) => aHit(start + Math.floor(((first + index) / clicks) * DAYS * DAY)));
			await timed('append', () => log.append(hits));
			if (first % (5 * COMMIT) !== 0) continue;
			await timed('enrich', async () => { while (await enrichNext(enricher, events, enrichments, 2000)); });
			await timed('count', async () => { while ((await counter.next(5000)) !== undefined); });
		}
		await timed('enrich', async () => { while (await enrichNext(enricher, events, enrichments, 2000)); });
		await timed('count', async () => { while ((await counter.next(5000)) !== undefined); });
		for (const open of [log, events, enrichments, writer]) open.close();
		settleDataFolder(folder, 'process');
		const bytes = (path: string, name: (file: string) => boolean) => readdirSync(join(folder, path)).filter(name).reduce((sum, file) => sum + statSync(join(folder, path, file)).size, 0) / clicks;
		const sizes = {
			'log, deleted after 90 days': bytes('log', () => true),
			'beside it: what is derived': bytes('enriched', (file) => !file.startsWith('first-clicks')),
			'first clicks, since the salt is new': bytes('enriched', (file) => file.startsWith('first-clicks')),
			'reports (analytics.db)': bytes('.', (file) => file.startsWith('analytics')),
		};
		const rows = Object.entries(sizes).map(([name, size]): [string, string] => [name, size.toFixed(0)]);
		return [
			`${clicks.toLocaleString('en-GB')} clicks on ${String(LINKS)} links in ${String(DAYS)} days`,
			table(['part of the data folder', 'bytes a click'], [...rows, ['all', Object.values(sizes).reduce((a, b) => a + b).toFixed(0)]]),
			table(['thousand a second', 'append', 'enrich', 'count'], [['', ...Object.values(seconds).map((of) => clicks / of / 1000)]]),
		].join('\n');
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function aHit(occurredAt: number): NewHit {
	const visitor = fewOf(3_000_000);
	return {
		occurredAt,
		linkId: fewOf(LINKS) + 1,
		linkVersion: 1,
		nonce: randomBytes(6).toString('hex'),
		visitorId: hash('sha256', String(visitor)).slice(0, 16),
		country: ['DE', 'AT', 'CH', 'FR', 'US', 'IT', 'NL'][fewOf(7)] ?? null,
		region: null,
		city: null,
		signal: null,
		userAgent: AGENTS[visitor % AGENTS.length] as string,
		referrer: random() < 0.5 ? '' : `https://www.site-${String(fewOf(300))}.example/articles/${String(fewOf(50))}`,
		language: 'de-DE,de;q=0.9,en;q=0.8',
		query: random() < 0.5 ? '' : `utm_source=newsletter-${String(fewOf(20))}&utm_medium=email&utm_campaign=spring-${String(fewOf(30))}`,
		variant: null,
		kind: null,
	};
}
