import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { tracked } from './conformance/subject.ts';
import { describeStorage } from './conformance.ts';

describeStorage('PostgreSQL', async () => {
	const name = randomUUID();
	const dataDir = await mkdtemp(join(tmpdir(), 'linkmill-storage-'));
	const settings = { kind: 'postgres', url: await databaseFor(name), dataDir, spoolBytes: 1_000_000 } as const;
	const open = new Set<{ close(): void }>();
	return {
		start: async () => {
			await preparePostgres(settings);
			return tracked(postgresStorage(settings), open);
		},
		dispose: async () => {
			for (const part of open) part.close();
			await dropDatabaseOf(name);
			await rm(dataDir, { recursive: true, force: true });
		},
	};
});
