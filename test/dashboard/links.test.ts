/** The page of links: found, filtered, sorted, paged; what may be seen by whom; and that it is a page for everybody. */
import type { Page } from 'playwright-core';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn, slowDown } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

/** Slugs of the rows, once there are so many at least: of a new list, those in sight are drawn first. */
async function slugs(page: Page, count: number): Promise<string[]> {
	const names = page.locator('.links-table tbody tr .link-name a');
	if (count > 0) await names.nth(count - 1).waitFor({ state: 'attached' });
	return names.allTextContents();
}

/** Waits until the list says how many there are. */
const found = (page: Page, text: string) => page.locator('.page-title p').getByText(text, { exact: true }).waitFor();

inBrowser('the page of links', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 130, clicks: 40 }); });
	afterAll(() => stage.stop());

	it('finds links while one types, and the search can be shared, reloaded and left again', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await found(page, '130 links');
		expect(await slugs(page, 50)).toHaveLength(50);
		await page.keyboard.press('/');
		await page.keyboard.type('garden herb');
		await found(page, '13 found');
		expect(await slugs(page, 13)).toHaveLength(13);
		expect((await slugs(page, 13)).every((slug) => slug.startsWith('/herb-garden'))).toBe(true);
		expect(new URL(page.url()).hash).toBe('#/links?search=garden+herb');
		await page.reload();
		await found(page, '13 found');
		expect(await page.getByLabel('Search links').inputValue()).toBe('garden herb');
		await page.getByLabel('Search links').fill('nothing has this');
		await page.getByText('Nothing found', { exact: true }).waitFor();
		expect(await violations(page)).toEqual([]);
		await page.getByRole('button', { name: 'Clear search and filters' }).click();
		await found(page, '130 links');
		expect(complaints).toEqual([]);
		await close();
	});

	it('keeps every letter of a search, however slow the machine is', async () => {
		const { page, close } = await openSignedIn(stage.backend);
		await found(page, '130 links');
		await slowDown(page, 10);
		await page.keyboard.press('/');
		// Each letter comes before the list of the one before is painted.
		await page.keyboard.type('garden herb', { delay: 10 });
		expect(await page.getByLabel('Search links').inputValue()).toBe('garden herb');
		await found(page, '13 found');
		await close();
	});

	it('has the conditions of the API as chips that can be added, changed, removed and gone back from', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		const add = async (name: string) => {
			await page.getByRole('button', { name: 'Filter', exact: true }).click();
			await page.getByRole('menuitem', { name }).click();
		};
		await add('Campaign');
		await page.getByRole('combobox', { name: 'Campaign' }).fill('sp');
		await page.getByRole('option', { name: 'spring' }).waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Show these links' }).click();
		await found(page, '44 found');
		await add('Any of the tags');
		await page.getByRole('combobox', { name: 'Any of the tags' }).fill('mail,print,');
		await page.getByRole('button', { name: 'Show these links' }).click();
		await page.getByRole('button', { name: 'Any of the tags: mail, print', exact: true }).waitFor();
		await add('Status');
		await page.getByRole('combobox', { name: 'Status' }).selectOption('Scheduled');
		await page.getByRole('button', { name: 'Show these links' }).click();
		await page.getByRole('button', { name: 'Status: Scheduled', exact: true }).waitFor();
		const { data } = await stage.api.get('/v1/links?campaign=spring&tags_any=mail,print&status=scheduled&count=true');
		await found(page, `${data.total} found`);
		expect(data.total).toBeGreaterThan(0);

		await page.getByRole('button', { name: 'Status: Scheduled', exact: true }).click();
		await page.getByRole('combobox', { name: 'Status' }).selectOption('Active');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Status: Active', exact: true }).waitFor();
		expect(await violations(page)).toEqual([]);
		await page.goBack();
		await page.getByRole('button', { name: 'Status: Scheduled', exact: true }).waitFor();
		await page.getByRole('button', { name: 'Remove the condition Campaign: spring' }).click();
		await page.getByRole('button', { name: 'Clear all' }).click();
		await found(page, '130 links');
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows the list of an address that somebody was sent, and says in chips what it is', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend);
		for (const [query, chip] of [
			['clicks_min=1&clicks_max=20', 'Clicks 1 – 20'],
			['created_after=2026-11-01&created_before=2099-12-01', 'Created 1 Nov 2026 – 30 Nov 2099'],
			['expires_after=2026-11-01', 'Expires from 1 Nov 2026'],
			['destination=https://shop.example.com/spring*', 'Destination: https://shop.example.com/spring*'],
			['exclude_tags=mail', 'Without the tags: mail'],
			['tags=mail&tags=shop', 'All of the tags: mail, shop'],
			['external_id=SKU-1', 'External id: SKU-1'],
		] as const) {
			await goTo(`/links?${query}`);
			await page.getByRole('button', { name: chip, exact: true }).waitFor();
			const { data } = await stage.api.get(`/v1/links?count=true&${query}`);
			await found(page, `${data.total} found`);
			const shown = Math.min(50, data.total);
			expect(await slugs(page, shown)).toHaveLength(shown);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	it('sorts by columns, and loads page after page without a link twice', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('button', { name: 'Clicks', exact: true }).click();
		await page.locator('td.column-total_clicks').first().filter({ hasNotText: /^0$/ }).waitFor();
		expect(await page.getByRole('columnheader', { name: 'Clicks' }).getAttribute('aria-sort')).toBe('descending');
		const clicks = (await page.locator('td.column-total_clicks').allTextContents()).map(Number);
		expect(clicks).toEqual([...clicks].sort((a, b) => b - a));
		await page.getByLabel('Sort by').selectOption('Slug, A to Z');
		await page.locator('.link-name a').first().filter({ hasText: /^\/autumn-fair$/ }).waitFor();
		for (const shown of [100, 130]) {
			await page.getByRole('button', { name: 'Load more' }).click();
			await page.getByText(`${shown} of 130 shown`).waitFor();
		}
		const all = await slugs(page, 130);
		expect(new Set(all).size).toBe(130);
		expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out: %s', async (look) => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { look });
		await goTo('/links?tags=mail&clicks_min=0');
		await page.locator('.select-cell input').nth(3).check();
		await page.getByRole('region', { name: 'Selected links' }).waitFor();
		// Down to where the bar stands below the rows: what it floats above, axe takes for smaller than it is.
		await page.evaluate('scrollTo(0, document.body.scrollHeight)');
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});

	it('lets a key that may only read see everything, and change nothing', async () => {
		const { data: key } = await stage.api.post('/v1/keys', { name: 'reader', scopes: ['read'] });
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { key: key.secret });
		await found(page, '130 links');
		await page.getByText('Your key may look, but not write').waitFor();
		for (const name of ['New link', 'Import CSV']) expect(await page.getByRole('button', { name }).count()).toBe(0);
		expect(await page.getByRole('checkbox').count()).toBe(0);
		await page.getByRole('button', { name: /^Actions for/ }).first().click();
		await page.getByRole('menuitem', { name: 'QR code' }).waitFor();
		expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Clicks and history', 'QR code']);
		// Nor by the address.
		await goTo('/links?open=new');
		await page.waitForTimeout(200);
		expect(await page.getByRole('dialog').count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows what callers wrote as text, wherever it stands', async () => {
		const evil = `<img src=x onerror="document.title='owned'">`;
		const { data: link } = await stage.api.post('/v1/links', { slug: 'evil', destination: `https://evil.example.com/?q=<script>document.title='owned'</script>`, title: evil, tags: [evil], campaign: evil });
		expect(link.title).toBe(evil);
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend);
		await goTo('/links?search=evil');
		await page.getByText(evil).first().waitFor();
		expect(await page.locator('.links-table img').count()).toBe(0);
		await goTo(`/links?campaign=${encodeURIComponent(evil)}&open=edit:${link.id}`);
		await page.getByRole('textbox', { name: 'Title' }).waitFor();
		expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(evil);
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
		await page.locator('.select-cell input').nth(1).check();
		await page.getByRole('button', { name: 'Delete' }).click();
		await page.getByRole('dialog').getByText('1 link would be deleted').waitFor();
		expect(await page.title()).toBe('Links · Linkmill');
		expect(complaints).toEqual([]);
		await close();
		await stage.api.delete(`/v1/links/${link.id}`);
	});
});

inBrowser('the page of links, when there are none', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 0 }); });
	afterAll(() => stage.stop());

	it('says what to do next', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByText('No links yet').waitFor();
		expect(await violations(page)).toEqual([]);
		await page.getByRole('main').getByRole('button', { name: 'Create a link' }).click();
		await page.getByLabel('Destination').fill('https://shop.example.com/first');
		await page.keyboard.press('Enter');
		await page.locator('.links-table tbody tr').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});
});
