/** The packed pack in a real n8n, against a live backend: what no other test can show. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Link } from '../../contract/link.ts';
import type { Webhook } from '../../contract/webhook.ts';
import type { WorkflowFile } from '../../scripts/n8n/client.ts';
import { finished } from '../../scripts/n8n/executions.ts';
import { exampleNames, readExample } from '../../scripts/n8n/workflows.ts';
import { csvWorkflow } from './csv-workflow.ts';
import { eventually } from './eventually.ts';
import { openTestStack, type TestStack } from './stack.ts';

let stack: TestStack;

beforeAll(async () => {
	stack = await openTestStack();
}, 900_000); // the first time, n8n is installed

afterAll(() => stack.close(), 60_000);

describe('the credential test', () => {
	const test = (data: { baseUrl?: string; apiKey?: string }) => {
		const { id, name } = stack.credential;
		return stack.n8n.client.testCredential(id, name, 'linkmillApi', {
			baseUrl: stack.url,
			apiKey: stack.apiKey,
			...data,
		});
	};

	it('passes with a good key', async () => {
		expect(await test({})).toMatchObject({ status: 'OK' });
	});

	it('says that a wrong key is wrong', async () => {
		const { status, message } = await test({ apiKey: 'lmk_wrong' });
		expect(status).toBe('Error');
		expect(message).toMatch(/API key/i);
	});

	it('says that nothing answers when the backend is down', async () => {
		await stack.stopBackend();
		try {
			const { status, message } = await test({});
			expect(status).toBe('Error');
			expect(message).toMatch(/refused|running|base url|reach/i);
		} finally {
			await stack.startBackend();
		}
	});
});

describe('Batch Create', () => {
	it('makes a link of every good row of a CSV file, and gives the file back with the short URLs', async () => {
		const { client } = stack.n8n;
		const stored = await client.createWorkflow(csvWorkflow(stack.credential));
		const { executionId } = await client.run(stored, 'Start');
		const execution = await finished(client, executionId);
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		const items = execution.items('Batch Create');
		const rows = items.slice(0, -1);
		const [file] = items.slice(-1);
		const shortUrls = ['shop-1001', 'shop-1002', 'shop-A-1003'].map((slug) => `${stack.url}/${slug}`);
		expect(rows.map(({ json }) => json['result'])).toEqual(['created', 'created', 'created', 'failed']);
		expect(rows.map(({ json }) => json['short_url'])).toEqual([...shortUrls, undefined]);
		expect(file?.json).toMatchObject({ requested: 4, created: 3, failed: 1 });
		expect(file?.binary?.['data']).toMatchObject({ fileName: 'products_with_links.csv' });
		const visits = await Promise.all(shortUrls.map((url) => fetch(url, { redirect: 'manual' })));
		expect(visits.map(({ headers }) => headers.get('location'))).toEqual(
			[1001, 1002, 1003].map((sku) => `https://shop.example.com/p/${sku}`),
		);
	}, 60_000);
});

describe('the example workflows', () => {
	/** In the order in which they build on each other. */
	const BY_HAND = ['csv-to-links', 'campaign-report', 'switch-to-variant-b', 'switch-back'];
	const BY_CLICK = ['on-link-click'];
	/** With n8n's own means, besides the pack. */
	const ALONE = ['clicks-to-table', 'conversion-from-payment', 'subscribers-to-links'];
	/** With an account somewhere: played with stand-ins in the engine, and imported here. */
	const WITH_SERVICES = [
		'airtable-to-links', 'blog-post-to-channels', 'daily-post-links', 'expiring-links', 'google-sheet-to-links', 'monday-report', 'sheet-to-updates', 'shopify-product-to-link',
		'trial-click-to-emails', 'vip-click-to-slack',
	];

	it('are all known here', async () => {
		expect(await exampleNames()).toEqual([...BY_HAND, ...BY_CLICK, ...ALONE, ...WITH_SERVICES].map((name) => `${name}.json`).sort());
	});

	it.each(BY_HAND)('%s runs to success', async (name) => {
		const { client } = stack.n8n;
		const stored = await client.createWorkflow(await readExample(`${name}.json`, stack));
		const { executionId } = await client.run(stored, 'Start');
		const { status, error } = await finished(client, executionId);
		expect([status, error]).toEqual(['success', undefined]);
	}, 60_000);

	it('csv-to-links has written the catalogue again, with short URLs that work', async () => {
		const text = await readFile(path.join(stack.files, 'products_with_links.csv'), 'utf8');
		const [, shortUrl = ''] = new RegExp(`(${stack.url}/[\\w-]+)`).exec(text) ?? [];
		const response = await fetch(shortUrl, { redirect: 'manual' });
		expect(response.status).toBe(302);
	});

	it.each(WITH_SERVICES)('%s is imported as it is', async (name) => {
		const example = await readExample(`${name}.json`, stack);
		const { nodes } = (await stack.n8n.client.createWorkflow(example)) as unknown as WorkflowFile;
		expect(nodes.map(({ name: called, parameters }) => [called, parameters])).toEqual(example.nodes.map(({ name: called, parameters }) => [called, parameters]));
	});

	it('subscribers-to-links writes the list with a link for each', async () => {
		const { client } = stack.n8n;
		await writeFile(path.join(stack.files, 'subscribers.csv'), 'id,email,name\nu1,ada@example.com,Ada\nu2,bob@example.com,Bob\n');
		const { executionId } = await client.run(await client.createWorkflow(await readExample('subscribers-to-links.json', stack)), 'Start');
		const { status, error } = await finished(client, executionId);
		expect([status, error]).toEqual(['success', undefined]);
		const text = await readFile(path.join(stack.files, 'subscribers_with_links.csv'), 'utf8');
		expect(text.split('\n').slice(0, 2)).toEqual([expect.stringMatching(/^\ufeffid,email,name,short_url,result,error/), expect.stringContaining(`u1,ada@example.com,Ada,${stack.url}/`)]);
	}, 60_000);

	it('clicks-to-table adds rows to a data table of n8n, which it makes', async () => {
		const { client } = stack.n8n;
		const stored = await client.createWorkflow(await readExample('clicks-to-table.json', stack));
		const { short_url } = await stack.api<Link>('POST', '/v1/links', { destination: 'https://shop.example.com/table', campaign: 'table' });
		await fetch(short_url, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } });
		const { executionId } = await client.run(stored, 'Every five minutes');
		const execution = await finished(client, executionId);
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		expect(execution.items('Add rows').map(({ json }) => json)).toContainEqual(expect.objectContaining({ id: expect.any(Number), link: short_url, campaign: 'table', device: 'desktop', browser: 'Firefox' }));
	}, 60_000);

	it('clicks-to-table, published, adds each click once: n8n remembers the place', async () => {
		const { client } = stack.n8n;
		const example = await readExample('clicks-to-table.json', stack);
		const schedule = example.nodes.find(({ name }) => name === 'Every five minutes');
		Object.assign(schedule?.parameters ?? {}, { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } });
		const stored = await client.createWorkflow({ ...example, name: 'Clicks, every two seconds' });
		const { short_url } = await stack.api<Link>('POST', '/v1/links', { destination: 'https://shop.example.com/remembered' });
		const visit = async () => await fetch(short_url, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } });
		const runs = async () => await Promise.all((await client.executions(stored)).filter(({ status }) => status === 'success').map(async ({ id }) => await finished(client, id)));
		const added = async () => (await runs()).flatMap((execution) => execution.items('Add rows')).filter(({ json }) => json['link'] === short_url).map(({ json }) => json['click']);
		await visit();
		await client.activate(stored);
		await eventually('the first click', async () => ((await added()).length === 1 ? true : undefined));
		await visit();
		await eventually('the second click', async () => ((await added()).length === 2 ? true : undefined));
		const before = (await runs()).length;
		await eventually('two more executions', async () => ((await runs()).length >= before + 2 ? true : undefined));
		await client.deactivate(stored);
		expect(new Set(await added()).size).toBe(2);
		expect(await added()).toHaveLength(2);
	}, 120_000);

	it('conversion-from-payment records what its webhook is told, once', async () => {
		const { client, url } = stack.n8n;
		const stored = await client.createWorkflow(await readExample('conversion-from-payment.json', stack));
		const { short_url } = await stack.api<Link>('POST', '/v1/links', { destination: 'https://shop.example.com/pay', append_click_id: true });
		const visit = await fetch(short_url, { redirect: 'manual' });
		const lm_click = new URL(visit.headers.get('location') ?? '').searchParams.get('lm_click');
		await client.activate(stored);
		const payment = { type: 'checkout.session.completed', created: 1_767_312_000, data: { object: { amount_total: 4990, currency: 'eur', payment_intent: 'pi_1', metadata: { lm_click } } } };
		const call = async () => (await fetch(`${url}/webhook/payment`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payment) })).status;
		await eventually('the webhook', async () => ((await call()) === 200 ? true : undefined));
		await call();
		const recorded = async () => (await stack.api<{ conversions: unknown[] }>('GET', '/v1/conversions?event=sale')).conversions;
		await eventually('two executions', async () => ((await client.executions(stored)).filter(({ status }) => status === 'success').length === 2 ? true : undefined));
		expect(await recorded()).toEqual([expect.objectContaining({ click_id: lm_click, value: 49.9, currency: 'EUR', external_id: 'pi_1', occurred_at: '2026-01-02T00:00:00.000Z' })]);
		await client.deactivate(stored);
	}, 60_000);

	it.each(BY_CLICK)('%s can be activated, and deactivated again', async (name) => {
		const { client } = stack.n8n;
		const stored = await client.createWorkflow(await readExample(`${name}.json`, stack));
		await client.activate(stored);
		const hooks = async () => (await stack.api<{ webhooks: Webhook[] }>('GET', '/v1/webhooks')).webhooks;
		await eventually('an active subscription', async () => (await hooks()).find(({ status }) => status === 'active'));
		await client.deactivate(stored);
		await eventually('no active subscription', async () =>
			(await hooks()).every(({ status }) => status !== 'active') ? true : undefined,
		);
	});
});

