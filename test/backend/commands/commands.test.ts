import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import axios from 'axios';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { linkmill } from './command.ts';

describe('the command line', () => {
	const folder = temporaryFolder('commands');
	const here = (name = 'data') => ({ LINKMILL_DATA_DIR: join(folder.path, name) });

	it.each([
		[['nonsense'], 'There is no command nonsense.'],
		[['backup'], 'Name one folder.'],
		[['restore', 'a', 'b'], 'Name one folder.'],
		[['backup', '--fast'], 'There is no option --fast.'],
		[['keys'], 'Say what to do'],
		[['keys', 'create'], 'Name the key'],
		[['keys', 'create', 'n8n', '--scopes', 'read,everything'], 'There is no scope "everything"'],
		[['keys', 'create', 'n8n', '--until', 'now'], "Unknown option '--until'"],
		[['check', 'this'], 'check takes no arguments.'],
	])('refuses %j with a sentence, the usage and status 2, and touches nothing', async (args, sentence) => {
		const { status, stdout, stderr } = await linkmill(args, here());
		expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
		expect(stderr).toContain(sentence);
		expect(stderr).toMatch(/\nlinkmill /);
		expect(existsSync(join(folder.path, 'data', 'links.db'))).toBe(false);
	});

	it('explains itself', async () => {
		const { status, stdout } = await linkmill(['--help'], here());
		expect(status).toBe(0);
		for (const command of ['keys create', 'keys list', 'keys revoke', 'backup', 'restore', 'check']) expect(stdout).toContain(`linkmill ${command}`);
	});

	it('makes, lists and revokes a key without a server, and the server accepts it until then', async () => {
		const made = await linkmill(['keys', 'create', 'my n8n', '--scopes', 'read', '--expires', '2099-01-01'], here());
		expect(made.stderr).toMatch(/^Key key_\w+ "my n8n" \(read\)/);
		const secret = made.stdout.trim();
		expect(secret).toMatch(/^lmk_\S{43}$/);
		const id = /key_\w+/.exec(made.stderr)![0];
		const server = await startBackend({ ...here(), LINKMILL_API_KEY: '' });
		const me = () => axios.get(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${secret}` }, validateStatus: () => true });
		try {
			expect((await me()).data).toMatchObject({ name: 'my n8n', scopes: ['read'] });
			const asking = { ...here(), LINKMILL_PORT: new URL(server.url).port };
			const list = await linkmill(['keys', 'list'], asking);
			expect(list.stdout).toMatch(new RegExp(`^${id} +my n8n +read .* until 2099-01-01T00:00:00.000Z$`, 'm'));
			expect(list.stdout).not.toContain(secret);
			expect(await linkmill(['keys', 'revoke', id], asking)).toMatchObject({ status: 0, stderr: `Key ${id} is revoked.\n` });
			expect((await me()).status).toBe(401);
			const lost = await linkmill(['keys', 'list'], { ...here(), LINKMILL_PORT: '1' });
			expect(lost).toMatchObject({ status: 1, stdout: '' });
			expect(lost.stderr).toMatch(/does not answer at http:\/\/127\.0\.0\.1:1.*LINKMILL_PORT/);
		} finally {
			await server.stop();
		}
		expect((await linkmill(['keys', 'list'], here())).stdout).toMatch(new RegExp(`^${id} .* revoked 20`, 'm'));
		expect(await linkmill(['keys', 'revoke', 'key_00000000zzz'], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no key') as string });
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
