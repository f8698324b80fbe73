import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';
import { startEngine } from '../support/engine.ts';
import type { Delivery, TriggerHandle } from '../support/engine.ts';
import { eventually, node, PACK, startBench } from './pack.ts';
import type { Bench, Json } from './pack.ts';

const PERSON = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	const links = ['a', 'b'].map((slug) => ({ destination: 'https://shop.example/', slug: `trigger-${slug}`, campaign: `c-${slug}`, tags: ['t', `only-${slug}`], metadata: { user_id: 7 } }));
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
const filtered = (filters: object) => ({ filters });
const chosen = (...slugs: string[]) => ({ links: { link: slugs.map((slug) => ({ link: { __rl: true, mode: 'slug', value: slug } })) } });
const clicks = () => door.started.flat().map(({ json }) => json);
const slugs = () => clicks().map(({ link_slug }) => link_slug);
const started = async (count: number) => await eventually(clicks, (list) => list.length >= count);

describe('activation', () => {
	test('registers a subscription, answers its ping without starting, and knows it again', async () => {
		const made = trigger({
			events: ['link.clicked', 'link.milestone'],
			milestoneEvery: 10,
			filters: { campaign: 'c-a', tags: 't', countries: ['DE'], uniqueOnly: true, includeBots: true, ...chosen('trigger-a') },
			delivery: 'batched',
			maxEvents: 50,
			maxWait: 2,
			maxPerSecond: 5,
		});
		door.listening = made;
		expect(await made.checkExists()).toBe(false);
		expect(await made.create()).toBe(true);
		expect(await webhooks()).toEqual([
			expect.objectContaining({
				url: `${door.base}/hook-1/clicks`,
				events: ['link.clicked', 'link.milestone'],
				filter: { campaign: 'c-a', tags: ['t'], countries: ['DE'], unique_only: true, kinds: ['human', 'bot'], slugs: ['trigger-a'], milestone_every: 10 },
				batch: { max_events: 50, max_wait_ms: 2000 },
				rate: 5,
				on_failure: 'block',
				status: 'active',
				key: expect.stringMatching(/^n8n:.+:w1:node-1$/),
			}),
		]);
		expect(door.deliveries.map(({ body, outcome }) => [JSON.parse(body).type, outcome])).toEqual([['ping', { started: undefined, status: 200 }]]);
		expect(await made.checkExists()).toBe(true);
		expect(JSON.stringify(made.staticData)).toContain('whsec_');
	});

	test.each<[string, object, object]>([
		['filter', filtered({ campaign: 'other' }), {}],
		['events', { events: ['link.created'] }, {}],
		['batch', { delivery: 'batched' }, {}],
		['rate', { maxPerSecond: 0 }, {}],
		['address', {}, { webhookBaseUrl: 'http://127.0.0.1:1/webhook' }],
		['callback address', { options: { callbackBaseUrl: 'http://127.0.0.1:1' } }, {}],
	])('with another %s is not known again', async (_, parameters, options) => {
		const { staticData } = await activated();
		expect(await trigger({}, { staticData }).checkExists()).toBe(true);
		expect(await trigger(parameters, { staticData, ...options }).checkExists()).toBe(false);
	});

	test('of a subscription that was paused or has gone is not known again, and makes it anew', async () => {
		const { staticData } = await activated();
		const [{ id }] = (await webhooks()) as [Json];
		await bench.api('PATCH', `/v1/webhooks/${id}`, { status: 'paused' });
		expect(await trigger({}, { staticData }).checkExists()).toBe(false);
		await bench.api('DELETE', `/v1/webhooks/${id}`);
		await activated({}, { staticData });
		expect((await webhooks()).map(({ status }) => status)).toEqual(['active']);
		await visit('trigger-a');
		await started(1);
	});

	test('at another address leads the same subscription there', async () => {
		const { staticData } = await activated();
		const [before] = (await webhooks()) as [Json];
		const moved = { options: { callbackBaseUrl: door.base.replace('127.0.0.1', 'localhost').replace('/webhook', '') } };
		await activated(moved, { staticData });
		const [after] = (await webhooks()) as [Json];
		expect([after.id, after.url]).toEqual([before.id, before.url.replace('127.0.0.1', 'localhost')]);
		await visit('trigger-a');
		await started(1);
	});

	test('that cannot be reached fails with a sentence that names WEBHOOK_URL', async () => {
		await expect(trigger().create()).rejects.toThrow(new RegExp(`^Linkmill could not register the webhook ${door.base}/hook-1/clicks\\. .*WEBHOOK_URL`));
		expect(await webhooks()).toEqual([]);
	});

	test('with a private address that Linkmill may not call names the line to add', async () => {
		await expect(trigger({}, { webhookBaseUrl: 'http://10.255.255.1:5678/webhook' }).create()).rejects.toThrow(/LINKMILL_WEBHOOK_ALLOW=10\.255\.255\.1:5678/);
	});
});

