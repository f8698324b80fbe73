// `npm run screenshots`: the pictures of the README, taken from a real n8n with the example workflows.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { selectors } from 'playwright-core';
import type { StoredWorkflow, WorkflowFile } from '../n8n/client.ts';
import { EXAMPLES, readWorkflow } from '../n8n/workflows.ts';
import { openTemporaryStack, type Stack } from '../stack.ts';
import { launch } from './browser.ts';
import { Editor } from './editor.ts';

interface Example {
	stored: StoredWorkflow;
	/** Name of the node that is shown. */
	node: string;
}

/** Imports the first example that has a node of this type. */
async function example({ n8n, credential }: Stack, type: string): Promise<Example> {
	const files = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json')).sort();
	const workflows: WorkflowFile[] = await Promise.all(files.map((name) => readWorkflow(path.join(EXAMPLES, name), credential)));
	for (const workflow of workflows) {
		const node = workflow.nodes.find((one) => one.type === `n8n-nodes-linkmill.${type}`);
		if (node) return { stored: await n8n.client.createWorkflow(workflow), node: node.name };
	}
	throw new Error(`No example has a node of type ${type}`);
}

async function takePictures(stack: Stack): Promise<void> {
	const batch = await example(stack, 'batchCreate');
	const trigger = await example(stack, 'linkClickTrigger');
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
