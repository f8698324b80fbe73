import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { linkmill } from '../backend/commands/command.ts';
import { startReceiver, type Receiver } from '../backend/webhooks/receiver.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { databaseFor, dropDatabaseOf } from '../support/postgres.ts';
import { everything } from './installation.ts';

const folder = temporaryFolder('migrate');
const database = randomUUID();
let receiver: Receiver;
beforeAll(async () => { receiver = await startReceiver(); });
afterAll(async () => {
	await receiver.close();
	await dropDatabaseOf(database);
});

const BASE = 'http://links.example';
const here = (name: string) => ({ LINKMILL_DATA_DIR: join(folder.path, name), LINKMILL_BASE_URL: BASE, LINKMILL_TRUSTED_PROXIES: '127.0.0.1', LINKMILL_WEBHOOK_ALLOW: '127.0.0.0/8', DATABASE_URL: '' });

it('takes an installation from a data folder to PostgreSQL and back: nothing is lost, and everything goes on where it was', async () => {
	const url = await databaseFor(database);
	const onSqlite = await startBackend(here('sqlite'));
	await fill(onSqlite);
	const before = await everything(onSqlite);
	expect(before.links.total).toBe(6);
	expect(before.report.totals).toMatchObject({ total_clicks: 12, unique_visitors: 5, bot_clicks: 1, conversions: 1 });
	await receiver.received(12);
	await onSqlite.stop();

	const there = await linkmill(['migrate', '--from', 'sqlite', '--to', 'postgres'], { ...here('sqlite'), DATABASE_URL: url });
	expect(there).toMatchObject({ status: 0 });
	expect(there.stderr).toMatch(/events +\d+ +\d+/);
	const onPostgres = await startBackend({ ...here('server'), DATABASE_URL: url });
	expect(await everything(onPostgres)).toEqual(before);
	await goOn(onPostgres, 13);
	const afterwards = await everything(onPostgres);
	expect(await linkmill(['migrate', '--from', 'postgres', '--to', 'sqlite'], { ...here('back'), DATABASE_URL: url })).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop all servers') });
	await onPostgres.stop();
	expect(await linkmill(['migrate', '--from', 'sqlite', '--to', 'postgres'], { ...here('sqlite'), DATABASE_URL: url })).toMatchObject({ status: 1, stderr: expect.stringContaining('There is something in the database already') });

	const back = await linkmill(['migrate', '--from', 'postgres', '--to', 'sqlite'], { ...here('back'), DATABASE_URL: url });
	expect(back).toMatchObject({ status: 0 });
	const again = await startBackend(here('back'));
	expect(await everything(again)).toEqual(afterwards);
	await goOn(again, 14);
	await again.stop();
	expect(new Set(receiver.calls.map(({ body }) => body.id)).size).toBe(receiver.calls.length);
}, 180_000);

it('says what it needs', async () => {
	expect(await linkmill(['migrate', '--from', 'sqlite'], here('sqlite'))).toMatchObject({ status: 2, stderr: expect.stringContaining('--to postgres') });
	expect(await linkmill(['migrate', '--from', 'sqlite', '--to', 'postgres'], here('sqlite'))).toMatchObject({ status: 1, stderr: expect.stringContaining('Set DATABASE_URL') });
	expect(await linkmill(['migrate', '--from', 'sqlite', '--to', 'postgres'], { ...here('sqlite'), DATABASE_URL: await databaseFor(database) })).toMatchObject({ status: 1, stderr: expect.stringContaining('There is nothing in the data folder') });
}, 60_000);

const visitor = (number: number) => ({ 'x-forwarded-for': `198.51.100.${String(number)}` });

async function fill(server: Backend): Promise<void> {
	const api = client(server);
	const ok = async (answer: Promise<{ status: number; data: unknown }>) => {
		const { status, data } = await answer;
		expect([status, data]).toEqual([200, expect.anything()]);
		return data;
	};
	await ok(api.post('/v1/webhooks', { url: receiver.url, events: ['link.clicked'], filter: { kinds: ['human'] }, key: 'workflow-1', start: 'now' }));
	await ok(api.post('/v1/links/batch', { links: ['one', 'two', 'three'].map((slug) => ({ slug, destination: `https://example.com/${slug}`, tags: ['red', slug], campaign: 'spring', external_id: `SKU-${slug}` })) }));
	await ok(api.post('/v1/links', { slug: 'few', destination: 'https://example.com/few', max_clicks: 2 }));
	await ok(api.post('/v1/links', { slug: 'split', destination: 'https://example.com/split', password: 'sesame', metadata: { user_id: 'u1', text: 'a "quoted" ümlaut' }, variants: [{ destination: 'https://example.com/a', weight: 1, name: 'a' }, { destination: 'https://example.com/b', weight: 1, name: 'b' }] }));
	await ok(api.post('/v1/links/import', 'slug,destination,clicks\nold,https://example.com/old,41\n', { 'content-type': 'text/csv' }));
	for (let visit = 0; visit < 11; visit++) expect((await api.visit(['one', 'two', 'three'][visit % 3]!, visitor(1 + (visit % 5)))).status).toBe(302);
	await api.visit('one', { 'user-agent': 'curl/8.5.0' });
	expect((await api.visit('few', visitor(1))).status).toBe(302);
	await ok(api.patch('/v1/links', { filter: { tags: ['red'] }, replace: { find: 'example.com', with: 'example.org' }, add_tags: ['moved'] }));
	await ok(api.post('/v1/conversions', { slug: 'one', event: 'sale', value: 12.5, currency: 'EUR', external_id: 'order-1' }));
	expect((await api.delete('/v1/links/slug:three')).status).toBe(204);
	await ok(api.post('/v1/links', { slug: 'three', destination: 'https://example.com/another' }));
}

/** What comes next has numbers of its own, a visitor who was there is known, a limit holds, a workflow starts with what is new. */
async function goOn(server: Backend, deliveries: number): Promise<void> {
	const api = client(server);
	const [{ data: before }, { data: clicks }] = [await api.get('/v1/links/slug:one/analytics'), await api.get('/v1/clicks')];
	expect((await api.visit('one', visitor(1))).status).toBe(302);
	const { data: after } = await api.get('/v1/links/slug:one/analytics');
	expect([after.total_clicks - before.total_clicks, after.unique_visitors]).toEqual([1, before.unique_visitors]);
	const last = (await api.get('/v1/clicks')).data.clicks.at(-1);
	expect(last.id > clicks.clicks.at(-1).id).toBe(true);
	await receiver.received(deliveries, 15_000);
	expect(receiver.calls.at(-1)?.body.id).toBe(last.id);
	const made = await api.post('/v1/links', { destination: 'https://example.com/new', slug: `new-${String(deliveries)}` });
	expect(made.status).toBe(200);
	const { data } = await api.get('/v1/links?sort=-created_at&limit=1');
	expect(data.links[0].id).toBe(made.data.id);
	expect((await api.delete(`/v1/links/${made.data.id as string}`)).status).toBe(204);
}
