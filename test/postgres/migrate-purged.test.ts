/** An installation whose log begins later than it does: what was purged is told apart from what is there, and counted all the same. */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ClickList } from '../../contract/event.ts';
import { conversionText } from '../../backend/src/events/conversion.ts';
import { publicId } from '../../backend/src/ids.ts';
import { SqliteContents } from '../../backend/src/storage/sqlite/contents.ts';
import { prepareDataFolder, sqliteStorage } from '../../backend/src/storage/sqlite/storage.ts';
import type { LoggedEvent } from '../../backend/src/storage/storage.ts';
import { makeSecret } from '../../backend/src/webhooks/signature.ts';
import { linkmill } from '../backend/commands/command.ts';
import { BOT } from '../backend/redirects/rush.ts';
import { aHit, aLink, aProgress, aWebhook, DAY } from '../backend/storage/conformance/samples.ts';
import { tracked } from '../backend/storage/conformance/subject.ts';
import { temporaryFolder } from '../backend/storage/temporary-folder.ts';
import { startReceiver, until, type Receiver } from '../backend/webhooks/receiver.ts';
import { BROWSER, client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { databaseFor, dropDatabaseOf } from '../support/postgres.ts';
import { everything } from './installation.ts';

/** Days of the log, up to yesterday, and events of each. */
const DAYS = 12;
const A_DAY = 8;

/** Position before the first event of the day that was so many days ago. */
const before = (daysAgo: number) => (DAYS - daysAgo) * A_DAY;

const folder = temporaryFolder('migrate-purged');
const database = randomUUID();
let receiver: Receiver;
const running = new Set<Backend>();
beforeEach(async () => { receiver = await startReceiver(); });
afterEach(async () => {
	for (const server of running) await server.stop();
	await receiver.close();
	await dropDatabaseOf(database);
});

const settings = (name: string) => ({
	LINKMILL_DATA_DIR: join(folder.path, name), LINKMILL_BASE_URL: 'http://links.example', LINKMILL_WEBHOOK_ALLOW: '127.0.0.0/8', LINKMILL_VISITOR_SALT_DAYS: '3650', DATABASE_URL: '',
});

async function started(environment: Record<string, string>): Promise<Backend> {
	const server = await startBackend(environment);
	running.add(server);
	return server;
}

async function stopped(server: Backend): Promise<void> {
	running.delete(server);
	await server.stop();
}

const clicksOf = async (server: Backend): Promise<number> => (await client(server).get('/v1/analytics?include_deleted=true')).data.totals.total_clicks;
/** Position of the first event: each day begins with a click. */
const begin = async (server: Backend) => Number(String((await client(server).get('/v1/clicks?limit=1')).data.clicks[0]?.id).slice(-15));

it('moves with all its numbers in both directions, and webhooks are told what they have missed', async () => {
	const subscriptions = await fill();
	const whole = await started({ ...settings('sqlite'), LINKMILL_EVENT_RETENTION_DAYS: '0' });
	await until(async () => (await clicksOf(whole)) === DAYS * 6, 20_000);
	const { clicks: _all, ...counted } = await everything(whole);
	await stopped(whole);

	const purged = await started({ ...settings('sqlite'), LINKMILL_EVENT_RETENTION_DAYS: '6' });
	await until(async () => (await begin(purged)) > before(7), 20_000);
	const horizon = await begin(purged);
	const { clicks, ...others } = await everything(purged);
	expect(others).toEqual(counted);
	await stopped(purged);

	const url = await databaseFor(database);
	const there = await linkmill(['migrate', '--from', 'sqlite', '--to', 'postgres'], { ...settings('sqlite'), DATABASE_URL: url });
	expect([there.status, there.stderr]).toEqual([0, expect.stringContaining(`Events up to ${String(horizon - 1)} are purged`)]);
	expect(await linkmill(['check'], { ...settings('check'), DATABASE_URL: url })).toMatchObject({ status: 0, stderr: expect.stringContaining('The reports agree with the log') as string });
	const onPostgres = await started({ ...settings('server'), DATABASE_URL: url, LINKMILL_EVENT_RETENTION_DAYS: '6' });
	expect(await everything(onPostgres)).toEqual({ ...counted, clicks });
	await toldOfGap(onPostgres, subscriptions[0]!, horizon);
	const { webhooks } = await everything(onPostgres);
	await stopped(onPostgres);

	const further = await started({ ...settings('server'), DATABASE_URL: url, LINKMILL_EVENT_RETENTION_DAYS: '2' });
	await until(async () => (await begin(further)) > before(3), 20_000);
	const later = await begin(further);
	const { clicks: fewer } = await everything(further);
	expect(await everything(further)).toEqual({ ...counted, clicks: fewer, webhooks });
	await stopped(further);

	const back = await linkmill(['migrate', '--from', 'postgres', '--to', 'sqlite'], { ...settings('back'), DATABASE_URL: url });
	expect([back.status, back.stderr]).toEqual([0, expect.stringContaining(`Events up to ${String(later - 1)} are purged`)]);
	expect(await linkmill(['check'], settings('back'))).toMatchObject({ status: 0, stderr: expect.stringContaining('The reports agree with the log') as string });
	const again = await started({ ...settings('back'), LINKMILL_EVENT_RETENTION_DAYS: '2' });
	expect(await everything(again)).toEqual({ ...counted, clicks: fewer, webhooks });
	await toldOfGap(again, subscriptions[1]!, later);
	await stopped(again);
}, 180_000);

/** A subscription that stands still, and the position of the last event that it was sent. */
interface Subscription {
	id: number;
	cursor: number;
}

const CURSORS = [30, 31] as const;

/** Days of clicks on two links by visitors who come again and again, a bot, and conversions; a third link came with clicks. */
async function fill(): Promise<Subscription[]> {
	const data = settings('sqlite').LINKMILL_DATA_DIR;
	prepareDataFolder(data, 'process');
	const today = Math.floor(Date.now() / DAY) * DAY;
	const marks = { head: DAYS * A_DAY, outboxCopied: 0, outboxHead: 0, lastId: 100, epochs: [{ epoch: 1, from: 1 }], enriched: 0, usesCompleteSince: 0 };
	const contents = new SqliteContents(data, 'process');
	await contents.begin();
	for (let nth = 0; nth < DAYS; nth++) {
		const [first, time] = [nth * A_DAY + 1, today - (DAYS - nth) * DAY];
		await contents.beginDay({ day: new Date(time).toISOString().slice(0, 10), first }, marks);
		await contents.append(Array.from({ length: A_DAY }, (_, index) => eventOfDay(nth, index, { position: first + index, occurredAt: time + index })));
	}
	await contents.settle(marks);
	await contents.finish();
	contents.close();

	const open = new Set<{ close(): void }>();
	const storage = tracked(sqliteStorage(data, 'process'), open);
	const createdAt = today - 2 * DAYS * DAY;
	const webhooks = await storage.linkWriter().transaction(async (transaction) => {
		const links = [aLink(1, { slug: 'one', tags: ['red'], campaign: 'spring', createdAt }), aLink(2, { slug: 'two', createdAt }), aLink(3, { slug: 'old', importedClicks: 41, createdAt })];
		await transaction.insert(links);
		const subscription = { url: receiver.url, events: ['link.clicked' as const], filter: { kinds: ['human' as const, 'bot' as const] }, rate: null, secret: makeSecret(), status: 'paused' as const, startPosition: 0, startRevision: 0, expiresAt: null };
		return Promise.all(CURSORS.map((_, nth) => transaction.webhooks.insert(aWebhook({ ...subscription, key: `workflow-${String(nth)}` }))));
	});
	const deliveries = storage.deliveryWriter();
	for (const [nth, cursor] of CURSORS.entries()) await deliveries.save(aProgress({ webhookId: webhooks[nth]!.id, startRevision: 0, cursor }));
	for (const part of open) part.close();
	return webhooks.map(({ id }, nth) => ({ id, cursor: CURSORS[nth]! }));
}

function eventOfDay(day: number, index: number, at: { position: number; occurredAt: number }): LoggedEvent {
	const linkId = 1 + (index % 2);
	const event = { ...at, linkId, linkVersion: 1, data: null, hit: null };
	if (index === A_DAY - 1 && day < 3) return { ...event, type: 'link.created', linkId: day + 1 };
	if (index === A_DAY - 1) return { ...event, type: 'conversion.recorded', data: conversionText({ id: 10 + day, event: 'sale', amount: 12_500, currency: 'EUR', externalId: null, metadata: null, click: null }) };
	const visitorId = createHash('sha256').update(String((day + index) % 5)).digest('hex').slice(0, 16);
	const userAgent = index === 1 ? BOT['user-agent'] : BROWSER['user-agent'];
	return { ...event, type: 'link.clicked', hit: aHit(linkId, { occurredAt: at.occurredAt, visitorId, userAgent, nonce: at.position.toString(16).padStart(12, '0') }) };
}

/** A subscription that had stopped before the log begins goes on. */
async function toldOfGap(server: Backend, { id, cursor }: Subscription, horizon: number): Promise<void> {
	const [first, { clicks }] = [receiver.calls.length, (await client(server).get('/v1/clicks')).data as ClickList];
	expect((await client(server).patch(`/v1/webhooks/${publicId('webhook', id)}`, { status: 'active' })).status).toBe(200);
	await receiver.received(first + 1 + clicks.length, 20_000);
	const [gap, ...events] = receiver.calls.slice(first).map(({ body }) => body);
	expect(gap).toMatchObject({ type: 'log.gap', count: horizon - 1 - cursor });
	expect([gap!['from'], gap!['to']].map((evt) => Number(String(evt).slice(-15)))).toEqual([cursor + 1, horizon - 1]);
	expect(events.map((event) => event.id)).toEqual(clicks.map((click) => click.id));
}
