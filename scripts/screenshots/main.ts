// `npm run screenshots`: the pictures of the README and of the pages of the nodes, taken from a real n8n.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Editor } from '../editor/editor.ts';
import { openTemporaryStack } from '../stack.ts';
import { launch } from './browser.ts';
import { Camera } from './camera.ts';
import { takeExamples } from './examples.ts';
import { takeNodes } from './nodes.ts';
import { takeTour } from './tour.ts';

// Both are seen in the pictures.
const stack = await openTemporaryStack({
	env: { LINKMILL_BASE_URL: 'https://go.example.com' },
	files: path.join(tmpdir(), 'shop'),
});
try {
	const browser = await launch();
	try {
		// Half again as many pixels: sharp on the screens that READMEs are read on.
		const editor = await Editor.signIn(browser, stack.n8n.url, stack.n8n.secrets.owner, 1.5);
		const camera = new Camera(editor);
		await takeNodes(stack, editor, camera);
		await takeTour(stack, editor, camera);
		await takeExamples(stack, editor, camera);
	} finally {
		await browser.close();
	}
} finally {
	await stack.close();
}
