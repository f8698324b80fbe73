/** What the trigger subscribes to, and what starts workflows. */
import { eventually, node } from './pack.ts';
import type { Json } from './pack.ts';
import { activated, bench, chosen, clicks, door, filtered, openDoor, slugs, started, trigger, visit, webhooks } from './triggerDoor.ts';

openDoor();

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

test('its filters choose links and campaigns from lists', async () => {
	const found = async (method: string, text: string) => (await bench.engine.listSearch(node('linkClickTrigger', {}), method, text)).results.map(({ name }) => name);
	expect(await eventually(async () => await found('searchLinks', 'trigger-b'), (names) => names.length > 0)).toEqual(['trigger-b']);
	expect(await found('searchCampaigns', 'c-a')).toEqual(['c-a']);
});
