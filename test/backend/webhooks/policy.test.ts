import { startApi } from './api.ts';
import { startReceiver } from './receiver.ts';

/** A server that others can reach: then loopback is no longer open by itself. */
const PUBLIC = { LINKMILL_HOST: '0.0.0.0', LINKMILL_BASE_URL: 'https://go.example' };

it('calls loopback for a server that others can reach only once the setting that the refusal names is there', async () => {
	const to = await startReceiver();
	const closed = await startApi(PUBLIC);
	const refusal = await closed.call('POST', '/v1/webhooks', { url: to.url, ping: true });
	expect([refusal.status, refusal.body.code]).toEqual([422, 'webhook_address_private']);
	await closed.stop();
	expect(to.connections()).toBe(0);

	const setting = /LINKMILL_WEBHOOK_ALLOW=(\S+)/.exec(refusal.body.detail)?.[1];
	expect(setting).toBe(new URL(to.url).host);
	const open = await startApi({ ...PUBLIC, LINKMILL_WEBHOOK_ALLOW: setting! });
	expect((await open.call('POST', '/v1/webhooks', { url: to.url, ping: true })).status).toBe(200);
	await open.visit(await open.link());
	// The ping, and the delivery, which another thread makes.
	expect((await to.received(2)).map(({ body }) => body.type)).toEqual(['ping', 'link.clicked']);
	await open.stop();
	await to.close();
}, 60_000);

it('does not start with an entry that it cannot read, and names setting and entry', async () => {
	await expect(startApi({ LINKMILL_WEBHOOK_ALLOW: 'n8n:5678,http://n8n' })).rejects.toThrow(/status 1\. It said:[^]*LINKMILL_WEBHOOK_ALLOW[^]*"http:\/\/n8n" is a URL/);
}, 60_000);
