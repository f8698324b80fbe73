/** An event that a receiver went on refusing: it is set aside, shown with what was said, and sent again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startReceiver, until, type Receiver, type Reply } from '../backend/webhooks/receiver.ts';
import { client, type Client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { STARTS_WITHIN } from './support/past-clicks.ts';

const REFUSED: Reply = { status: 422, body: '{"error":"<b>country</b> is missing"}' };

/** Milliseconds in which a delivery is tried again: the second attempt comes after some seconds. */
const RETRIED = 30_000;

inBrowser('what was set aside', () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-parked-'));
	let receiver: Receiver;
	let reply = REFUSED;
	let backend: Backend;
	let api: Client;
	let id: string;
	const webhook = async () => (await api.get(`/v1/webhooks/${id}`)).data;

	beforeAll(async () => {
		receiver = await startReceiver(() => reply);
		const first = await startBackend({ LINKMILL_DATA_DIR: dataDir });
		api = client(first);
		await api.post('/v1/links', { slug: 'refused', destination: 'https://shop.example.com/' });
		id = (await api.post('/v1/webhooks', { url: receiver.url, name: 'n8n: Orders / Link Click Trigger', key: 'orders' })).data.id;
		await api.visit('refused');
		await until(async () => (await webhook()).failures > 0, RETRIED);
		await first.stop();
		anHourLater(dataDir);
		backend = await startBackend({ LINKMILL_DATA_DIR: dataDir });
		api = client(backend);
		await until(async () => (await webhook()).parked_events === 1, RETRIED);
	}, STARTS_WITHIN + 2 * RETRIED);
	afterAll(async () => {
		await backend.stop();
		await receiver.close();
		rmSync(dataDir, { recursive: true, force: true });
	});

	it('is listed with the reason, as text, and delivered when it is sent again', async () => {
		const { page, complaints, close } = await openSignedIn(backend, { route: `/workflows/${id}` });
		await page.getByRole('tab', { name: 'Set aside (1)' }).click();
		const row = page.getByRole('table', { name: 'Events that were set aside' }).getByRole('row').nth(1);
		await row.getByText('Link clicked').waitFor();
		await row.getByText('422').waitFor();
		await row.getByText('<b>country</b> is missing').waitFor();
		expect(await violations(page)).toEqual([]);

		// As long as the receiver refuses it, it stays.
		const refused = receiver.calls.length;
		await page.getByRole('button', { name: 'Send all again' }).click();
		await page.getByText('They are being sent again.').waitFor();
		await until(() => receiver.calls.length > refused, RETRIED);
		expect(await row.count()).toBe(1);

		reply = { status: 200 };
		await page.getByRole('heading', { name: 'Nothing was set aside' }).waitFor({ timeout: RETRIED });
		const { body } = receiver.calls.at(-1)!;
		expect([body.type, body['link_slug'], typeof body['replay_id']]).toEqual(['link.clicked', 'refused', 'string']);
		expect((await webhook()).parked_events).toBe(0);
		expect((await api.get(`/v1/webhooks/${id}/parked`)).data.parked).toEqual([]);
		expect(complaints).toEqual([]);
		await close();
	}, 90_000);
});

/** As if the receiver had refused the event nine times, the first time two hours ago: the next refusal is the last. */
function anHourLater(folder: string): void {
	const database = new DatabaseSync(join(folder, 'deliveries.db'));
	const { changes } = database.prepare('UPDATE progress SET refusals = 9, refused_since = ?, next_attempt_at = NULL').run(Date.now() - 2 * 3_600_000);
	database.close();
	if (changes !== 1) throw new Error(`There is progress of ${String(changes)} subscriptions`);
}
