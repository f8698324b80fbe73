import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage } from '../storage.ts';
import { allShares, silence } from './alone.ts';
import { recountOldDays } from './analytics/recount.ts';
import { SqliteAnalyticsWriter } from './analytics/writer.ts';
import { SqliteAnalytics } from './analytics/reader.ts';
import { SqliteAnswers } from './answers.ts';
import { SqliteChanges } from './changes.ts';
import { SqliteClickFinder } from './click-finder.ts';
import { SqliteClickLog } from './click-log.ts';
import { SqliteClickReader } from './click-reader.ts';
import { SqliteConversions } from './conversions.ts';
import { Database, migrate, type Durability } from './database.ts';
import { SqliteDeliveries } from './deliveries.ts';
import { beginEpoch } from './epochs.ts';
import { SqliteEnrichmentWriter } from './enrichments.ts';
import { SqliteEventReader } from './event-reader.ts';
import { SqliteKeys } from './keys.ts';
import { SqliteLinkFeed } from './link-feed.ts';
import { SqliteLinkReader } from './link-reader.ts';
import { SqliteLinkWriter } from './link-writer.ts';
import { listsDatabase, SqliteLists } from './lists/lists.ts';
import { SqliteMilestones } from './milestones.ts';
import { prepareIndex, SqliteIndexWriter } from './search-index.ts';
import { SqliteLogPurger } from './purge.ts';
import { dataFiles, RESTORING, segmentsIn } from './segments.ts';
import { SqliteSessions } from './sessions.ts';
import { FolderUsage } from './usage.ts';
import { SqliteWebhooks } from './webhooks.ts';

/** A data folder as a storage. Call {@link prepareDataFolder} once before, in the process that owns the folder. */
export function sqliteStorage(folder: string, durability: Durability): Storage {
	const files = dataFiles(folder);
	const reading = (path: string) => new Database(path, { access: 'read' });
	const writing = (path: string) => new Database(path, { access: 'write', durability });
	const lists = () => new SqliteLists(listsDatabase(files));
	const linkReader = () => new SqliteLinkReader(reading(files.links), lists);
	return {
		linkReader,
		visitorsLinks: linkReader,
		linkWriter: () => new SqliteLinkWriter(writing(files.links), lists),
		linkFeed: () => new SqliteLinkFeed(reading(files.links)),
		indexWriter: () => new SqliteIndexWriter(writing(files.search)),
		changeReader: () => new SqliteChanges(reading(files.links)),
		conversionReader: () => new SqliteConversions(reading(files.links)),
		keyReader: () => new SqliteKeys(reading(files.links)),
		sessionReader: () => new SqliteSessions(reading(files.links)),
		answerReader: () => new SqliteAnswers(reading(files.links)),
		webhookReader: () => new SqliteWebhooks(reading(files.links)),
		clickLog: () => new SqliteClickLog(files.log, durability, reading(files.links)),
		eventReader: () => new SqliteEventReader(files.log, files.enriched),
		clickFinder: () => new SqliteClickFinder(files.log, new SqliteEventReader(files.log, files.enriched)),
		clickReader: () => new SqliteClickReader(files.log, files.enriched),
		enrichmentWriter: () => new SqliteEnrichmentWriter(files, durability),
		logPurger: () => new SqliteLogPurger(files, durability),
		analyticsReader: () => new SqliteAnalytics(reading(files.analytics)),
		analyticsWriter: () => new SqliteAnalyticsWriter(writing(files.analytics)),
		deliveryReader: () => new SqliteDeliveries(reading(files.deliveries)),
		deliveryWriter: () => new SqliteDeliveries(writing(files.deliveries)),
		milestoneCounts: () => new SqliteMilestones(writing(files.deliveries)),
		usageReader: () => new FolderUsage(folder),
		shares: (_task, count) => allShares(count),
		signals: () => silence,
		secrets: () => null,
		buckets: () => null,
	};
}

/** Makes the folder, brings its databases to the newest schema and lets the log go on, in a new epoch. */
export function prepareDataFolder(folder: string, durability: Durability): void {
	const files = dataFiles(folder);
	if (existsSync(join(folder, RESTORING))) throw new Error(`A restore into ${folder} was interrupted. Run \`linkmill restore\` again.`);
	for (const path of [folder, files.log, files.enriched]) mkdirSync(path, { recursive: true, mode: 0o700 });
	for (const [path, schema] of databases(files)) {
		const database = new Database(path, { access: 'write', durability });
		migrate(database, schema);
		if (schema === 'analytics') recountOldDays(database);
		database.close();
	}
	// Before the outbox goes on where the log says: afterwards nobody could tell whether the index is ahead.
	prepareIndex(files.search, files.links, durability);
	beginEpoch(files, durability);
}

/** Moves what is left in write-ahead files to its place, once no thread uses the folder any more: its `.db` files are whole then. */
export function settleDataFolder(folder: string, durability: Durability): void {
	const files = dataFiles(folder);
	const newest = [files.log, files.enriched].flatMap((path) => segmentsIn(path).slice(-1).map(({ name }) => join(path, name)));
	// SQLite does it when the last connection to a file is closed.
	for (const path of [...databases(files).map(([path]) => path), files.search, ...newest]) new Database(path, { access: 'write', durability }).close();
}

function databases(files: ReturnType<typeof dataFiles>) {
	return [
		[files.links, 'links'],
		[files.analytics, 'analytics'],
		[files.deliveries, 'deliveries'],
		[files.firstClicks, 'first-clicks'],
	] as const;
}
