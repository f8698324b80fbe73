/**
 * Each node in n8n's own editor, as a person meets it: found in the list, filled in, run, its output read in the panel; and every
 * example as the editor shows it. Needs a Chromium on this machine (`CHROMIUM` names another) and is skipped without.
 */
import type { Browser } from 'playwright-core';
import type { Link, LinkList } from '../../contract/link.ts';
import type { WebhookList } from '../../contract/webhook.ts';
import { CredentialDialog } from '../../scripts/editor/credential-dialog.ts';
import { Editor } from '../../scripts/editor/editor.ts';
import type { Panel } from '../../scripts/editor/panel.ts';
import * as scenes from '../../scripts/editor/scenes.ts';
import type { WorkflowNode } from '../../scripts/n8n/client.ts';
import { exampleNames, readExample } from '../../scripts/n8n/workflows.ts';
import { findBrowser, launch } from '../../scripts/screenshots/browser.ts';
import { eventually } from './eventually.ts';
import { openTestStack, type TestStack } from './stack.ts';

if (!findBrowser()) console.warn('No Chromium here: the tests in n8n\'s editor are skipped. Install one, or name it: CHROMIUM=/path');
const inEditor = findBrowser() ? describe : describe.skip;

/** Milliseconds for one scene; they take 5 to 15 s each, and more on a busy machine. */
const PATIENCE = 180_000;

