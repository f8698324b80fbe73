import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { client, type Client } from '../../support/api.ts';
import { startBackend, TEST_KEY, type Backend } from '../../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES } from '../../support/postgres.ts';
import { linkmill } from '../commands/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkmill-export-'));
let servers: [Backend, Backend];
let source: Client;
let target: Client;
beforeAll(async () => {
	servers = await Promise.all([startBackend(), startBackend()]);
	[source, target] = [client(servers[0]), client(servers[1])];
});
afterAll(async () => {
	await Promise.all(servers.map((server) => server.stop()));
	rmSync(folder, { recursive: true });
});

const empty = async (api: Client) => {
	const { status } = await api.delete('/v1/links', {}, { all: true });
	expect(status).toBe(200);
};
/** As text: an HTTP client takes a single line for JSON. */
const exported = async ({ url, key }: Pick<Backend, 'url' | 'key'>, query = '') =>
	(await fetch(`${url}/v1/links/export?${query}`, { headers: { authorization: `Bearer ${key}` } })).text();

const text = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((one) => one.trim() !== '' && one.isWellFormed());
const time = fc.date({ min: new Date('2030-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
const url = fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['https'] });
const link = fc.record(
	{
		destination: url,
		title: text(30),
		tags: fc.array(text(10), { maxLength: 4 }),
		campaign: text(10),
		metadata: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
		enabled: fc.boolean(),
		expires_at: time,
		fallback_url: url,
		redirect_type: fc.constantFrom(301, 302, 307, 308),
		utm: fc.record({ source: text(10), term: text(10) }, { requiredKeys: [] }),
		max_clicks: fc.integer({ min: 1, max: 1e9 }),
		forward_query: fc.boolean(),
		forward_query_overrides: fc.boolean(),
		append_click_id: fc.boolean(),
		variants: fc.uniqueArray(fc.record({ destination: url, weight: fc.integer({ min: 1, max: 9 }), name: text(10) }), { maxLength: 3, selector: (one) => one.name.trim() }),
	},
	{ requiredKeys: ['destination'] },
);

test.each(['ndjson', 'csv'])('the import of an export is the identity (%s)', async (format) => {
	await fc.assert(
		fc.asyncProperty(fc.array(link, { minLength: 1, maxLength: 20 }), async (links) => {
			await Promise.all([empty(source), empty(target)]);
			const { data: made } = await source.post('/v1/links/batch', { links: links.map((one, index) => ({ ...one, external_id: `E-${String(index)}` })) });
			expect(made.errors).toEqual([]);
			const before = await exported(servers[0], `format=${format}`);
			const { data: answer } = await target.post(`/v1/links/import?dry_run=false`, before, { 'content-type': format === 'csv' ? 'text/csv' : 'application/x-ndjson' });
			expect(answer).toMatchObject({ format: 'linkmill', read: links.length, created: links.length, skipped: 0, errors: [], warnings: [] });
			expect(await exported(servers[1], `format=${format}`)).toBe(before);
			// Into where it came from: nothing changes.
			expect((await source.post('/v1/links/import', { data: before })).data).toMatchObject({ created: 0, existing: links.length, skipped: 0, change_id: null });
		}),
		{ numRuns: 25 },
	);
}, 120_000);

test('clicks come along as a count to start from, passwords as hashes that only an admin gets', async () => {
	await Promise.all([empty(source), empty(target)]);
	await source.post('/v1/links', { destination: 'https://shop.example/', slug: 'counted', max_clicks: 3 });
	await source.post('/v1/links', { destination: 'https://shop.example/', slug: 'locked', password: 'open sesame' });
	await source.visit('counted');
	await source.visit('counted');
	const { data: moved } = await target.post('/v1/links/import', { data: await exported(servers[0]) });
	expect(moved).toMatchObject({ created: 2, imported_clicks: 2 });
	expect((await target.get('/v1/links/slug:counted')).data).toMatchObject({ imported_clicks: 2, total_clicks: 2, status: 'active' });
	expect([(await target.visit('counted')).status, (await target.visit('counted')).status]).toEqual([302, 410]);
	const form = new URLSearchParams({ password: 'open sesame' });
	const unlocked = await fetch(`${servers[1].url}/locked`, { method: 'POST', body: form, redirect: 'manual' });
	expect([unlocked.status, unlocked.headers.get('location')]).toEqual([303, 'https://shop.example/']);

	const { data: reader } = await source.post('/v1/keys', { name: 'reader', scopes: ['read'] });
	const shown = await exported({ url: servers[0].url, key: reader.secret });
	expect(shown).toContain('"locked"');
	expect(shown).not.toContain('password_hash');
});

test('filters say what is exported; more links than fit in one part come each once', async () => {
	await empty(source);
	const links = Array.from({ length: 2500 }, (_, index) => ({ destination: `https://shop.example/${String(index)}`, campaign: index % 5 === 0 ? 'fifth' : 'other' }));
	await source.post('/v1/links/batch', { links });
	const lines = (data: string) => data.trimEnd().split('\n').map((line) => JSON.parse(line) as { destination: string; slug: string });
	expect(lines(await exported(servers[0])).map(({ destination }) => destination)).toEqual(links.map(({ destination }) => destination));
	expect(lines(await exported(servers[0], 'campaign=fifth'))).toHaveLength(500);
	const table = await exported(servers[0], 'format=csv&campaign=fifth');
	expect(table.trimEnd().split('\n')).toHaveLength(501);
	expect(await exported(servers[0], 'campaign=nobody')).toBe('');
	const { status, data } = await source.get('/v1/links/export?format=xml');
	expect([status, data.errors[0].pointer]).toEqual([422, '?format']);
}, 60_000);

test('on the command line, with a server and without one', async () => {
	await Promise.all([empty(source), empty(target)]);
	await source.post('/v1/links', { destination: 'https://shop.example/größe', slug: 'by-command', tags: ['a, b', '[c'], password: 'open sesame' });
	const run = (args: string[], settings: Record<string, string>) => linkmill(args, { LINKMILL_API_KEY: TEST_KEY, ...settings }, folder);
	const served = (server: Backend) => ({ LINKMILL_DATA_DIR: server.dataDir, LINKMILL_PORT: new URL(server.url).port });
	const alone = { LINKMILL_DATA_DIR: join(folder, 'alone') };

	await run(['export', 'links.csv'], served(servers[0]));
	const imported = await run(['import', 'links.csv'], alone);
	expect(imported.stderr).toMatch(/links\.csv \(linkmill\):\n +1 read\n +1 created, which start from 0 clicks\n/);
	expect(imported.stderr).toMatch(/To undo: POST \/v1\/changes\/chg_\w+\/revert/);
	const { stdout } = await run(['export'], alone);
	expect(stdout).toBe(await exported(servers[0]));
	await run(['export', 'alone.ndjson'], alone);
	expect(readFileSync(join(folder, 'alone.ndjson'), 'utf8')).toBe(stdout);
	const again = await run(['import', 'alone.ndjson', '--dry-run'], served(servers[0]));
	expect(again.stderr).toMatch(/^Nothing was written\. .*\n +1 read\n +0 created.*\n +1 there already\n/);
	expect(await run(['import', 'nowhere.csv'], alone)).toMatchObject({ status: 1, stderr: expect.stringContaining('nowhere.csv') });
	expect(await run(['export', '--format', 'xml'], alone)).toMatchObject({ status: 2, stderr: expect.stringContaining('--format must be one of') });
	if (ON_POSTGRES) await dropDatabaseOf(alone.LINKMILL_DATA_DIR);
}, 60_000);
