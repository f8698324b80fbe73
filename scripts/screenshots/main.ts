// `npm run screenshots`: the pictures of the README, of the pages of the nodes, taken from a real n8n, and of the dashboard.
// `npm run screenshots -- nodes` or `-- dashboard` takes a part of them.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Editor } from '../editor/editor.ts';
import { openTemporaryStack } from '../stack.ts';
import { launch } from './browser.ts';
import { Camera } from './camera.ts';
import { takeDashboard } from './dashboard/take.ts';
import { takeExamples } from './examples.ts';
import { takeNodes } from './nodes.ts';
import { takeTour } from './tour.ts';

async function takeEditor(): Promise<void> {
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
}

const PARTS = { nodes: takeEditor, dashboard: takeDashboard };
const wanted = process.argv.slice(2);
for (const [name, take] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await take();
