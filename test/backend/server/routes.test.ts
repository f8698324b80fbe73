/** `GET /v1/server`: how a server is set up, and how it does. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerState } from '../../../contract/server.ts';
import { readSettings } from '../../../backend/src/config.ts';
import { presentSettings } from '../../../backend/src/server/settings.ts';
import { client } from '../../support/api.ts';
import { startBackend, TEST_KEY, type Backend } from '../../support/backend.ts';

describe('the state of a server', () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-test-'));
	let backend: Backend;
	beforeAll(async () => {
		backend = await startBackend({ LINKMILL_DATA_DIR: dataDir, LINKMILL_EVENT_RETENTION_DAYS: '30', LINKMILL_WEBHOOK_ALLOW: 'n8n:5678,10.1.0.0/16', LINKMILL_RATE_LIMIT: '0' });
	});
	afterAll(async () => {
		await backend.stop();
		await rm(dataDir, { recursive: true, force: true });
	});
	const state = async () => (await client(backend).get('/v1/server')).data as ServerState;

	it('says how it does, and what is kept', async () => {
		const before = await state();
		expect(before).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), base_url: backend.url, recording: true, unrecorded_clicks: 0 });
		expect(Date.parse(before.server_time)).toBeGreaterThanOrEqual(Date.parse(before.started_at));
		expect(Math.abs(Date.parse(before.server_time) - Date.now())).toBeLessThan(10_000);
		if (before.storage.kind === 'postgres') {
			expect(before.storage).toMatchObject({ bytes: expect.any(Number), bytes_free: null });
			return;
		}
		expect(before.storage.bytes_free).toBeGreaterThan(0);
		writeFileSync(join(dataDir, 'log', 'ballast'), Buffer.alloc(3_000_000));
		expect((await state()).storage.bytes).toBeGreaterThanOrEqual(before.storage.bytes + 3_000_000);
	});

	it('shows the settings that it runs with, and which of them somebody chose', async () => {
		const { settings } = await state();
		const of = (variable: string) => settings.find((setting) => setting.variable === variable);
		expect(of('LINKMILL_EVENT_RETENTION_DAYS')).toMatchObject({ value: '30', is_default: false });
		expect(of('LINKMILL_WEBHOOK_ALLOW')).toMatchObject({ value: 'n8n:5678,10.1.0.0/16', is_default: false });
		expect(of('LINKMILL_RATE_LIMIT')).toMatchObject({ value: '0', is_default: false });
		expect(of('LINKMILL_DURABILITY')).toMatchObject({ value: 'process', is_default: true, about: expect.stringContaining('death of the process') });
		expect(of('LINKMILL_BASE_URL')).toMatchObject({ value: '', is_default: true });
	});

	it('is for administrators', async () => {
		const { data: key } = await client(backend).post('/v1/keys', { name: 'n8n', scopes: ['read', 'write'] });
		expect(await client({ url: backend.url, key: key.secret as string }).get('/v1/server')).toMatchObject({ status: 403, data: { code: 'forbidden' } });
	});

	it('never tells a secret', async () => {
		expect(JSON.stringify(await state())).not.toContain(TEST_KEY);
		const environment = { LINKMILL_API_KEY: TEST_KEY, DATABASE_URL: 'postgres://mill:hunter2@db:5432/links?password=hunter2&sslpassword=hunter2' };
		const settings = presentSettings(readSettings(environment));
		expect(JSON.stringify(settings)).not.toContain('hunter2');
		expect(settings.find(({ variable }) => variable === 'DATABASE_URL')).toMatchObject({ value: 'postgres://mill:…@db:5432/links', is_default: false });
		expect(settings.find(({ variable }) => variable === 'LINKMILL_API_KEY')).toMatchObject({ value: null, is_default: false });
	});

	it('has every setting that is not set as its default', () => {
		expect(presentSettings(readSettings({})).filter(({ is_default: isDefault }) => !isDefault)).toEqual([]);
	});
});
