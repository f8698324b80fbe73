import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter } from '../../../backend/src/analytics/count.ts';
import { Enricher, enrichNext } from '../../../backend/src/clicks/enrich.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import type { NewHit, Storage } from '../../../backend/src/storage/storage.ts';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import type { Stage } from './stage.ts';

/** A click of days ago, as a test wants it; what is absent is that of a person in Germany with Chrome on Windows. */
export interface PastClick extends Partial<Omit<NewHit, 'linkId' | 'occurredAt'>> {
	slug: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** Milliseconds that a test should give {@link openStageWithPast}, and a browser after it: two starts, on a machine that is shared. */
export const STARTS_WITHIN = 90_000;

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * Starts a server whose log holds clicks of the past, which nobody can make over HTTP: it is filled with links, stopped, its log
 * appended to as the redirect path does, read as the server's reader does, and started again.
 *
 * @param fill makes the links
 * @param clicks where it is no array, in the order of their times
 */
export async function openStageWithPast(fill: (stage: Pick<Stage, 'api'>) => Promise<unknown>, clicks: Iterable<PastClick>, settings: Record<string, string> = {}): Promise<Stage> {
	const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-past-'));
	const start = () => startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1', ...settings, LINKMILL_DATA_DIR: dataDir });
	const first = await start();
	await fill({ api: client(first) });
	await first.stop();
	await append(dataDir, Array.isArray(clicks) ? (clicks as PastClick[]).toSorted((one, other) => one.at - other.at) : clicks);
	const backend = await start();
	return {
		backend,
		api: client(backend),
		async stop() {
			await backend.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

/** Clicks that are written at once. */
const CHUNK = 10_000;

async function append(dataDir: string, clicks: Iterable<PastClick>): Promise<void> {
	prepareDataFolder(dataDir, 'process');
	const storage = sqliteStorage(dataDir, 'process');
	const [links, log] = [storage.linkReader(), storage.clickLog()];
	const known = new Map<string, { id: number; version: number }>();
	const write = async (chunk: readonly PastClick[]) => {
		const unknown = new Set(chunk.flatMap(({ slug }) => (known.has(slug) ? [] : [slug])));
		for (const { id, slug, version } of await links.bySlugs([...unknown])) known.set(slug, { id, version });
		await log.append(chunk.map((click) => hitOf(click, known.get(click.slug))));
	};
	try {
		let chunk: PastClick[] = [];
		for (const click of clicks) {
			if (chunk.push(click) < CHUNK) continue;
			await write(chunk);
			chunk = [];
		}
		await write(chunk);
	} finally {
		log.close();
		links.close();
	}
	await count(storage); 
}

/** Events that are enriched and counted at once: far more than by a server, which has visitors to think of, and a million of them in half the time. */
const [ENRICHED, COUNTED] = [20_000, 100_000];

async function count(storage: Storage): Promise<void> {
	const [events, links, enrichments, writer] = [storage.eventReader(), storage.linkReader(), storage.enrichmentWriter(), storage.analyticsWriter()];
	const [enricher, counter] = [new Enricher(new Set()), new Counter({ events, writer, links })];
	try {
		while (await enrichNext(enricher, events, enrichments, ENRICHED));
		while ((await counter.next(COUNTED)) !== undefined);
	} finally {
		for (const open of [events, links, enrichments, writer]) open.close();
	}
}

function hitOf({ slug, at, ...differs }: PastClick, link: { id: number; version: number } | undefined): NewHit {
	if (!link) throw new Error(`There is no link ${slug}`);
	return {
		occurredAt: at, linkId: link.id, linkVersion: link.version, nonce: randomBytes(6).toString('hex'), visitorId: '00000000000000aa',
		country: 'DE', region: null, city: null, signal: null, userAgent: CHROME, referrer: '', language: 'de-DE,de;q=0.9', query: '', variant: null, kind: null,
		...differs,
	};
}
