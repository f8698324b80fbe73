/** Each page of a server that holds a hundred thousand links and a million clicks: what is found, counted and changed among so many. */
import type { LinkAnalytics, Report } from '../../contract/analytics.ts';
import type { Link, LinkList } from '../../contract/link.ts';
import type { Webhook } from '../../contract/webhook.ts';
import { CAMPAIGN_LINKS, catalogueLink } from '../../scripts/samples/catalogue.ts';
import { until } from '../backend/webhooks/receiver.ts';
import { violations } from './support/accessible.ts';
import { CLICKED_OF, CLICKS, FILLED_WITHIN, LINKS, openStageAtSize } from './support/at-size.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn, type Opened } from './support/page.ts';
import type { Stage } from './support/stage.ts';
import { withReceiver } from './support/workshop.ts';

/** What the browser of these tests has. */
const ZONE = 'timezone=Europe/Berlin';

const number = (value: number) => new Intl.NumberFormat('en-GB').format(value);

inBrowser('the dashboard at size', () => {
	let stage: Stage;
	let opened: Opened;
	beforeAll(async () => {
		stage = await openStageAtSize();
		opened = await openSignedIn(stage.backend);
	}, FILLED_WITHIN);
	afterAll(async () => {
		expect(opened.complaints).toEqual([]);
		await opened.close();
		await stage.stop();
	});

	const list = async (query: string): Promise<LinkList> => (await stage.api.get(`/v1/links?${query}`)).data;
	const total = async (query: string): Promise<number> => (await list(`count=true&limit=1&${query}`)).total ?? NaN;
	const slugsOf = ({ links }: LinkList) => links.map(({ slug }) => `/${slug}`);
	const names = () => opened.page.locator('.links-table tbody tr .link-name a');
	/** Waits until the list says how many there are. */
	const found = (text: string) => opened.page.locator('.page-title p').getByText(text, { exact: true }).waitFor();
	/** Waits until these are the rows, in this order. */
	const waitForRows = async (slugs: readonly string[]) => {
		let shown: string[] = [];
		await until(async () => (shown = await names().allTextContents()).join() === slugs.join(), 10_000, () => `these rows: ${shown.join(' ')}`);
	};
	/** Has the next page loaded, so often. */
	const loadMore = async (times: number) => {
		for (let loaded = await names().count(), time = 0; time < times; time++) {
			await opened.page.getByRole('button', { name: 'Load more' }).click();
			await opened.page.getByText(`${number((loaded += 50))} of `).waitFor();
		}
	};

	it('finds one link of all while its name is typed, and many by a word', async () => {
		const { page } = opened;
		await found(`${number(LINKS)} links`);
		await page.keyboard.press('/');
		await page.keyboard.type(catalogueLink(54_321).title, { delay: 20 });
		await found('1 found');
		await waitForRows([`/${catalogueLink(54_321).slug}`]);
		for (const search of ['walnut', 'oak ta', 'w', 'sku=99']) {
			await page.getByLabel('Search links').fill(search);
			const query = `search=${encodeURIComponent(search)}`;
			await found(`${number(await total(query))} found`);
			await waitForRows(slugsOf(await list(`${query}&limit=50`)));
		}
		expect(await violations(page)).toEqual([]);
	});

	it('has conditions as chips, suggests campaigns and tags, and counts what they leave', async () => {
		const { page, goTo } = opened;
		await goTo('/links');
		const add = async (name: string, text: string, option: string) => {
			await page.getByRole('button', { name: 'Filter', exact: true }).click();
			await page.getByRole('menuitem', { name, exact: true }).click();
			await page.getByRole('combobox', { name }).fill(text);
			await page.getByRole('option', { name: option }).click();
			await page.getByRole('button', { name: 'Show these links' }).click();
		};
		await add('Campaign', 'catalogue-1', 'catalogue-17');
		await found(`${number(CAMPAIGN_LINKS)} found`);
		await add('All of the tags', 'shelf-4', 'shelf-42');
		await page.getByRole('button', { name: 'All of the tags: shelf-42', exact: true }).waitFor();
		await found(`${number(await total('campaign=catalogue-17&tags=shelf-42'))} found`);
		await waitForRows(slugsOf(await list('campaign=catalogue-17&tags=shelf-42&limit=50')));
		expect(await violations(page)).toEqual([]);
		await page.getByRole('button', { name: 'Remove the condition Campaign: catalogue-17' }).click();
		await found(`${number(LINKS / 50)} found`);
		await page.getByRole('button', { name: 'Clear all' }).click();
		await found(`${number(LINKS)} links`);
	});

	it('sorts by clicks, and loads page after page without a link twice or left out', async () => {
		const { page, goTo } = opened;
		await goTo('/links');
		await page.getByRole('button', { name: 'Clicks', exact: true }).click();
		const first = await list('sort=-total_clicks&limit=300');
		await waitForRows(slugsOf(first).slice(0, 50));
		expect(await page.locator('td.column-total_clicks').allTextContents()).toEqual(first.links.slice(0, 50).map((link) => number(link.total_clicks)));
		await loadMore(5);
		await waitForRows(slugsOf(first));
		// Down with the keyboard, from what is loaded to what is loaded later, and far from what is in sight.
		await page.locator('.select-cell input').nth(50).focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Space');
		expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Select row 51');
		await page.locator('.select-cell input').nth(300).click({ modifiers: ['Shift'] });
		await page.getByText('250 selected', { exact: true }).waitFor();
		expect(await page.getByRole('table', { name: 'Links' }).getByRole('row').count()).toBe(301);
		await page.getByRole('link', { name: slugsOf(first)[299] ?? '', exact: true }).waitFor();
		// Many have the same number of clicks: none.
		await goTo('/links?sort=total_clicks&tags=newsletter');
		const least = await list('sort=total_clicks&tags=newsletter&limit=200');
		await waitForRows(slugsOf(least).slice(0, 50));
		await loadMore(3);
		await waitForRows(slugsOf(least));
		expect(new Set(slugsOf(least)).size).toBe(200);
	});

	it('shows what a change of fifty thousand links would do, makes one of five thousand, and undoes it', async () => {
		const { page, goTo } = opened;
		const selectAll = async (query: string, count: number) => {
			await goTo(`/links?${query}`);
			await found(`${number(count)} found`);
			await page.getByLabel('Select all rows that are shown').check();
			await page.getByRole('button', { name: `Select all ${number(count)}` }).click();
		};
		await selectAll('tags=print', LINKS / 2);
		await page.getByRole('button', { name: 'Delete', exact: true }).click();
		await page.getByRole('dialog').getByText(`${number(LINKS / 2)} links would be deleted`).waitFor();
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
		expect(await total('tags=print')).toBe(LINKS / 2);

		await selectAll('campaign=catalogue-7', CAMPAIGN_LINKS);
		await page.getByRole('button', { name: 'Tags', exact: true }).click();
		const panel = page.getByRole('dialog', { name: `Tags of ${number(CAMPAIGN_LINKS)} links` });
		await panel.getByRole('combobox', { name: 'Add tags' }).fill('sale,');
		await panel.getByText(`${number(CAMPAIGN_LINKS)} links would change. Nothing has been done yet.`).waitFor();
		expect(await violations(page)).toEqual([]);
		expect(await total('tags=sale')).toBe(0);
		await panel.getByRole('button', { name: `Change ${number(CAMPAIGN_LINKS)} links` }).click();
		await page.getByText(`${number(CAMPAIGN_LINKS)} links changed.`).waitFor();
		expect(await total('tags=sale')).toBe(CAMPAIGN_LINKS);
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByText(`Undone: ${number(CAMPAIGN_LINKS)} links as before.`).waitFor();
		expect(await total('tags=sale')).toBe(0);
	});

	it('has the numbers of the link that is clicked on most, as the API says', async () => {
		const { page, goTo } = opened;
		const link: Link = (await stage.api.get(`/v1/links/slug:${catalogueLink(0).slug}`)).data;
		const data: LinkAnalytics = (await stage.api.get(`/v1/links/${link.id}/analytics?period=30d&breakdown=country&${ZONE}`)).data;
		expect(data.total_clicks).toBeGreaterThan(CLICKS / 20);
		await goTo(`/links/${link.id}`);
		for (const [label, value] of [['Clicks', data.total_clicks], ['Unique visitors', data.unique_visitors], ['Bots', data.bot_clicks]] as const) {
			await page.locator('.number', { has: page.getByText(label, { exact: true }) }).locator('.number-value').getByText(number(value), { exact: true }).waitFor();
		}
		const [country] = data.breakdown?.country?.rows ?? [];
		await page.getByRole('region', { name: 'Where', exact: true }).getByRole('row').nth(1).getByText(number(country?.total_clicks ?? NaN), { exact: true }).waitFor();
		await page.getByRole('img', { name: new RegExp(`^Clicks over time, last 30 days\\. Clicks: ${number(data.total_clicks)} in all`) }).waitFor();
		expect(await violations(page)).toEqual([]);
	});

	it('reports on a campaign of five thousand links and on all clicks, as the API does', async () => {
		const { page, goTo } = opened;
		const report = async (query: string): Promise<Report> => (await stage.api.get(`/v1/analytics?period=30d&${ZONE}&${query}`)).data;
		const rows = page.locator('.report-table tbody tr');
		const cells = async (place: number) => (await rows.nth(place).innerText()).split(/\t|\n/).map((cell) => cell.trim()).filter(Boolean);
		const data = await report('campaign=catalogue-3&limit=200');
		expect(data.rows.filter((row) => row.total_clicks > 0)).toHaveLength(CAMPAIGN_LINKS / CLICKED_OF);
		await goTo('/reports?campaign=catalogue-3');
		await rows.nth(1).getByText(`/${data.rows[0]?.slug ?? ''}`).waitFor();
		expect((await cells(0)).slice(0, 3)).toEqual(['Total', number(data.totals.total_clicks), number(data.totals.unique_visitors)]);
		for (const [index, row] of data.rows.slice(0, 20).entries()) {
			expect((await cells(index + 1)).slice(0, 4)).toEqual([row.title, `/${row.slug}`, number(row.total_clicks), number(row.unique_visitors)]);
		}
		await page.getByText(`(${number(CAMPAIGN_LINKS)} links)`).waitFor();
		await page.getByRole('button', { name: 'Load more' }).click();
		await rows.nth(200).getByText(`/${data.rows[199]?.slug ?? ''}`).waitFor();
		expect(await violations(page)).toEqual([]);
		await goTo('/reports?group_by=campaign');
		const { totals } = await report('group_by=campaign');
		expect(totals.total_clicks + totals.bot_clicks).toBe(CLICKS);
		await rows.nth(0).getByText(number(totals.total_clicks), { exact: true }).waitFor();
	});

	it('says how far a workflow is behind that is told of a million clicks', async () => {
		const { page, goTo } = opened;
		const [first] = (await stage.api.get('/v1/clicks?limit=1')).data.clicks as Array<{ id: string }>;
		await withReceiver({ status: 200 }, async (url, receiver) => {
			const slow = { url, name: 'n8n: Welcome / Link Click Trigger', key: 'n8n:instance:workflow:1', rate: 1, start: { after: first?.id } };
			const { id } = (await stage.api.post('/v1/webhooks', slow)).data as Webhook;
			await receiver.received(2);
			await goTo('/workflows');
			const row = page.getByRole('row', { name: /Welcome/ });
			await row.getByText('Behind', { exact: true }).waitFor();
			await row.getByText(/^(1,0|9)\d\d,\d{3} for /).waitFor();
			expect(await violations(page)).toEqual([]);
			await goTo(`/workflows/${id}`);
			await page.getByText('n8n takes events more slowly than they come').waitFor();
			await page.getByRole('button', { name: 'Pause' }).click();
			await until(async () => (await stage.api.get(`/v1/webhooks/${id}`)).data.status === 'paused');
			for (const tab of ['clicks', 'deliveries']) {
				await goTo(`/workflows/${id}?tab=${tab}`);
				await page.getByRole('row').nth(1).waitFor();
				expect(await violations(page)).toEqual([]);
			}
			await stage.api.delete(`/v1/webhooks/${id}`);
		});
	});

	it('lists and revokes a key among a hundred', async () => {
		const { page, goTo } = opened;
		for (let index = 0; index < 100; index++) await stage.api.post('/v1/keys', { name: `Program ${String(index)}`, scopes: ['read'] });
		await goTo('/keys');
		await page.getByRole('button', { name: 'Revoke Program 42', exact: true }).click();
		expect(await violations(page)).toEqual([]);
		await page.getByRole('dialog', { name: 'Revoke the key “Program 42”?' }).getByRole('button', { name: 'Revoke' }).click();
		await page.getByRole('button', { name: 'Revoke Program 42', exact: true }).waitFor({ state: 'detached' });
		expect(await page.getByRole('button', { name: /^Revoke Program/ }).count()).toBe(99);
	});

	it('says what all of it takes, and that everything is counted and can be found', async () => {
		const { page, goTo } = opened;
		await goTo('/settings');
		await page.getByText('every event is counted').waitFor();
		await page.getByText('every change is found').waitFor();
		const { data } = await stage.api.get('/v1/server');
		const room = page.locator('.stat', { has: page.getByText('Room taken', { exact: true }) }).locator('.stat-value');
		const [shown, unit] = (await room.innerText()).split(' ');
		expect(unit).toBe('MB');
		// The server may have written in between.
		expect(Math.abs(Number(shown) / (data.storage.bytes / 1e6) - 1)).toBeLessThan(0.2);
		expect(await violations(page)).toEqual([]);
	});
});
