import type { Report } from '../../../contract/analytics.ts';
import type { ClickList } from '../../../contract/event.ts';
import type { Link } from '../../../contract/link.ts';
import { publicId } from '../../../backend/src/ids.ts';
import { makeSecret } from '../../../backend/src/webhooks/signature.ts';
import { BROWSER, client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { dropDatabaseOf, ON_POSTGRES } from '../../support/postgres.ts';
import { inStorage, prepareStorageSince } from '../../support/storage.ts';
import { aHit, aLink, DAY, aWebhook } from '../storage/conformance/samples.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { startReceiver, until } from '../webhooks/receiver.ts';

const DAYS = 100;
const A_DAY = 7;
const KEPT = 30;

describe('a hundred days of clicks, of which thirty are kept', () => {
	const folder = temporaryFolder('retention');
	const running: Array<() => Promise<unknown>> = [];
	afterEach(async () => {
		for (const stop of running.splice(0).reverse()) await stop();
		if (ON_POSTGRES) await dropDatabaseOf(folder.path);
	});

	it('leave reports as they were, begin the list of clicks anew, and are missed by webhooks in one announcement', async () => {
		const [now, settings] = [Date.now(), { LINKMILL_DATA_DIR: folder.path, LINKMILL_BASE_URL: 'https://go.example', LINKMILL_WEBHOOK_ALLOW: '127.0.0.1' }];
		const receiver = await startReceiver();
		running.push(() => receiver.close());
		await prepareStorageSince(folder.path, now - DAYS * DAY);
		const webhook = await inStorage(folder.path, async (storage) => {
			const [log, writer] = [storage.clickLog(), storage.linkWriter()];
			for (let day = DAYS; day >= 0; day--) {
				await log.append(Array.from({ length: A_DAY }, (_, nth) => aHit(1 + (nth % 2), { userAgent: BROWSER['user-agent'], occurredAt: now - day * DAY - 1000, visitorId: String(day % 9).padStart(16, '0') })));
			}
			return writer.transaction(async (transaction) => {
				await transaction.insert([aLink(1, { slug: 'one', createdAt: now - DAYS * DAY }), aLink(2, { slug: 'two', createdAt: now - DAYS * DAY })]);
				return transaction.webhooks.insert(aWebhook({
					url: receiver.url, events: ['link.created'], filter: { slugs: ['two'] }, rate: null, key: null, secret: makeSecret(), status: 'paused', startPosition: A_DAY, expiresAt: null,
				}));
			});
		});

		const before = await startBackend({ ...settings, LINKMILL_EVENT_RETENTION_DAYS: '0' });
		running.push(() => before.stop());
		const numbers = async (api: ReturnType<typeof client>) => {
			const [links, report] = [(await api.get('/v1/links?sort=slug')).data, (await api.get('/v1/analytics?sort=total_clicks')).data];
			return { links: links.links.map((link: Link) => [link.slug, link.total_clicks, link.last_clicked_at]), rows: report.rows, totals: report.totals };
		};
		let total = 0;
		await until(async () => (total = ((await client(before).get('/v1/analytics')).data as Report).totals.total_clicks) === (DAYS + 1) * A_DAY, 20_000, () => `${String(total)} clicks are counted`);
		const counted = await numbers(client(before));
		await before.stop();

		const after = await startBackend({ ...settings, LINKMILL_EVENT_RETENTION_DAYS: String(KEPT) });
		running.push(() => after.stop());
		const api = client(after);
		await until(async () => (await inStorage(folder.path, (storage) => storage.eventReader().begin())) > (DAYS - KEPT - 1) * A_DAY, 20_000);
		expect(await numbers(api)).toEqual(counted);
		const { clicks } = (await api.get('/v1/clicks?limit=1')).data as ClickList;
		const age = now - Date.parse(clicks[0]!.occurred_at);
		expect([age > KEPT * DAY, age < (KEPT + 2) * DAY]).toEqual([true, true]);

		await api.patch(`/v1/webhooks/${publicId('webhook', webhook.id)}`, { status: 'active', events: ['link.clicked'] });
		await receiver.received(3);
		const [gap, next] = receiver.calls.map(({ body }) => body) as unknown as [Record<string, unknown>, Record<string, unknown>];
		expect(gap).toEqual({ id: gap['to'], type: 'log.gap', occurred_at: expect.any(String), from: expect.stringMatching(/^evt_/), to: expect.stringMatching(/^evt_/), count: expect.any(Number) });
		expect(next).toMatchObject({ type: 'link.clicked', link_slug: 'two' });
		const lost = Number(String(gap['to']).slice(-15)) - Number(String(gap['from']).slice(-15)) + 1;
		expect([gap['count'], String(gap['from']).slice(-15), String(next['id']) > String(gap['to'])]).toEqual([lost, String(A_DAY + 1).padStart(15, '0'), true]);
		expect(receiver.calls.filter(({ body }) => (body as { type: string }).type === 'log.gap')).toHaveLength(1);
	}, 60_000);
});
