import path from 'node:path';
import type { Editor } from '../editor/editor.ts';
import { exampleNames, readExample } from '../n8n/workflows.ts';
import type { Stack } from '../stack.ts';
import type { Camera } from './camera.ts';

/** A picture of the canvas of each example, for the README's gallery. */
export async function takeExamples(stack: Stack, editor: Editor, camera: Camera): Promise<void> {
	await editor.page.setViewportSize({ width: 1200, height: 800 });
	for (const file of await exampleNames()) {
		const { id } = await stack.n8n.client.createWorkflow(await readExample(file, stack));
		await editor.openWorkflow(id);
		await camera.takeCanvas(`examples/${path.parse(file).name}`);
	}
}
