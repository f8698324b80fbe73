import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { startReceiver, type Receiver } from '../webhooks/receiver.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'linkmill-expiry-'));
let receiver: Receiver;

beforeAll(async () => {
	receiver = await startReceiver();
});
afterAll(async () => {
	await receiver.close();
	rmSync(dataDir, { recursive: true });
});

const within = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const told = (slug: string) => receiver.calls.filter(({ body }) => body['link_slug'] === slug).map(({ body }) => body);

test('every expiry is told of once and on time, one that passed while no server ran at the next start', async () => {
	const first = await startBackend({ LINKMILL_DATA_DIR: dataDir });
	const api = client(first);
	await api.post('/v1/webhooks', { url: receiver.url, events: ['link.expired'], key: 'expiry', ping: false });
	const make = async (slug: string, body: object) => {
		const { status } = await api.post('/v1/links', { destination: 'https://example.com/', slug, ...body });
		expect(status).toBe(200);
	};
	const soon = within(1500);
	await make('soon', { expires_at: soon });
	await make('postponed', { expires_at: soon });
	await make('deleted', { expires_at: soon });
	await make('at-once', { expires_at: within(3_600_000) });
	await make('from-elsewhere', { expires_at: within(-3_600_000) });
	await make('meanwhile', { expires_at: within(6000) });
	await api.patch('/v1/links/slug:postponed', { expires_at: within(3_600_000) });
	await api.delete('/v1/links/slug:deleted');
	await api.patch('/v1/links/slug:at-once', { expires_at: within(-1000) });

	await receiver.received(2);
	expect(told('soon')).toEqual([expect.objectContaining({ type: 'link.expired', occurred_at: soon, destination: 'https://example.com/' })]);
	expect(told('at-once')).toHaveLength(1);
	// A change of something else does not tell again.
	await api.patch('/v1/links/slug:soon', { title: 'Spring' });
	await first.kill();

	await sleep(5000);
	const second = await startBackend({ LINKMILL_DATA_DIR: dataDir });
	await receiver.received(3);
	await client(second).patch('/v1/links/slug:soon', { expires_at: within(1000) });
	await receiver.received(4);
	expect(told('soon')).toHaveLength(2);
	expect(told('meanwhile')).toHaveLength(1);
	expect(receiver.calls).toHaveLength(4);
	expect(await second.stop()).toBe(0);
}, 60_000);