describe('events', () => {
	test('start the workflow, one item an event, with all that is known of a click', async () => {
		await activated();
		await visit('trigger-a');
		await visit('trigger-b');
		await started(2);
		expect(door.started.map((items) => items.length)).toEqual([1, 1]);
		expect(clicks()[0]).toMatchObject({ type: 'link.clicked', link_slug: 'trigger-a', campaign: 'c-a', tags: ['t', 'only-a'], user_id: 7, kind: 'human', browser: expect.stringContaining('Safari') });
	});

	test.each<[string, object]>([
		['links', chosen('trigger-b')],
		['campaigns', { campaign: { __rl: true, mode: 'list', value: 'c-b' } }],
		['tags', { tags: 't, only-b' }],
	])('of other %s do not', async (_, filters) => {
		await activated(filtered(filters));
		await visit('trigger-a');
		await visit('trigger-b');
		await started(1);
		expect(slugs()).toEqual(['trigger-b']);
	});

	test('by bots do so only where that is asked for', async () => {
		await activated(filtered({ includeBots: true, campaign: 'c-a' }));
		await visit('trigger-a', 'Googlebot/2.1 (+http://www.google.com/bot.html)');
		await started(1);
		expect(clicks()[0]?.kind).toBe('bot');
	});

	test('that come close together start it once, where they are batched', async () => {
		await activated({ delivery: 'batched', maxEvents: 3, maxWait: 60 });
		for (const slug of ['trigger-a', 'trigger-b', 'trigger-a']) await visit(slug);
		await started(3);
		expect(door.started.map((items) => items.map(({ json }) => json.link_slug))).toEqual([['trigger-a', 'trigger-b', 'trigger-a']]);
	});

	test('of other kinds start it where they are asked for', async () => {
		await activated({ events: ['link.created', 'link.updated', 'link.deleted', 'link.restored', 'conversion.recorded'] });
		const { body: link } = await bench.api('POST', '/v1/links', { destination: 'https://shop.example/', slug: 'trigger-events' });
		await visit('trigger-events');
		await bench.api('PATCH', `/v1/links/${link.id}`, { title: 'New' });
		await bench.api('POST', '/v1/conversions', { slug: 'trigger-events', event: 'sale', value: 12.5, currency: 'EUR' });
		await started(3);
		const { body: deletion } = await bench.api('DELETE', '/v1/links', { ids: [link.id] });
		await bench.api('POST', `/v1/changes/${deletion.change_id}/revert`);
		await started(5);
		expect(clicks().map(({ type }) => type).sort()).toEqual(['conversion.recorded', 'link.created', 'link.deleted', 'link.restored', 'link.updated']);
		expect(clicks().find(({ type }) => type === 'conversion.recorded')).toMatchObject({ link_slug: 'trigger-events', event: 'sale', value: 12.5 });
	});

	test('tell of round numbers of clicks', async () => {
		await activated({ events: ['link.milestone'], milestoneEvery: 2 });
		await eventually(
			async () => {
				await visit('trigger-a');
				return clicks();
			},
			(events) => events.length > 0,
		);
		expect(clicks()[0]).toMatchObject({ type: 'link.milestone', link_slug: 'trigger-a' });
		expect(Number(clicks()[0]?.clicks) % 2).toBe(0);
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

test('its filters choose links and campaigns from lists', async () => {
	const found = async (method: string, text: string) => (await bench.engine.listSearch(node('linkClickTrigger', {}), method, text)).results.map(({ name }) => name);
	expect(await eventually(async () => await found('searchLinks', 'trigger-b'), (names) => names.length > 0)).toEqual(['trigger-b']);
	expect(await found('searchCampaigns', 'c-a')).toEqual(['c-a']);
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
