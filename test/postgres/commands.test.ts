import { join } from 'node:path';
import { linkmill } from '../backend/commands/command.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { client } from '../support/api.ts';
import { startBackend } from '../support/backend.ts';
import { dropDatabaseOf, onDatabase } from '../support/postgres.ts';

const folder = temporaryFolder('commands');
const here = () => ({ LINKMILL_DATA_DIR: folder.path });
afterEach(() => dropDatabaseOf(folder.path));

it('check compares the reports with the log where no server counts, also after a death, and says how they differ', async () => {
	expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringContaining('holds no data yet') as string });
	const server = await startBackend(here());
	const api = client(server);
	await api.post('/v1/links', { destination: 'https://example.com/', slug: 'x', tags: ['a'] });
	for (let visit = 0; visit < 20; visit++) await api.visit('x', visit % 3 === 0 ? { 'user-agent': 'Googlebot/2.1' } : {});
	await api.post('/v1/conversions', { slug: 'x', event: 'sale', value: 3, currency: 'EUR' });
	expect((await api.get('/v1/links/slug:x/analytics')).data.total_clicks).toBe(13);
	expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringContaining('were not compared with the log: a server counts. Stop all servers') as string });
	await server.stop();
	expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringMatching(/The reports agree with the log, up to event 2\d\.\n$/) as string });

	await onDatabase(folder.path, (database) => database.query('UPDATE link_totals SET total_clicks = total_clicks + 1'));
	expect(await linkmill(['check'], here())).toMatchObject({ status: 1, stderr: expect.stringMatching(/The reports do not agree with the log; `linkmill rebuild-analytics` makes them anew\.\nlink_totals: /) as string });
	await linkmill(['rebuild-analytics'], here());
	expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringContaining('The reports agree with the log') as string });
}, 60_000);

it('backup and restore say what does it instead', async () => {
	const to = join(folder.path, 'backup');
	expect(await linkmill(['backup', to], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('pg_dump') as string });
	expect(await linkmill(['restore', to], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('pg_restore') as string });
});

it('a database of a newer version is refused, as by the server, and left as it is', async () => {
	await linkmill(['keys', 'create', 'n8n'], here());
	await onDatabase(folder.path, (database) => database.query('UPDATE linkmill_schema SET version = 99'));
	const newer = /The database has schema version 99, this version of linkmill knows \d+\. Start the newer version/;
	for (const args of [['check'], ['keys', 'list'], []]) {
		const { status, stderr } = await linkmill(args, { ...here(), LINKMILL_PORT: '0' });
		expect([args, status, stderr]).toEqual([args, 1, expect.stringMatching(newer)]);
	}
	expect((await onDatabase(folder.path, (database) => database.query<{ version: number }>('SELECT version FROM linkmill_schema'))).rows).toEqual([{ version: 99 }]);
});
