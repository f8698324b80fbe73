// `npm run screenshots`: the pictures of the README, taken from a real n8n with the example workflows.
import { selectors } from 'playwright-core';
import type { StoredWorkflow } from '../n8n/client.ts';
import { readExample } from '../n8n/workflows.ts';
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

async function takePictures(stack: Stack): Promise<void> {
	const batch = await example(stack, 'csv-to-links.json', 'batchCreate');
	const trigger = await example(stack, 'on-link-click.json', 'linkClickTrigger');
	const browser = await launch();
	try {
		const editor = await Editor.signIn(browser, stack.n8n.url, stack.n8n.secrets.owner);
		await editor.openWorkflow(batch.stored.id);
		await editor.save('csv-workflow');
		await editor.openNode(batch.node);
		await editor.save('batch-create');
		await editor.closeNode();
		await editor.execute();
		await editor.save('csv-workflow-executed');
		await editor.openNode(batch.node);
		await editor.save('batch-create-executed');
		await editor.closeNode();
		await editor.openWorkflow(trigger.stored.id);
		await editor.save('link-click-trigger-workflow');
		await editor.openNode(trigger.node);
		await editor.save('link-click-trigger');
	} finally {
		await browser.close();
	}
}

selectors.setTestIdAttribute('data-test-id');
// The usual ports, as the addresses are in the pictures.
const stack = await openTemporaryStack({ ports: { backend: 8787, n8n: 5678 } });
try {
	await takePictures(stack);
} finally {
	await stack.close();
}
