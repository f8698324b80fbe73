import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { linkmill } from '../backend/commands/command.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { startBackend } from '../support/backend.ts';

describe('a data folder', () => {
	const folder = temporaryFolder('ownership');

	it('has one owner: a second server refuses and names the first, a restore too', async () => {
		const settings = { LINKMILL_DATA_DIR: folder.path };
		const server = await startBackend(settings);
		try {
			await expect(startBackend(settings)).rejects.toThrow(`in use by process ${String(server.pid)}`);
			const backup = join(folder.path, 'backup');
			await linkmill(['backup', backup], settings);
			const restore = await linkmill(['restore', backup], settings);
			expect(restore).toMatchObject({ status: 1, stderr: expect.stringContaining(`in use by process ${String(server.pid)}`) as string });
			expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
		} finally {
			await server.kill();
		}
		const next = await startBackend(settings);
		expect(await next.stop()).toBe(0);
	}, 60_000);

	it.each(['links.db', 'log'])('with %s of a newer version is refused, and left as it is', async (name) => {
		const settings = { LINKMILL_DATA_DIR: folder.path };
		await (await startBackend(settings)).stop();
		const path = name === 'log' ? join(folder.path, 'log', readdirSync(join(folder.path, 'log')).find((file) => file.endsWith('.db'))!) : join(folder.path, name);
		const database = new DatabaseSync(path);
		database.exec('PRAGMA user_version = 77');
		await expect(startBackend(settings)).rejects.toThrow(/has schema version 77, this version of linkmill knows \d+\. Start the newer version/);
		expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 77 });
		database.close();
	}, 60_000);
});
