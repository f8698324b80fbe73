import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { INodeExecutionData } from 'n8n-workflow';
import { startEngine } from '../support/engine.ts';
import type { Delivery, TriggerHandle } from '../support/engine.ts';
import { eventually, node, PACK, startBench } from './pack.ts';
import type { Bench, Json } from './pack.ts';

const PERSON = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const links = ['a', 'b'].map((slug) => ({ destination: 'https://shop.example/', slug: `trigger-${slug}`, campaign: `c-${slug}`, tags: ['t'], metadata: { user_id: 7 } }));
	await bench.api('POST', '/v1/links/batch', { links });
});
afterAll(async () => await bench.stop());

const visit = async (slug: string, agent = PERSON) => await fetch(`${bench.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': agent } });
const webhooks = async () => (await bench.api('GET', '/v1/webhooks')).body.webhooks as Json[];

/** What stands for n8n's webhook server: it hands deliveries to the trigger that is listening, else answers 404. */
interface Door {
	base: string;
	listening: TriggerHandle | undefined;
	started: INodeExecutionData[][];
	deliveries: Array<{ body: string; headers: Record<string, string>; outcome: Delivery }>;
	stop(): Promise<void>;
}

let door: Door;
beforeEach(async () => {
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			void (async () => {
				if (!door.listening) return response.writeHead(404).end();
				const body = Buffer.concat(parts).toString();
				const headers = request.headers as Record<string, string>;
				const outcome = await door.listening.receive(body, headers);
				door.deliveries.push({ body, headers, outcome });
				if (outcome.started) door.started.push(outcome.started);
				return response.writeHead(outcome.status ?? 200).end();
			})();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	door = {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
		listening: undefined,
		started: [],
		deliveries: [],
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
});
afterEach(async () => {
	await door.stop();
	for (const { id } of await webhooks()) await bench.api('DELETE', `/v1/webhooks/${id}`);
});

const trigger = (parameters: object = {}, options: object = {}, more: object = {}) =>
	bench.engine.trigger(node('linkClickTrigger', parameters, { webhookId: 'hook-1', ...more }), { webhookBaseUrl: door.base, ...options });
const activated = async (...parts: Parameters<typeof trigger>) => {
	const made = trigger(...parts);
	door.listening = made;
	if (!(await made.checkExists())) await made.create();
	return made;
};
const clicks = () => door.started.flat().map(({ json }) => json);
const started = async (count: number) => await eventually(clicks, (list) => list.length >= count);

describe('activation', () => {
	test('registers a subscription, answers its ping without starting, and knows it again', async () => {
		const made = trigger({ filters: { campaign: 'c-a', tags: 't', uniqueOnly: true, includeBots: true, links: 'trigger-a' }, maxPerSecond: 5 });
		door.listening = made;
		expect(await made.checkExists()).toBe(false);
		expect(await made.create()).toBe(true);
		expect(await webhooks()).toEqual([
			expect.objectContaining({
				url: `${door.base}/hook-1/clicks`,
				events: ['link.clicked'],
				filter: { campaign: 'c-a', tags: ['t'], unique_only: true, kinds: ['human', 'bot'], slugs: ['trigger-a'] },
				rate: 5,
				status: 'active',
				key: expect.stringMatching(/^n8n:.+:w1:node-1$/),
			}),
		]);
		expect(door.deliveries.map(({ body, outcome }) => [JSON.parse(body).type, outcome])).toEqual([['ping', { started: undefined, status: 200 }]]);
		expect(await made.checkExists()).toBe(true);
		expect(JSON.stringify(made.staticData)).toContain('whsec_');
	});

	test('is known again only at the same address, with the same filter, and while it is active', async () => {
		const made = await activated();
		const [webhook] = await webhooks();
		const again = (parameters: object, options: object = {}) => trigger(parameters, { staticData: made.staticData, ...options });
		expect(await again({}).checkExists()).toBe(true);
		expect(await again({ filters: { campaign: 'other' } }).checkExists()).toBe(false);
		expect(await again({}, { webhookBaseUrl: 'http://127.0.0.1:1/webhook' }).checkExists()).toBe(false);
		await bench.api('PATCH', `/v1/webhooks/${webhook.id}`, { status: 'paused' });
		expect(await again({}).checkExists()).toBe(false);
		await bench.api('DELETE', `/v1/webhooks/${webhook.id}`);
		expect(await again({}).checkExists()).toBe(false);
	});

	test('that cannot be reached fails with a sentence that names WEBHOOK_URL', async () => {
		await expect(trigger().create()).rejects.toThrow(new RegExp(`^Linkmill could not register the webhook ${door.base}/hook-1/clicks\\. .*WEBHOOK_URL`));
		expect(await webhooks()).toEqual([]);
	});

	test('with a private address that Linkmill may not call names the setting', async () => {
		await expect(trigger({}, { webhookBaseUrl: 'http://10.255.255.1:5678/webhook' }).create()).rejects.toThrow(/LINKMILL_WEBHOOK_ALLOW.*10\.255\.255\.1/s);
	});

	test.each([
		['Links', { filters: { links: 'external:SKU-1' } }, 'no external IDs'],
		['Links', { filters: { links: 'a, lnk_1' } }, 'use one kind'],
		['Max Executions a Second', { maxPerSecond: -1 }, '0 or more'],
	])('%s that cannot be used is an error of that parameter', async (label, parameters, sentence) => {
		await expect(trigger(parameters).create()).rejects.toThrow(new RegExp(`^${label}: .*${sentence}`));
	});
});

describe('clicks', () => {
	test('start the workflow, one item an event, with all that is known of them', async () => {
		await activated();
		await visit('trigger-a');
		await visit('trigger-b');
		await started(2);
		expect(door.started.map((items) => items.length)).toEqual([1, 1]);
		expect(clicks()[0]).toMatchObject({ type: 'link.clicked', link_slug: 'trigger-a', campaign: 'c-a', tags: ['t'], user_id: 7, kind: 'human', browser: expect.stringContaining('Safari') });
	});

	test.each([
		['of other links do not', { links: 'trigger-b' }],
		['of other campaigns do not', { campaign: 'c-b' }],
	])('%s', async (_, filters) => {
		await activated({ filters });
		await visit('trigger-a');
		await visit('trigger-b');
		await started(1);
		expect(clicks().map(({ link_slug }) => link_slug)).toEqual(['trigger-b']);
	});

	test('by bots do so only where that is asked for', async () => {
		await activated({ filters: { includeBots: true, campaign: 'c-a' } });
		await visit('trigger-a', 'Googlebot/2.1 (+http://www.google.com/bot.html)');
		await started(1);
		expect(clicks()[0]?.kind).toBe('bot');
	});
});

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
		expect(clicks().map(({ link_slug }) => link_slug)).toEqual(['trigger-a', 'trigger-b', 'trigger-a']);
		expect(await webhooks()).toHaveLength(1);
	});

	test('On Activation: Start From Now passes over what came meanwhile', async () => {
		const made = await activated({ onActivation: 'now' });
		await made.delete();
		await visit('trigger-a');
		await activated({ onActivation: 'now' }, { staticData: made.staticData });
		await visit('trigger-b');
		await started(1);
		expect(clicks().map(({ link_slug }) => link_slug)).toEqual(['trigger-b']);
	});

	test('a node that was renamed, and lost what n8n kept for it, goes on with the same subscription', async () => {
		const made = await activated();
		await made.delete();
		await visit('trigger-b');
		await activated({}, { staticData: {} }, { name: 'Another name' });
		await started(1);
		expect(clicks().map(({ link_slug }) => link_slug)).toEqual(['trigger-b']);
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

describe('test listening', () => {
	test('has a subscription of its own that expires, and takes it away afterwards', async () => {
		const production = await activated();
		const test = trigger({}, { test: true, staticData: production.staticData });
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
});

describe('a delivery that is not genuine and new starts nothing', () => {
	const deliver = async (made: TriggerHandle, event: object, { secret, at = new Date() }: { secret?: string; at?: Date } = {}) => {
		const body = JSON.stringify(event);
		const key = secret ?? (made.staticData['node:Node'] as { production: { secret: string } }).production.secret;
		const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': new Webhook(key).sign('msg_1', at, body) };
		return { headers, body, outcome: await made.receive(body, headers) };
	};
	const event = (position: number) => ({ id: `evt_0001_${String(position).padStart(12, '0')}`, type: 'link.clicked' });
	const forged = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

	test('one signed with another secret, one changed on the way, one from an hour ago', async () => {
		const made = await activated();
		expect((await deliver(made, event(1), { secret: forged })).outcome).toEqual({ started: undefined, status: 401 });
		expect((await deliver(made, event(1), { at: new Date(Date.now() - 3_600_000) })).outcome).toEqual({ started: undefined, status: 401 });
		const { headers, body } = await deliver(made, event(1));
		expect(await made.receive(body.replace('evt_0001', 'evt_0002'), headers)).toEqual({ started: undefined, status: 401 });
		expect(await made.receive(JSON.stringify(event(5)), {})).toEqual({ started: undefined, status: 401 });
	});

	test('one that came before, or that is older than one that did', async () => {
		const made = await activated();
		expect((await deliver(made, event(7))).outcome).toEqual({ started: [{ json: event(7) }], status: undefined });
		for (const position of [7, 6]) expect((await deliver(made, event(position))).outcome).toEqual({ started: undefined, status: 200 });
		expect((await deliver(made, event(8))).outcome.started).toEqual([{ json: event(8) }]);
	});

	test('any, as long as no secret is known', async () => {
		expect((await deliver(trigger(), event(1), { secret: forged })).outcome).toEqual({ started: undefined, status: 401 });
	});

	test('one without an id', async () => {
		const made = await activated();
		expect((await deliver(made, { type: 'link.clicked' })).outcome).toEqual({ started: undefined, status: 400 });
	});

	test('after a new subscription, as with another server, events are counted from the start again', async () => {
		const made = await activated();
		await deliver(made, event(900));
		const [{ id }] = (await webhooks()) as [Json];
		await bench.api('DELETE', `/v1/webhooks/${id}`);
		await activated({}, { staticData: made.staticData });
		expect((await deliver(made, event(1))).outcome.started).toEqual([{ json: event(1) }]);
	});
});
