import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { startBackend } from '../../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES } from '../../support/postgres.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { until } from '../webhooks/receiver.ts';
import { linkmill } from './command.ts';

describe('the command line', () => {
	const folder = temporaryFolder('commands');
	const here = () => ({ LINKMILL_DATA_DIR: join(folder.path, 'data') });
	afterEach(async () => {
		if (ON_POSTGRES) await dropDatabaseOf(here().LINKMILL_DATA_DIR);
	});

	it.each([
		[['nonsense'], 'There is no command nonsense.'],
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

	it('makes, lists and revokes a key with a server and without one, and the server accepts it until then', async () => {
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
			await until(async () => (await me()).status === 401);
		} finally {
			await server.stop();
		}
		expect((await linkmill(['keys', 'list'], here())).stdout).toMatch(new RegExp(`^${id} .* revoked 20`, 'm'));
		expect(await linkmill(['keys', 'revoke', 'key_00000000zzz'], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no key') as string });
	});
});
