import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../../../backend/src/storage/sqlite/database.ts';
import { dataFiles, segmentName, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('quiet-log');

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Leaves what there is once all events are purged: an empty segment, and nothing beside it. */
function purgeAll(): void {
	const { log, enriched } = dataFiles(folder.path);
	for (const { name } of segmentsIn(enriched)) rmSync(join(enriched, name));
	const newest = segmentsIn(log).at(-1)!;
	const database = new Database(join(log, newest.name), { access: 'write', durability: 'process' });
	database.exec('DELETE FROM events');
	database.close();
	renameSync(join(log, newest.name), join(log, segmentName(500, newest.day)));
}

it('is at rest where all events are purged', async () => {
	const settings = { LINKMILL_DATA_DIR: folder.path };
	const before = await startBackend(settings);
	await client(before).post('/v1/links', { destination: 'https://example.com/' });
	await before.stop();
	purgeAll();
	const after = await startBackend(settings);
	const seconds = async () => Number(/^process_cpu_seconds_total (\S+)$/m.exec(String((await client(after).get('/metrics')).data))?.[1]);
	await pause(2000);
	const from = await seconds();
	await pause(2000);
	const used = (await seconds()) - from;
	await after.stop();
	// A thread that looked again and again for what comes next would have taken nearly all of that time.
	expect(used).toBeLessThan(1);
}, 60_000);
