import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES } from '../../support/postgres.ts';
import { fillStorage } from '../../support/storage.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('quiet-log');
afterEach(async () => {
	if (ON_POSTGRES) await dropDatabaseOf(folder.path);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Position of the last event that there was. */
const HEAD = 499;

it('is at rest where all events are purged', async () => {
	await fillStorage(folder.path, async (contents) => {
		const marks = { head: HEAD, outboxCopied: 0, outboxHead: 0, lastId: 0, epochs: [{ epoch: 1, from: 1 }], enriched: HEAD, usesCompleteSince: 0 };
		await contents.begin();
		await contents.beginDay({ day: new Date().toISOString().slice(0, 10), first: HEAD + 1 }, marks);
		await contents.settle(marks);
		await contents.finish();
	});
	const server = await startBackend({ LINKMILL_DATA_DIR: folder.path });
	const metric = async (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(String((await client(server).get('/metrics')).data))?.[1]);
	await pause(2000);
	const from = await metric('process_cpu_seconds_total');
	await pause(2000);
	const used = (await metric('process_cpu_seconds_total')) - from;
	// A thread that looked again and again for what comes next would have taken nearly all of that time.
	expect(used).toBeLessThan(1);
	expect((await client(server).post('/v1/links', { slug: 'x', destination: 'https://example.com/' })).status).toBe(200);
	expect((await client(server).visit('x')).status).toBe(302);
	const { clicks } = (await client(server).get('/v1/clicks')).data;
	expect(clicks.map(({ id }: { id: string }) => Number(id.slice(-15)))).toEqual([HEAD + 2]);
	await server.stop();
}, 60_000);
