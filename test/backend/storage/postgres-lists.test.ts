/** Lists over PostgreSQL, in each way that it finds them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../backend/src/storage/postgres/database.ts';
import { PostgresLists } from '../../../backend/src/storage/postgres/lists/lists.ts';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { describeLists } from './conformance/lists.ts';
import { tracked } from './conformance/subject.ts';

/** A database for each takes its time. */
const RUNS = 6;

/** Up to how many links are gathered and sorted. */
const WAYS: Record<string, number | undefined> = { 'as it would': undefined, 'asking every link': 0 };

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
		return { storage: tracked(postgresStorage(settings), open), lists: new PostgresLists(database, gathered) };
	}, RUNS);
}
