/** Lists over PostgreSQL, in each way that it finds them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../backend/src/storage/postgres/database.ts';
import { PostgresLists } from '../../../backend/src/storage/postgres/lists/lists.ts';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import type { AnalyticsWriter, Fold, ImportedClicks } from '../../../backend/src/storage/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { describeLists } from './conformance/lists.ts';
import { tracked } from './conformance/subject.ts';

/** A database for each takes its time. */
const RUNS = 6;

/** Up to how many links are gathered and sorted. */
const WAYS: Record<string, number | undefined> = { 'as it would': undefined, 'asking every link': 0 };

const LINK_TOTALS = 'CREATE TABLE IF NOT EXISTS link_totals (link_id bigint PRIMARY KEY, total_clicks bigint NOT NULL, imported_clicks bigint NOT NULL, last_clicked_at bigint)';
const COUNT = `INSERT INTO link_totals (link_id, total_clicks, imported_clicks, last_clicked_at) VALUES ($1, $2, $3, $4)
	ON CONFLICT (link_id) DO UPDATE SET total_clicks = link_totals.total_clicks + excluded.total_clicks,
		imported_clicks = link_totals.imported_clicks + excluded.imported_clicks, last_clicked_at = greatest(link_totals.last_clicked_at, excluded.last_clicked_at)`;

/** Totals alone, which are all that lists look at. */
class TotalsWriter implements Pick<AnalyticsWriter, 'fold'> {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async fold(folds: readonly Fold[], _cursor: number, imported: readonly ImportedClicks[] = []): Promise<void> {
		for (const { linkId, occurredAt } of folds) await this.#database.run(COUNT, linkId, 1, 0, occurredAt);
		for (const { linkId, clicks } of imported) await this.#database.run(COUNT, linkId, clicks, clicks, null);
	}
}

let dataDir: string;
let name: string | undefined;
let database: Database | undefined;
const open = new Set<{ close(): void }>();

async function dispose(): Promise<void> {
	for (const part of open) part.close();
	open.clear();
	await database?.close();
	database = undefined;
	if (name !== undefined) await dropDatabaseOf(name);
	name = undefined;
}

beforeAll(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'linkmill-lists-'));
});
afterEach(dispose);
afterAll(() => rm(dataDir, { recursive: true, force: true }));

for (const [way, gathered] of Object.entries(WAYS)) {
	describeLists(`links found ${way}`, async () => {
		await dispose();
		name = randomUUID();
		const settings = { kind: 'postgres', url: await databaseFor(name), dataDir, spoolBytes: 0 } as const;
		await preparePostgres(settings);
		database = new Database(settings.url, { connections: 2 });
		const storage = { ...tracked(postgresStorage(settings), open), analyticsWriter: () => new TotalsWriter(database as Database) as unknown as AnalyticsWriter };
		await database.run(LINK_TOTALS);
		return { storage, lists: new PostgresLists(database, gathered) };
	}, RUNS);
}
