import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage } from '../storage.ts';
import { SqliteAnalytics } from './analytics.ts';
import { SqliteClickLog } from './click-log.ts';
import { Database, migrate, type Durability } from './database.ts';
import { SqliteDeliveries } from './deliveries.ts';
import { beginEpoch } from './epochs.ts';
import { SqliteEnrichmentWriter } from './enrichments.ts';
import { SqliteEventReader } from './event-reader.ts';
import { SqliteKeys } from './keys.ts';
import { SqliteLinkReader } from './link-reader.ts';
import { SqliteLinkWriter } from './link-writer.ts';
import { dataFiles, RESTORING } from './segments.ts';
import { SqliteWebhooks } from './webhooks.ts';

/** A data folder as a storage. Call {@link prepareDataFolder} once before, in the process that owns the folder. */
export function sqliteStorage(folder: string, durability: Durability): Storage {
	const files = dataFiles(folder);
	const reading = (path: string) => new Database(path, { access: 'read' });
	const writing = (path: string) => new Database(path, { access: 'write', durability });
	return {
		linkReader: () => new SqliteLinkReader(reading(files.links)),
		linkWriter: () => new SqliteLinkWriter(writing(files.links)),
		keyReader: () => new SqliteKeys(reading(files.links)),
		webhookReader: () => new SqliteWebhooks(reading(files.links)),
		clickLog: () => new SqliteClickLog(files.log, durability, reading(files.links)),
		eventReader: () => new SqliteEventReader(files.log, files.enriched),
		enrichmentWriter: () => new SqliteEnrichmentWriter(files, durability),
		analyticsReader: () => new SqliteAnalytics(reading(files.analytics)),
		analyticsWriter: () => new SqliteAnalytics(writing(files.analytics)),
		deliveryReader: () => new SqliteDeliveries(reading(files.deliveries)),
		deliveryWriter: () => new SqliteDeliveries(writing(files.deliveries)),
	};
}

/** Makes the folder, brings its databases to the newest schema and lets the log go on, in a new epoch. */
export function prepareDataFolder(folder: string, durability: Durability): void {
	const files = dataFiles(folder);
	if (existsSync(join(folder, RESTORING))) throw new Error(`A restore into ${folder} was interrupted. Run \`linkmill restore\` again.`);
	for (const path of [folder, files.log, files.enriched]) mkdirSync(path, { recursive: true, mode: 0o700 });
	for (const [path, schema] of [
		[files.links, 'links'],
		[files.analytics, 'analytics'],
		[files.deliveries, 'deliveries'],
		[files.firstClicks, 'first-clicks'],
	] as const) {
		const database = new Database(path, { access: 'write', durability });
		migrate(database, schema);
		database.close();
	}
	beginEpoch(files, durability);
}
