import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { linkmill } from './command.ts';

describe('the command line, of a data folder', () => {
	const folder = temporaryFolder('commands');
	const here = (name = 'data') => ({ LINKMILL_DATA_DIR: join(folder.path, name) });

	it('asks the server that has it, and says what to set where that one is not found', async () => {
		const server = await startBackend({ ...here(), LINKMILL_API_KEY: '' });
		const lost = await linkmill(['keys', 'list'], { ...here(), LINKMILL_PORT: '1' });
		expect(lost).toMatchObject({ status: 1, stdout: '' });
		expect(lost.stderr).toMatch(/does not answer at http:\/\/127\.0\.0\.1:1.*LINKMILL_PORT/);
		await server.stop();
	});

	it.each([
		[['backup'], 'Name one folder.'],
		[['restore', 'a', 'b'], 'Name one folder.'],
		[['backup', '--fast'], 'There is no option --fast.'],
	])('refuses %j with a sentence and the usage', async (args, sentence) => {
		const { status, stderr } = await linkmill(args, here());
		expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)]);
		expect(stderr).toMatch(/\nlinkmill /);
	});

	it('backs up, restores and checks', async () => {
		await linkmill(['keys', 'create', 'n8n'], here());
		const backup = join(folder.path, 'backup');
		expect(await linkmill(['backup', backup], here())).toMatchObject({ status: 0, stderr: expect.stringContaining('Backed up') as string });
		expect(await linkmill(['backup', backup], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('is not empty') as string });
		expect(await linkmill(['restore', backup], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('is not empty') as string });
		expect(await linkmill(['restore', backup], here('restored'))).toMatchObject({ status: 0, stderr: expect.stringContaining('All files are sound') as string });
		expect((await linkmill(['keys', 'list'], here('restored'))).stdout).toContain('n8n');
		expect(await linkmill(['check'], here('restored'))).toMatchObject({ status: 0, stderr: expect.stringContaining('The data folder is sound') as string });
	});

	it('compares the reports with the log where no server runs, also after a death, and says how they differ', async () => {
		const server = await startBackend(here());
		const api = client(server);
		await api.post('/v1/links', { destination: 'https://example.com/', slug: 'x', tags: ['a'] });
		for (let visit = 0; visit < 20; visit++) await api.visit('x', visit % 3 === 0 ? { 'user-agent': 'Googlebot/2.1' } : {});
		await api.post('/v1/conversions', { slug: 'x', event: 'sale', value: 3, currency: 'EUR' });
		expect((await api.get('/v1/links/slug:x/analytics')).data.total_clicks).toBe(13);
		expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringContaining(`were not compared with the log: process ${String(server.pid)} has the folder. Stop the server`) as string });
		await server.kill();
		expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringMatching(/The reports agree with the log, up to event 2\d\.\n$/) as string });

		const database = new DatabaseSync(join(folder.path, 'data', 'analytics.db'));
		database.exec('UPDATE link_totals SET total_clicks = total_clicks + 1');
		database.close();
		const differing = await linkmill(['check'], here());
		expect(differing).toMatchObject({ status: 1, stderr: expect.stringMatching(/The reports do not agree with the log; `linkmill rebuild-analytics` makes them anew\.\nlink_totals: /) as string });
		await linkmill(['rebuild-analytics'], here());
		expect(await linkmill(['check'], here())).toMatchObject({ status: 0, stderr: expect.stringContaining('The reports agree with the log') as string });
	});

	it('finds what is wrong with settings and data', async () => {
		expect(await linkmill(['check'], { ...here(), LINKMILL_PORT: 'eighty' })).toMatchObject({ status: 1, stderr: expect.stringContaining('LINKMILL_PORT') as string });
		expect((await linkmill(['check'], here())).stderr).toContain('does not exist yet');
		mkdirSync(join(folder.path, 'data'));
		expect((await linkmill(['check'], here())).stderr).toContain('holds no data yet');
		writeFileSync(join(folder.path, 'data', 'links.db'), 'no database '.repeat(1000));
		expect(await linkmill(['check'], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('links.db: ') as string });
	});

	it('refuses data of a newer version, as the server does', async () => {
		await linkmill(['keys', 'create', 'n8n'], here());
		const database = new DatabaseSync(join(folder.path, 'data', 'analytics.db'));
		database.exec('PRAGMA user_version = 99');
		database.close();
		const newer = /The analytics database has schema version 99, this version of linkmill knows \d+\. Start the newer version/;
		for (const args of [['check'], ['keys', 'list'], []]) {
			const { status, stderr } = await linkmill(args, { ...here(), LINKMILL_PORT: '0' });
			expect(status).toBe(1);
			expect(stderr).toMatch(newer);
		}
	});
});