describe('Link Click Trigger', () => {
	const workflow = (): WorkflowFile => ({
		name: 'Every click',
		nodes: [
			{
				id: '6f0d5a52-0000-4000-8000-000000000001',
				name: 'Link Click Trigger',
				type: 'n8n-nodes-linkmill.linkClickTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: '6f0d5a52-0000-4000-8000-000000000002',
				parameters: {},
				credentials: { linkmillApi: stack.credential },
			},
		],
		connections: {},
	});

	/** Clicks as a person with a browser does. */
	const click = async (shortUrl: string) => {
		const response = await fetch(shortUrl, {
			redirect: 'manual',
			headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
		});
		expect(response.status).toBe(302);
	};

	/** Slugs that the workflow's executions were started for, in order, when there are `count` of them. */
	const clicked = (id: string, count: number) =>
		eventually(`${count} executions`, async () => {
			const { client } = stack.n8n;
			const executions = await client.executions({ id });
			if (executions.length < count) return undefined;
			const ended = await Promise.all(executions.map((execution) => finished(client, execution.id)));
			expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'success'));
			return ended.flatMap(({ items }) => items('Link Click Trigger').map(({ json }) => json['link_slug'])).reverse();
		});

	it('starts a workflow for every click, also for those while n8n was stopped or had crashed, once each', async () => {
		const links = new Map<string, string>();
		for (const slug of ['before', 'stopped-1', 'stopped-2', 'killed', 'after']) {
			const link = await stack.api<Link>('POST', '/v1/links', { destination: 'https://example.com/', slug });
			links.set(slug, link.short_url);
		}
		const { client } = stack.n8n;
		const stored = await client.createWorkflow(workflow());
		await client.activate(stored);
		await eventually('the subscription', async () => {
			const { webhooks } = await stack.api<{ webhooks: Webhook[] }>('GET', '/v1/webhooks');
			return webhooks.some(({ status }) => status === 'active') ? true : undefined;
		});

		await click(links.get('before')!);
		expect(await clicked(stored.id, 1)).toEqual(['before']);

		await stack.n8n.stop();
		await click(links.get('stopped-1')!);
		await click(links.get('stopped-2')!);
		await stack.n8n.start();
		expect(await clicked(stored.id, 3)).toEqual(['before', 'stopped-1', 'stopped-2']);

		await stack.n8n.kill();
		await click(links.get('killed')!);
		await stack.n8n.start();
		await click(links.get('after')!);
		expect(await clicked(stored.id, 5)).toEqual(['before', 'stopped-1', 'stopped-2', 'killed', 'after']);
	}, 180_000);
});
