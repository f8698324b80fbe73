import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import type { NewHit } from '../../../backend/src/storage/storage.ts';
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
 * appended to as the redirect path does, and started again.
 *
 * @param fill makes the links
 */
export async function openStageWithPast(fill: (stage: Pick<Stage, 'api'>) => Promise<unknown>, clicks: readonly PastClick[], settings: Record<string, string> = {}): Promise<Stage> {
	const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-past-'));
	const start = () => startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1', ...settings, LINKMILL_DATA_DIR: dataDir });
	const first = await start();
	await fill({ api: client(first) });
	await first.stop();
	await append(dataDir, clicks);
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

async function append(dataDir: string, clicks: readonly PastClick[]): Promise<void> {
	prepareDataFolder(dataDir, 'process');
	const storage = sqliteStorage(dataDir, 'process');
	const [links, log] = [storage.linkReader(), storage.clickLog()];
	try {
		const ids = new Map((await links.bySlugs([...new Set(clicks.map(({ slug }) => slug))])).map(({ id, slug, version }) => [slug, { id, version }]));
		const hits = clicks.toSorted((one, other) => one.at - other.at).map(({ slug, at, ...differs }): NewHit => {
			const link = ids.get(slug);
			if (!link) throw new Error(`There is no link ${slug}`);
			return {
				occurredAt: at, linkId: link.id, linkVersion: link.version, nonce: randomBytes(6).toString('hex'), visitorId: '00000000000000aa',
				country: 'DE', region: null, city: null, signal: null, userAgent: CHROME, referrer: '', language: 'de-DE,de;q=0.9', query: '', variant: null, kind: null,
				...differs,
			};
		});
		await log.append(hits);
	} finally {
		log.close();
		links.close();
	}
}
