import { selectors, type Browser, type Page } from 'playwright-core';
import type { Owner } from '../n8n/client.ts';
import { Panel } from './panel.ts';

/** n8n's editor, as a person uses it: everything is found by what is seen, and waited for. */
export class Editor {
	readonly page: Page;
	readonly #url: string;

	private constructor(page: Page, url: string) {
		this.page = page;
		this.#url = url;
	}

	/** Signs in on the page that asks for it. `scale` is pixels of pictures for one of the page's. */
	static async signIn(browser: Browser, url: string, owner: Owner, scale = 1): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: scale, colorScheme: 'light' });
		page.setDefaultTimeout(60_000); // on a busy machine, a click takes seconds
		await page.goto(`${url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', owner.email);
		await page.fill('input[name=password]', owner.password);
		await page.keyboard.press('Enter');
		await page.waitForURL('**/home/**');
		return new Editor(page, url);
	}

	/** An empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.#url}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** The canvas of a stored workflow, zoomed so that all of it is seen. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.#url}/workflow/${id}`);
		await this.nodes.first().waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
		await this.still();
	}

	/** The list of workflows, which {@link openFromList} takes them from: quicker than loading the page for each. */
	async openList(): Promise<void> {
		await this.page.goto(`${this.#url}/home/workflows`);
	}

	/** A workflow of the list that is shown; `run` is with its canvas, then the list is there again. */
	async openFromList(name: string, run: () => Promise<void>): Promise<void> {
		await this.page.getByText(name, { exact: true }).first().click();
		await this.nodes.first().waitFor();
		await run();
		await this.page.goBack();
	}

	/** The nodes of the canvas. */
	get nodes() {
		return this.page.getByTestId('canvas-node');
	}

	/** Names of the nodes that n8n marks with a red triangle: a parameter or a credential is missing or wrong. */
	issues = () => this.#marked('node-issues');

	/** Names of the nodes that this n8n does not know. */
	unknown = () => this.#marked('node-not-installed');

	async #marked(mark: string): Promise<string[]> {
		const texts = await this.nodes.filter({ has: this.page.getByTestId(mark) }).allInnerTexts();
		return texts.map((text) => text.replace(/^\?\s+/, '').split('\n', 1)[0] ?? '');
	}

	/** Adds n8n's Manual Trigger to an empty canvas; it has no panel to open. */
	async addManualTrigger(): Promise<void> {
		await this.#insert('manual', 'Manual Trigger');
		await this.nodes.first().waitFor();
	}

	/**
	 * Searches one of our nodes in the list and adds it: as the first of the canvas, or behind the last. Its panel opens.
	 * n8n shows what a node of the community is before it adds it, with the actions that it has.
	 */
	async addNode(search: string, title: string, action = 'Add to workflow'): Promise<Panel> {
		await this.#insert(search, title);
		await this.page.getByTestId('node-creator').getByText(action, { exact: true }).click();
		await this.page.getByTestId('ndv').waitFor();
		return new Panel(this.page);
	}

	async #insert(search: string, title: string): Promise<void> {
		const first = this.page.getByTestId('canvas-add-button');
		await first.or(this.page.getByTestId('canvas-handle-plus')).last().click();
		await this.page.getByTestId('node-creator-search-bar').fill(search);
		await this.page.getByTestId('node-creator-item-name').filter({ hasText: new RegExp(`^\\s*${title}\\s*$`) }).click();
	}

	/** Opens the panel of a node of the canvas. */
	async openNode(name: string): Promise<Panel> {
		await this.nodes.filter({ hasText: name }).first().dblclick();
		await this.page.getByTestId('ndv').waitFor();
		return new Panel(this.page);
	}

	/** Runs the workflow from its manual trigger and waits for the message that it has run. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
		await closeMessages(this.page);
	}

	/** Waits until what moves has come to rest: the canvas and panels slide and fade for about half a second. */
	async still(): Promise<void> {
		await this.page.waitForFunction(STILL);
		await this.page.waitForFunction(LOADED);
		await this.page.evaluate(DRAWN);
	}
}

/** Run in the page: no animation is under way but those that never end. */
const STILL = 'document.getAnimations().every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)';

/** Run in the page: every picture is there. */
const LOADED = '[...document.images].every((image) => image.complete)';

/** Run in the page: what has changed is on the screen. */
const DRAWN = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/** Closes the messages in the corner. */
export async function closeMessages(page: Page): Promise<void> {
	const close = page.locator('.el-notification__closeBtn');
	while (await close.first().isVisible()) {
		await close.first().click({ timeout: 2000 }).catch(() => undefined); // it may have gone by itself
	}
}
