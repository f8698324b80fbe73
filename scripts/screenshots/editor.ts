import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Owner } from '../n8n/client.ts';
import { ROOT } from '../repository.ts';

const IMAGES = path.join(ROOT, 'docs/images');

/** n8n's editor, as a person sees it. */
export class Editor {
	readonly #page: Page;
	readonly #url: string;

	private constructor(page: Page, url: string) {
		this.#page = page;
		this.#url = url;
	}

	/** Signs in on the page that asks for it. */
	static async signIn(browser: Browser, url: string, owner: Owner): Promise<Editor> {
		// Half again as many pixels: sharp on the screens that READMEs are read on.
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
		await page.goto(`${url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', owner.email);
		await page.fill('input[name=password]', owner.password);
		await page.keyboard.press('Enter');
		await page.waitForURL('**/home/**');
		return new Editor(page, url);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.#page.goto(`${this.#url}/workflow/${id}`);
		await this.#page.getByTestId('canvas-node').first().waitFor();
		await this.#page.getByTestId('zoom-to-fit').click();
		await this.#settle();
	}

	/** Runs the workflow from its manual trigger and waits for the message that it has run. */
	async execute(): Promise<void> {
		await this.#page.getByTestId('execute-workflow-button').click();
		await this.#page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
		await this.#page.locator('.el-notification__closeBtn').click();
		await this.#settle();
	}

	/** Opens a node's panel; its output is shown as a table where there is one. */
	async openNode(name: string): Promise<void> {
		await this.#page.getByTestId('canvas-node').filter({ hasText: name }).first().dblclick();
		await this.#page.getByTestId('ndv').waitFor();
		await this.#settle();
		const table = this.#page.getByTestId('output-panel').getByTestId('radio-button-table');
		if (await table.isVisible()) await table.click();
		await this.#settle();
	}

	/** Scrolls the output's table until a column is the first that is seen. */
	async scrollTo(column: string): Promise<void> {
		const header = this.#page.getByTestId('output-panel').locator('th').filter({ hasText: column }).first();
		await header.evaluate((element) => element.scrollIntoView({ inline: 'start', block: 'nearest' }));
		await this.#settle();
	}

	/** Makes the open trigger listen, lets something happen, and shows its output as JSON. */
	async listen(happen: () => Promise<void>): Promise<void> {
		await this.#page.getByTestId('node-execute-button').first().click();
		await happen();
		await this.#page.getByTestId('output-panel').locator('table').waitFor({ timeout: 30_000 });
		await this.#page.locator('.el-notification__closeBtn').click();
		await this.#page.getByTestId('output-panel').getByTestId('radio-button-json').click();
		await this.#page.getByText('You can pin this output').waitFor({ state: 'hidden', timeout: 30_000 });
		await this.#settle();
	}

	async closeNode(): Promise<void> {
		await this.#page.getByTestId('ndv-close-button').click();
		await this.#settle();
	}

	/** Saves what is seen as `docs/images/<name>.png`. */
	async save(name: string): Promise<void> {
		await this.#page.mouse.move(640, 5); // nothing hovered
		await this.#settle();
		await this.#page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
		console.log(`docs/images/${name}.png`);
	}

	/** Saves the canvas of a workflow alone, low and wide as workflows are. */
	async saveCanvas(id: string, name: string): Promise<void> {
		await this.#page.setViewportSize({ width: 1200, height: 560 });
		await this.openWorkflow(id);
		// What lies over the canvas would cover nodes.
		const style = 'button, [role="radiogroup"] { visibility: hidden !important }';
		await this.#page.locator('.vue-flow').first().screenshot({ path: path.join(IMAGES, `${name}.png`), style });
		console.log(`docs/images/${name}.png`);
	}

	/** Animations of the editor take about half a second, and nothing says when they are over. */
	#settle = () => this.#page.waitForTimeout(800);
}
