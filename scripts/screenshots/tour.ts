import type { Editor } from '../editor/editor.ts';
import { closeMessages } from '../editor/editor.ts';
import type { StoredWorkflow } from '../n8n/client.ts';
import { readExample } from '../n8n/workflows.ts';
import type { Stack } from '../stack.ts';
import type { Camera } from './camera.ts';
import { listened, visit } from './nodes.ts';

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

/** What the README leads through: a CSV becomes links, and a click starts a workflow. */
export async function takeTour(stack: Stack, editor: Editor, camera: Camera): Promise<void> {
	const batch = await example(stack, 'csv-to-links.json', 'batchCreate');
	const trigger = await example(stack, 'on-link-click.json', 'linkClickTrigger');
	await editor.openWorkflow(batch.stored.id);
	await editor.execute();
	await camera.take('csv-workflow-executed');
	const panel = await editor.openNode(batch.node);
	await panel.rows();
	await panel.scrollTo('short_url');
	await camera.take('batch-create-executed');
	await editor.openWorkflow(trigger.stored.id);
	const opened = await editor.openNode(trigger.node);
	await opened.start();
	await listened(stack);
	await visit(stack, 'spring-TC-1001');
	await opened.ran();
	await closeMessages(editor.page);
	await opened.output.getByTestId('radio-button-json').click();
	await camera.take('link-click-trigger');
}