inEditor('in the editor', () => {
	let stack: TestStack;
	let browser: Browser;
	let editor: Editor;
	let stage: scenes.Stage;

	beforeAll(async () => {
		stack = await openTestStack();
		browser = await launch();
		editor = await Editor.signIn(browser, stack.n8n.url, stack.n8n.secrets.owner);
		stage = { editor, n8n: stack.n8n.client, visit };
	}, 900_000); // the first time, n8n is installed

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	}, 60_000);

	async function visit(slug: string): Promise<void> {
		const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
		const response = await fetch(`${stack.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': phone, referer: 'https://www.instagram.com/' } });
		expect(response.status).toBe(302);
	}

	const link = (slug: string) => stack.api<Link>('GET', `/v1/links/slug:${slug}`);

	/** A test that goes on from what those before it have made, and fails at once where one of them has not. */
	let unfinished: string | undefined;
	const scene = (name: string, play: () => Promise<void>) =>
		test(name, async () => {
			if (unfinished) throw new Error(`Goes on from "${unfinished}"`);
			unfinished = name;
			await play();
			unfinished = undefined;
		}, PATIENCE);

	/** Nothing is red. */
	async function expectNoIssue(panel: Panel): Promise<void> {
		expect(await panel.issues()).toEqual([]);
		expect(await panel.expressionErrors()).toEqual([]);
	}

	scene('Create Link: a credential is made and tested, a missing destination is marked, two channels are two links', async () => {
		const panel = await scenes.beginCreateLink(stage);
		const dialog = await CredentialDialog.open(editor.page);
		await dialog.type('baseUrl', stack.url);
		await dialog.type('apiKey', 'lmk_not-the-key-of-this-server');
		await dialog.saveWrong(/does not know this API key/);
		await dialog.type('apiKey', stack.apiKey);
		await dialog.save();
		expect(await panel.credential()).toBe('Linkmill account');

		await panel.start();
		await editor.page.getByText('Parameter "Destination" is required').waitFor();
		expect(await panel.issues()).toEqual(['Destination']);

		await scenes.createLink(panel);
		await expectNoIssue(panel);
		const rows = await panel.rows();
		expect(rows.map(({ channel, short_url, result }) => [channel, short_url, result])).toEqual([
			['LinkedIn', `${stack.url}/spring-sale-LinkedIn`, 'created'],
			['Newsletter', `${stack.url}/spring-sale-Newsletter`, 'created'],
		]);
		expect(await panel.hints()).toEqual([expect.stringContaining('Set LINKMILL_BASE_URL')]);
		expect(await link('spring-sale-LinkedIn')).toMatchObject({ title: 'Spring sale', tags: ['sale'], campaign: scenes.CAMPAIGN, utm: { source: 'linkedin' }, expires_at: expect.any(String) });
	});

	scene('Batch Create: columns that are dragged to fields make a link of each row', async () => {
		const panel = await scenes.batchCreate(stage);
		await expectNoIssue(panel);
		expect(await panel.hints()).toEqual([expect.stringContaining('3 rows: 3 created'), expect.stringContaining('Set LINKMILL_BASE_URL')]);
		const rows = await panel.rows();
		expect(rows.map(({ SKU, short_url, result }) => [SKU, short_url, result])).toEqual(scenes.PRODUCTS.map(({ SKU }) => [SKU, `${stack.url}/shop-${SKU}`, 'created']));
		expect(await link('shop-TC-1001')).toMatchObject({ destination: 'https://shop.example.com/p/1001', title: 'Mug, blue', tags: ['Kitchen'], campaign: scenes.CAMPAIGN });

		await panel.mapping('Map Automatically');
		expect(await panel.notices()).toContainEqual(expect.stringContaining('destination (or url), slug, title'));
		await panel.mapping('Map Each Column Manually');
	});

	scene('Find Links: the campaign is chosen of the list, and what was clicked most comes first', async () => {
		const panel = await scenes.findLinks(stage);
		await expectNoIssue(panel);
		const rows = await panel.rows();
		expect(rows.map(({ slug, total_clicks }) => [slug, total_clicks]).slice(0, 2)).toEqual([['shop-TC-1002', '2'], ['shop-TC-1001', '1']]);
		expect(rows).toHaveLength(5);
	});

	scene('Update Links: a dry run shows before and after and writes nothing, the real one does', async () => {
		const panel = await scenes.updateLinks(stage);
		await expectNoIssue(panel);
		expect(await panel.text()).toContain('Run once with it to see which links are meant');
		const changed = ['1001', '1002'].map((sku) => [`https://shop.example.com/products/${sku}`, expect.stringContaining(`https://shop.example.com/p/${sku}`)]);
		const seen = async () => (await panel.rows()).map(({ destination, previous }) => [destination, previous]).sort();
		expect(await seen()).toEqual(changed);
		expect((await link('shop-TC-1001')).destination).toBe('https://shop.example.com/p/1001');
		await panel.toggle('dryRun');
		await panel.run();
		await eventually('the new destination', async () => ((await link('shop-TC-1001')).destination === 'https://shop.example.com/products/1001' ? true : undefined));
		await eventually('an output that is no dry run', async () => ((await panel.rows()).every(({ dry_run }) => dry_run === 'false') ? true : undefined));
		expect(await seen()).toEqual(changed);
	});

	scene('Get Analytics: the report has the columns of a spreadsheet', async () => {
		const panel = await scenes.getAnalytics(stage);
		await expectNoIssue(panel);
		const rows = await panel.rows();
		expect(rows[0]).toMatchObject({ Link: `${stack.url}/shop-TC-1002`, Title: 'Teapot', Clicks: '2', 'Unique Visitors': '1' });
		expect(rows).toHaveLength(5);
	});

	scene('Record Conversion: the link is found by its title', async () => {
		const panel = await scenes.recordConversion(stage);
		await expectNoIssue(panel);
		expect(await panel.rows()).toEqual([expect.objectContaining({ result: 'recorded', event: 'sale', value: '49.9', currency: 'EUR', link_slug: 'shop-TC-1002' })]);
		const { conversions } = await stack.api<{ conversions: object[] }>('GET', '/v1/conversions?event=sale');
		expect(conversions).toEqual([expect.objectContaining({ external_id: 'order-1001', value: 49.9 })]);
	});

	scene('Link Click Trigger: it listens, somebody clicks, and the click is in the panel', async () => {
		const webhooks = async () => (await stack.api<WebhookList>('GET', '/v1/webhooks')).webhooks;
		const listens = async () => {
			await editor.page.getByText('Listening for test event').waitFor();
			await eventually('the subscription of the test', async () => (await webhooks()).find(({ status }) => status === 'active'));
		};
		const panel = await scenes.linkClickTrigger(stage, listens);
		await expectNoIssue(panel);
		expect(await panel.notices()).toContainEqual(expect.stringContaining('Linkmill must be able to reach n8n'));
		expect(await panel.rows()).toEqual([expect.objectContaining({ type: 'link.clicked', link_slug: 'shop-TC-1001', device: 'mobile', source: 'social', kind: 'human' })]);
		await eventually('the end of the subscription', async () => ((await webhooks()).length === 0 ? true : undefined));
		const { links } = await stack.api<LinkList>('GET', '/v1/links?slug=shop-TC-1001');
		expect(links.map(({ total_clicks }) => total_clicks)).toEqual([2]);
	});

	test('every example is shown without a node that n8n does not know, and without a warning', async () => {
		const { client } = stack.n8n;
		// Beside each example, so that one knows that the editor has looked: what it must mark.
		const incomplete: WorkflowNode = { id: 'incomplete', name: 'Incomplete', type: 'n8n-nodes-linkmill.createLink', typeVersion: 1, position: [0, 500], parameters: {}, credentials: { linkmillApi: stack.credential } };
		const strange: WorkflowNode = { ...incomplete, id: 'strange', name: 'Strange', type: 'n8n-nodes-linkmill.strange', position: [300, 500] };
		const shown: string[] = [];
		for (const file of await exampleNames()) {
			const example = await readExample(file, stack);
			shown.push(`${file}: ${example.name}`);
			await client.createWorkflow({ ...example, name: shown.at(-1)!, nodes: [...example.nodes, incomplete, strange] });
		}
		await editor.openList();
		for (const name of shown) {
			await editor.openFromList(name, async () => {
				await eventually(`what is wrong in ${name}`, async () => ((await editor.issues()).length > 0 && (await editor.unknown()).length > 0 ? true : undefined));
				expect([name, await editor.issues(), await editor.unknown()]).toEqual([name, ['Incomplete'], ['Strange']]);
			});
		}
	}, 2 * PATIENCE);
});
