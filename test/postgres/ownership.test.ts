import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { startBackend } from '../support/backend.ts';
import { dropDatabaseOf } from '../support/postgres.ts';

const folder = temporaryFolder('ownership');
afterEach(() => dropDatabaseOf(folder.path));

it("a process's own folder has one owner: a second server on it refuses and names the first, whose clicks may wait there", async () => {
	const settings = { LINKMILL_DATA_DIR: folder.path };
	const server = await startBackend(settings);
	try {
		await expect(startBackend(settings)).rejects.toThrow(`in use by process ${String(server.pid)}`);
		expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	} finally {
		await server.kill();
	}
	const next = await startBackend(settings);
	expect(await next.stop()).toBe(0);
}, 60_000);
