/** Many links at once: shown before it is done, and undone after. */
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

inBrowser('many links at once', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 120, clicks: 0 }); });
	afterAll(() => stage.stop());

	const total = async (query: string): Promise<number> => (await stage.api.get(`/v1/links?count=true&limit=1&${query}`)).data.total;

	it('tags those that were selected, with Shift and the keyboard, and undoes it', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		const boxes = page.locator('.links-table tbody .select-cell input');
		await boxes.nth(0).check();
		await boxes.nth(4).click({ modifiers: ['Shift'] });
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Space');
		await page.getByText('6 selected').waitFor();
		await page.getByRole('button', { name: 'Tags', exact: true }).click();
		const panel = page.getByRole('dialog', { name: 'Tags of 6 links' });
		await panel.getByRole('combobox', { name: 'Add tags' }).fill('fresh,');
		await panel.getByText('6 links would change. Nothing has been done yet.').waitFor();
		expect(await panel.locator('ins').first().textContent()).toContain('fresh');
		expect(await violations(page)).toEqual([]);
		expect(await total('tags=fresh')).toBe(0);
		await panel.getByRole('button', { name: 'Change 6 links' }).click();
		await page.getByText('6 links changed.').waitFor();
		expect(await total('tags=fresh')).toBe(6);
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByText('Undone: 6 links as before.').waitFor();
		expect(await total('tags=fresh')).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	it('switches the destination of all that match, shown or not; those that cannot be changed are named and left', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend);
		await goTo('/links?destination=https://shop.example.com/*');
		await page.locator('.page-title p').getByText('120 found').waitFor();
		await page.getByLabel('Select all rows that are shown').check();
		await page.getByText('50 selected').waitFor();
		await page.getByRole('button', { name: 'Select all 120' }).click();
		await page.getByText('All 120 links').waitFor();
		await page.getByRole('button', { name: 'Destination', exact: true }).click();
		const panel = page.getByRole('dialog', { name: 'Destination of 120 links' });
		await panel.getByLabel('Find', { exact: true }).fill('https://shop.example.com/garden');
		await panel.getByLabel('Replace with').fill('nowhere');
		await panel.getByText(/cannot\. Nothing has been done yet\./).waitFor();
		await panel.getByText('These stay as they are:').waitFor();
		expect(await panel.getByRole('button', { name: 'Change', exact: true }).isDisabled()).toBe(true);
		await panel.getByLabel('Find', { exact: true }).fill('shop.example.com');
		await panel.getByLabel('Replace with').fill('store.example.com');
		await panel.getByRole('button', { name: 'Change 120 links' }).click();
		await page.getByText('120 links changed.').waitFor();
		expect(await total('destination=https://store.example.com/*')).toBe(120);
		// Somebody changes one of them meanwhile: the undo leaves that alone, and says so.
		await stage.api.patch('/v1/links/slug:newsletter', { title: 'Changed since' });
		await page.getByRole('button', { name: 'Undo' }).click();
		const left = page.getByRole('dialog', { name: '1 link could not be put back' });
		await left.getByText('/newsletter').waitFor();
		expect(await total('destination=https://store.example.com/*')).toBe(1);
		expect(await violations(page)).toEqual([]);
		await left.getByRole('button', { name: 'Put back those changed since' }).click();
		await left.waitFor({ state: 'detached' });
		expect((await stage.api.get('/v1/links/slug:newsletter')).data).toMatchObject({ title: 'Changed since', destination: 'https://shop.example.com/newsletter?ref=newsletter' });
		expect(complaints).toEqual([]);
		await close();
	});

	it('deletes, disables and moves to a campaign; refuses where the selection is another by now', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { expected: [409] });
		await goTo('/links?tags=print');
		const before = await total('tags=print');
		await page.locator('.page-title p').getByText(`${before} found`).waitFor();
		await page.getByLabel('Select all rows that are shown').check();
		await page.getByRole('button', { name: 'More for the selected links' }).click();
		await page.getByRole('menuitem', { name: 'Campaign' }).click();
		await page.getByRole('dialog').getByRole('combobox', { name: 'Campaign' }).fill('moved');
		await page.getByRole('dialog').getByRole('button', { name: /^Change \d+ links$/ }).click();
		await page.getByText(`${before} links changed.`).waitFor();
		expect(await total('campaign=moved')).toBe(before);

		await page.getByRole('button', { name: /^Actions for/ }).first().click();
		await page.getByRole('menuitem', { name: /^(Disable|Enable)$/ }).click();
		await page.getByRole('dialog').getByText('1 link would change').waitFor();
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

		await goTo('/links?campaign=moved');
		await page.locator('.links-table tbody tr').first().waitFor();
		await page.getByLabel('Select all rows that are shown').check();
		await page.getByRole('button', { name: 'Delete', exact: true }).click();
		const panel = page.getByRole('dialog', { name: `Delete ${before} links?` });
		await panel.getByText(`${before} links would be deleted`).waitFor();
		await panel.getByRole('button', { name: `Delete ${before} links` }).click();
		await page.getByText(`${before} links deleted.`).waitFor();
		await page.getByText('Nothing found', { exact: true }).waitFor();
		expect(await total('campaign=moved')).toBe(0);
		await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
		await page.getByText(`Undone: ${before} links as before.`).waitFor();
		expect(await total('campaign=moved')).toBe(before);

		// Another link matches between the dry run and the deed.
		await goTo('/links?campaign=summer');
		const summer = await total('campaign=summer');
		await page.locator('.page-title p').getByText(`${summer} found`).waitFor();
		await page.locator('.links-table tbody .select-cell input').first().check();
		const all = page.getByRole('button', { name: `Select all ${summer}` });
		await all.click();
		await page.getByRole('button', { name: 'Delete', exact: true }).click();
		await page.getByRole('dialog').getByText(`${summer} links would be deleted`).waitFor();
		await stage.api.post('/v1/links', { destination: 'https://shop.example.com/late', campaign: 'summer' });
		await page.getByRole('dialog').getByRole('button', { name: `Delete ${summer} links` }).click();
		await page.getByRole('dialog').getByRole('alert').waitFor();
		expect(await total('campaign=summer')).toBe(summer + 1);
		await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
		await page.getByRole('dialog').getByText(`${summer + 1} links would be deleted`).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});
});
