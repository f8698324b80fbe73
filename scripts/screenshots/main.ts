// `npm run screenshots`: the pictures of the README, taken from a real n8n with the example workflows.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { selectors } from 'playwright-core';
import type { Webhook } from '../../contract/webhook.ts';
import type { StoredWorkflow } from '../n8n/client.ts';
import { exampleNames, readExample } from '../n8n/workflows.ts';
import { openTemporaryStack, type Stack } from '../stack.ts';
import { launch } from './browser.ts';
import { Editor } from './editor.ts';

interface Example {
	stored: StoredWorkflow;
	/** Name of the node that is shown. */
	node: string;
}

/** Imports an example and names its node of this type. */
async function example(stack: Stack, file: string, type: string): Promise<Example> {
	const workflow = await readExample(file, stack);
	const node = workflow.nodes.find((one) => one.type === `n8n-nodes-linkmill.${type}`);
	if (!node) throw new Error(`${file} has no node of type ${type}`);
	return { stored: await stack.n8n.client.createWorkflow(workflow), node: node.name };
}

/** Clicks a link as a person does, as soon as somebody wants to know of it. */
async function click({ url, apiKey }: Stack, slug: string): Promise<void> {
	let webhooks: Webhook[] = [];
	while (webhooks.length === 0) {
		await sleep(200);
		const response = await fetch(`${url}/v1/webhooks`, { headers: { authorization: `Bearer ${apiKey}` } });
		({ webhooks } = (await response.json()) as { webhooks: Webhook[] });
	}
	const headers = {
		'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
		referer: 'https://www.instagram.com/',
	};
	await fetch(`${url}/${slug}`, { redirect: 'manual', headers });
}

async function takePictures(stack: Stack): Promise<void> {
	const batch = await example(stack, 'csv-to-links.json', 'batchCreate');
	const trigger = await example(stack, 'on-link-click.json', 'linkClickTrigger');
	const browser = await launch();
	try {
		const editor = await Editor.signIn(browser, stack.n8n.url, stack.n8n.secrets.owner);
		await editor.openWorkflow(batch.stored.id);
		await editor.openNode(batch.node);
		await editor.save('batch-create');
		await editor.closeNode();
		await editor.execute();
		await editor.save('csv-workflow-executed');
		await editor.openNode(batch.node);
		await editor.scrollTo('short_url');
		await editor.save('batch-create-executed');
		await editor.closeNode();
		await editor.openWorkflow(trigger.stored.id);
		await editor.save('link-click-trigger-workflow');
		await editor.openNode(trigger.node);
		await editor.listen(() => click(stack, 'spring-TC-1001'));
		await editor.save('link-click-trigger');
		for (const file of await exampleNames()) {
			const { id } = await stack.n8n.client.createWorkflow(await readExample(file, stack));
			await editor.saveCanvas(id, `examples/${path.parse(file).name}`);
		}
	} finally {
		await browser.close();
	}
}

selectors.setTestIdAttribute('data-test-id');
// Both are seen in the pictures.
const stack = await openTemporaryStack({
	env: { LINKMILL_BASE_URL: 'https://go.example.com' },
	files: path.join(tmpdir(), 'shop'),
});
try {
	await takePictures(stack);
} finally {
	await stack.close();
}
