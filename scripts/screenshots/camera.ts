import path from 'node:path';
import { closeMessages, type Editor } from '../editor/editor.ts';
import { ROOT } from '../repository.ts';

const IMAGES = path.join(ROOT, 'docs/images');

/** Pixels around the nodes of a canvas. */
const MARGIN = 32;

/** Where expressions were edited, the editor leaves empty boxes for tips in the upper left corner. */
const NO_TIPS = '[class*="ͼ"]:not(.cm-editor) { visibility: hidden }';

/** Takes pictures of the editor. */
export class Camera {
	readonly #editor: Editor;

	constructor(editor: Editor) {
		this.#editor = editor;
	}

	/** Saves what is seen as `docs/images/<name>.png`, without messages that lie over it. */
	async take(name: string): Promise<void> {
		const { page } = this.#editor;
		await closeMessages(page);
		await page.mouse.move(640, 5); // nothing hovered
		await this.#editor.still();
		await page.screenshot({ path: path.join(IMAGES, `${name}.png`), style: NO_TIPS });
		console.log(`docs/images/${name}.png`);
	}

	/** Saves the nodes and notes of the canvas that is seen, without what lies over it. */
	async takeCanvas(name: string): Promise<void> {
		const { page } = this.#editor;
		await page.mouse.move(640, 5);
		await this.#editor.still();
		const boxes = await Promise.all((await page.locator('.vue-flow__node').all()).map(async (node) => await node.boundingBox()));
		const seen = boxes.filter((box) => box !== null);
		const [left, top] = [Math.min(...seen.map(({ x }) => x)), Math.min(...seen.map(({ y }) => y))];
		const [right, bottom] = [Math.max(...seen.map(({ x, width }) => x + width)), Math.max(...seen.map(({ y, height }) => y + height))];
		// Names stand below their nodes, in up to three lines, and are wider; the last node has a plus behind it.
		const x = Math.max(0, left - 2 * MARGIN);
		const clip = { x, y: top - MARGIN, width: right + 3 * MARGIN - x, height: bottom - top + 4 * MARGIN };
		const style = 'button, [role=radiogroup] { visibility: hidden !important }';
		await page.screenshot({ path: path.join(IMAGES, `${name}.png`), clip, style });
		console.log(`docs/images/${name}.png`);
	}
}
