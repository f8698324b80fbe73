import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import { tracked } from './conformance/subject.ts';
import { describeStorage } from './conformance.ts';

describeStorage('SQLite', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'linkmill-storage-'));
	const open = new Set<{ close(): void }>();
	return {
		start: async () => {
			prepareDataFolder(folder, 'process');
			return tracked(sqliteStorage(folder, 'process'), open);
		},
		dispose: async () => {
			for (const part of open) part.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
});
