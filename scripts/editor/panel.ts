import type { Locator, Page } from 'playwright-core';

/** The open panel of a node: input, parameters, output. Parameters are named as in the node's description. */
export class Panel {
	readonly page: Page;
	readonly #all: Locator;
	readonly #parameters: Locator;
	readonly output: Locator;

	constructor(page: Page) {
		this.page = page;
		this.#all = page.getByTestId('ndv');
		this.#parameters = this.#all.getByTestId('node-parameters');
		this.output = this.#all.getByTestId('output-panel');
	}

	/** The place of a parameter, where several have its name of that which was added last; `column.<id>` is one of a resource mapper. */
	field(name: string): Locator {
		const [id = '', column] = name.split('.').reverse();
		const among = column === undefined ? this.#parameters : this.#parameters.getByTestId('mapping-fields-container');
		return among.getByTestId(`parameter-input-${id}`).last();
	}

	/** Types into a field. */
	async type(name: string, text: string): Promise<void> {
		await this.field(name).locator('input, textarea').last().fill(text);
	}

	/** Drags a field of the input into a parameter: n8n makes an expression of it. */
	async drag(column: string, name: string): Promise<void> {
		const pill = this.#all.getByTestId('ndv-input-panel').locator(`[data-target=mappable][data-name="${column}"]`);
		await this.field(name).scrollIntoViewIfNeeded();
		await pill.hover();
		await this.page.mouse.down();
		const place = await this.field(name).boundingBox();
		if (!place) throw new Error(`${name} is not seen`);
		await this.page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 8 });
		await this.page.mouse.up();
		await this.field(name).getByText(column).first().waitFor();
	}

	/** Turns a switch. */
	async toggle(name: string): Promise<void> {
		await this.field(name).locator('.el-switch').click();
	}

	/** Chooses of a list, by what is seen. */
	async choose(name: string, option: string): Promise<void> {
		await this.field(name).click();
		await this.#option(option).click();
	}

	/** Chooses how the columns of a resource mapper are filled. */
	async mapping(mode: string): Promise<void> {
		await this.#parameters.getByTestId('mapping-mode-select').click();
		await this.#option(mode).click();
	}

	/** Adds a field to a resource mapper. */
	async addColumn(label: string): Promise<void> {
		await this.#parameters.getByTestId('add-fields-select').locator('button').first().click();
		await this.page.getByRole('menuitem').getByText(label, { exact: true }).filter({ visible: true }).click();
	}

	/** Adds a field to a collection, by the headings that are read. */
	async add(collection: string, field: string): Promise<void> {
		const heading = this.page.locator('label').getByText(collection, { exact: true });
		await this.#parameters.getByTestId('parameter-item').filter({ has: heading }).getByTestId('collection-parameter-add').last().click();
		await this.#option(field).click();
	}

	/** Adds an entry to a repeating group, by the text of its button. */
	async addEntry(button: string): Promise<void> {
		await this.#parameters.getByTestId('fixed-collection-add').filter({ hasText: button }).last().click();
	}

	/** A resource locator: sets its mode and types the value. */
	async name(locator: string, mode: string, value: string): Promise<void> {
		await this.#setMode(locator, mode);
		await this.#locator(locator).getByTestId('rlc-input').fill(value);
	}

	/** A resource locator: searches its list and chooses of it. Resolves to the entries that were found. */
	async pick(locator: string, search: string, entry: string): Promise<string[]> {
		await this.#setMode(locator, 'From list');
		await this.#locator(locator).getByTestId('rlc-input').click();
		const entries = this.page.getByTestId('rlc-item').filter({ visible: true });
		await entries.first().waitFor();
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(search);
		const found = entries.getByText(entry, { exact: true });
		await found.waitFor();
		await entries.filter({ hasNotText: new RegExp(escaped(search), 'i') }).waitFor({ state: 'detached' });
		const listed = await entries.allInnerTexts();
		await found.click();
		return listed;
	}

	/** The name of the node's credential. */
	credential = () => this.#all.getByTestId('node-credentials-select').locator('input').inputValue();

	/** What n8n marks with a red triangle: the labels of these parameters. */
	async issues(): Promise<string[]> {
		const marked = this.#parameters.locator('.parameter-item').filter({ has: this.page.getByTestId('parameter-issues') });
		return (await marked.locator('label').allInnerTexts()).map((label) => label.trim().split('\n', 1)[0] ?? '');
	}

	/** Results of expressions that n8n cannot work out. */
	expressionErrors = () => this.#parameters.getByText(/\[(ERROR|invalid)/).allInnerTexts();

	/** All that is written among the parameters: labels, hints, what lists have chosen. */
	text = () => this.#parameters.innerText();

	/** Texts in colour among the parameters. */
	notices = () => this.#parameters.locator('.notice').allInnerTexts();

	/** Hints over the output. */
	hints = () => this.output.getByTestId('node-hint').allInnerTexts();

	/** Runs the node and waits for its output. */
	async run(): Promise<void> {
		await this.start();
		await this.ran();
	}

	/** Waits until the node has run; throws what the panel says unless that was to success. */
	async ran(): Promise<void> {
		const status = this.output.getByTestId(/^node-run-status-/);
		await status.first().waitFor({ timeout: 60_000 });
		if (!(await this.output.getByTestId('node-run-status-success').isVisible())) throw new Error(await this.output.innerText());
	}

	/** Presses the button that runs a node, or makes a trigger listen. */
	async start(): Promise<void> {
		await this.#all.getByTestId('node-execute-button').first().click();
	}

	/** The output as a table: the texts of its cells, row by row, by the columns' heads. */
	async rows(): Promise<Record<string, string>[]> {
		await this.output.getByTestId('radio-button-table').click();
		await this.output.locator('table').first().waitFor();
		const heads = await this.output.locator('thead th').allInnerTexts();
		const rows: Record<string, string>[] = [];
		for (const row of await this.output.locator('tbody tr').all()) {
			const cells = await row.locator('td').allInnerTexts();
			rows.push(Object.fromEntries(heads.map((head, index) => [head.trim(), (cells[index] ?? '').trim()])));
		}
		return rows;
	}

	/** Scrolls the output's table until a column is the first that is seen. */
	async scrollTo(column: string): Promise<void> {
		const head = this.output.locator('th').getByText(column, { exact: true });
		await head.evaluate((element: { scrollIntoView(where: object): void }) => element.scrollIntoView({ inline: 'start', block: 'nearest' }));
	}

	/** Scrolls the parameters to the first. */
	async scrollUp(): Promise<void> {
		await this.#all.getByTestId('node-credentials-select').scrollIntoViewIfNeeded();
	}

	async close(): Promise<void> {
		await this.#all.getByTestId('ndv-close-button').click();
		await this.#all.waitFor({ state: 'hidden' });
	}

	#locator = (name: string) => this.#parameters.getByTestId(`resource-locator-${name}`).last();

	async #setMode(locator: string, mode: string): Promise<void> {
		await this.#locator(locator).getByTestId('rlc-mode-selector').click();
		await this.#option(mode).click();
	}

	/** An entry of the list that is open; what describes it is not looked at. */
	#option = (text: string) => this.page.getByRole('option').getByText(text, { exact: true }).filter({ visible: true });
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
