/** Lists over SQLite, in each way that it finds them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listsDatabase, SqliteLists } from '../../../backend/src/storage/sqlite/lists/lists.ts';
import { PLAN_LIMITS, type PlanLimits } from '../../../backend/src/storage/sqlite/lists/plan.ts';
import { dataFiles } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import { describeLists } from './conformance/lists.ts';
import { tracked } from './conformance/subject.ts';

const all = (limit: number) => ({ gather: limit, set: limit });

/** Each way of finding links, whatever their number. */
const WAYS: Record<string, PlanLimits> = {
	'as it would': PLAN_LIMITS,
	'asking every link': { exact: all(0), candidates: all(0), costly: all(0) },
	'by sets': { exact: { gather: 0, set: 1000 }, candidates: { gather: 0, set: 1000 }, costly: { gather: 0, set: 1000 } },
};

let folder: string;
const open = new Set<{ close(): void }>();

async function dispose(): Promise<void> {
	for (const part of open) part.close();
	open.clear();
	await rm(folder, { recursive: true, force: true });
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'linkmill-lists-'));
});
afterEach(dispose);

for (const [way, limits] of Object.entries(WAYS)) {
	describeLists(`links found ${way}`, async () => {
		await dispose();
		prepareDataFolder(folder, 'process');
		const storage = tracked(sqliteStorage(folder, 'process'), open);
		const lists = new SqliteLists(listsDatabase(dataFiles(folder)), limits);
		open.add(lists);
		return { storage, lists };
	});
}
