/** What becomes of the subscription when a workflow is deactivated, tested, or others change it. */
import { startEngine } from '../support/engine.ts';
import { node, PACK } from './pack.ts';
import type { Json } from './pack.ts';
import { activated, bench, clicks, door, openDoor, slugs, started, trigger, visit, webhooks } from './triggerDoor.ts';

openDoor();

describe('deactivation', () => {
	test('pauses; what comes meanwhile is delivered after the next activation, once each', async () => {
		const made = await activated();
		await visit('trigger-a');
		await started(1);
		await made.delete();
		expect((await webhooks())[0]?.status).toBe('paused');
		door.listening = undefined;
		await visit('trigger-b');
		// n8n keeps the static data, and makes everything else anew.
		await activated({}, { staticData: made.staticData });
		await started(2);
		await visit('trigger-a');
		await started(3);
		expect(slugs()).toEqual(['trigger-a', 'trigger-b', 'trigger-a']);
		expect(await webhooks()).toHaveLength(1);
	});

	test('Skip Events Older Than passes over what is older, and nothing else', async () => {
		const SECOND = 1 / 86_400;
		const made = await activated();
		await made.delete();
		await visit('trigger-a');
		await new Promise((resolve) => setTimeout(resolve, 4100));
		await visit('trigger-b');
		await activated({ skipOlderThan: 4 * SECOND }, { staticData: made.staticData });
		await started(1);
		expect(slugs()).toEqual(['trigger-b']);
	});

	test.each<[string, object, string[]]>([
		['On Activation: Start From Now passes over what came meanwhile', {}, ['trigger-b']],
		['but not where a new version of an active workflow is published', { republished: true }, ['trigger-a', 'trigger-b']],
	])('%s', async (_, options, expected) => {
		const made = await activated({ onActivation: 'now' });
		await made.delete();
		await visit('trigger-a');
		await activated({ onActivation: 'now' }, { staticData: made.staticData, ...options });
		await visit('trigger-b');
		await started(expected.length);
		expect(slugs()).toEqual(expected);
	});

	test('a node that was renamed, and lost what n8n kept for it, goes on with the same subscription', async () => {
		const made = await activated();
		await made.delete();
		await visit('trigger-b');
		await activated({}, { staticData: {} }, { name: 'Another name' });
		await started(1);
		expect(slugs()).toEqual(['trigger-b']);
		expect(await webhooks()).toHaveLength(1);
	});

	test('of a subscription that is gone is no error', async () => {
		const made = await activated();
		const [{ id }] = (await webhooks()) as [Json];
		await bench.api('DELETE', `/v1/webhooks/${id}`);
		expect(await made.delete()).toBe(true);
	});

	test('while the server is down is an error, so that n8n tries again', async () => {
		const { staticData } = await activated();
		const engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: 'http://127.0.0.1:9', apiKey: 'x' } } });
		const made = engine.trigger(node('linkClickTrigger', {}, { webhookId: 'hook-1' }), { webhookBaseUrl: door.base, staticData });
		await expect(made.delete()).rejects.toThrow('does not answer');
	});
});

test('test listening has a subscription of its own that expires, and takes it away afterwards', async () => {
	const production = await activated();
	const test = trigger({}, { test: true });
	door.listening = test;
	expect(await test.checkExists()).toBe(false);
	await test.create();
	const both = await webhooks();
	expect(both.map(({ key }) => key.endsWith(':test')).sort()).toEqual([false, true]);
	const own = both.find(({ key }) => key.endsWith(':test'));
	expect(own).toMatchObject({ url: `${door.base}-test/hook-1/clicks` });
	expect(Date.parse(own?.expires_at) - Date.now()).toBeGreaterThan(120_000);
	await test.delete();
	expect((await webhooks()).map(({ status, key }) => [status, key.endsWith(':test')])).toEqual([['active', false]]);
	expect(await trigger({}, { staticData: production.staticData }).checkExists()).toBe(true);
});

describe('what others ask of the subscription', () => {
	const own = async () => (await webhooks())[0]?.id as string;

	test('a replay starts the workflow once more for each event, and says so', async () => {
		await activated();
		const since = new Date().toISOString();
		for (const slug of ['trigger-a', 'trigger-b']) await visit(slug);
		await started(2);
		const { status } = await bench.api('POST', `/v1/webhooks/${await own()}/replay`, { since });
		expect(status).toBeLessThan(300);
		await started(4);
		expect(slugs()).toEqual(['trigger-a', 'trigger-b', 'trigger-a', 'trigger-b']);
		expect(clicks().map(({ replay_id }) => typeof replay_id)).toEqual(['undefined', 'undefined', 'string', 'string']);
	});

	test('a new secret is beside the old one for a day, and the next activation puts back that of the node', async () => {
		const made = await activated();
		const id = await own();
		await bench.api('PATCH', `/v1/webhooks/${id}`, { rotate_secret: true });
		await visit('trigger-a');
		await started(1);
		expect(door.deliveries.at(-1)?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
		await made.delete();
		await activated({}, { staticData: made.staticData });
		await visit('trigger-b');
		await started(2);
		expect(await own()).toBe(id);
	});

	test('a test is answered, and starts nothing', async () => {
		await activated();
		const { body } = await bench.api('POST', `/v1/webhooks/${await own()}/test`);
		expect(body).toMatchObject({ delivered: true, status: 200 });
		expect(door.started).toEqual([]);
	});
});
