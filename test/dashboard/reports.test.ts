/** Reports: grouped, sorted, compared, and taken along. */
import { readFileSync } from 'node:fs';
import type { DimensionRow, LinkReportRow, Report, SeriesPoint } from '../../contract/analytics.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn, type Opened } from './support/page.ts';
import { openStageWithPast, STARTS_WITHIN } from './support/past-clicks.ts';
import { manyClicks, shopLinks } from './support/shop.ts';
import type { Stage } from './support/stage.ts';

const ZONE = 'timezone=Europe%2FBerlin';

const number = (value: number) => new Intl.NumberFormat('en-GB').format(value);

inBrowser('reports', () => {
	let stage: Stage;
	let opened: Opened;
	const report = async <Row = LinkReportRow>(query: string): Promise<Report<Row>> => (await stage.api.get(`/v1/analytics?${ZONE}&${query}`)).data;
	const show = async (query: string) => {
		await opened.goTo(`/reports${query}`);
		await opened.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
	};
	/** Rows of the table: the first cells of each, the one with the totals first. */
	const rows = async () => (await opened.page.locator('.report-table tbody tr').allInnerTexts()).map((row) => row.split(/\t|\n/).map((cell) => cell.trim()).filter(Boolean));
	/** Waits until the table has this row at a place. */
	const waitForRow = (place: number, ...texts: string[]) => {
		let row = opened.page.locator('.report-table tbody tr').nth(place);
		for (const text of texts) row = row.and(opened.page.locator('tr', { hasText: text }));
		return row.waitFor();
	};
	const saved = async (button: string): Promise<Buffer> => {
		const [download] = await Promise.all([opened.page.waitForEvent('download'), opened.page.getByRole('button', { name: button, exact: true }).click()]);
		return readFileSync(await download.path());
	};

	beforeAll(async () => {
		stage = await openStageWithPast(async ({ api }) => {
			await shopLinks(api);
			await api.post('/v1/links/batch', { links: Array.from({ length: 120 }, (_, index) => ({ slug: `many-${String(index)}`, destination: 'https://shop.example.com/', campaign: 'many' })) });
		}, manyClicks(2500, 70));
		await stage.api.post('/v1/conversions', { slug: 'garden-chairs', event: 'sale', value: 80, currency: 'EUR' });
		opened = await openSignedIn(stage.backend, { expected: [422] });
	}, STARTS_WITHIN);
	afterAll(async () => {
		expect(opened.complaints).toEqual([]);
		await opened.close();
		await stage.stop();
	});

	it('has a row for every link of a campaign, with totals, as the API says, and sorts them', async () => {
		await show('?campaign=spring');
		const data = await report('campaign=spring&period=30d');
		const line = (row: LinkReportRow) => [row.title ?? `/${row.slug}`, `/${row.slug}`, number(row.total_clicks), number(row.unique_visitors)];
		await waitForRow(1, `/${data.rows[0]!.slug}`);
		const [total, ...links] = await rows();
		expect(total!.slice(0, 3)).toEqual(['Total', number(data.totals.total_clicks), number(data.totals.unique_visitors)]);
		expect(links.map((row) => row.slice(0, 4))).toEqual(data.rows.map(line));
		await opened.page.getByText(`Campaign: spring (${String(data.totals.links)} links) · Last 30 days · by link`).waitFor();
		const smallest = (await report('campaign=spring&period=30d&sort=unique_visitors')).rows[0]!;
		const head = opened.page.getByRole('columnheader', { name: 'Unique visitors' });
		await head.getByRole('button').click();
		await head.and(opened.page.locator('[aria-sort=descending]')).waitFor();
		await head.getByRole('button').click();
		await waitForRow(1, `/${smallest.slug}`);
		expect(await opened.page.evaluate('location.hash')).toContain('sort=unique_visitors');
		expect((await rows())[0]![0]).toBe('Total');
	});

	it('groups by what is chosen: bars with shares of the whole, and a line over time', async () => {
		await show('');
		await opened.page.getByLabel('Grouped by').selectOption({ label: 'By country' });
		const data = await report<DimensionRow>('group_by=country&period=30d');
		const names = new Intl.DisplayNames('en-GB', { type: 'region' });
		await waitForRow(1, names.of(data.rows[0]!.country!)!, number(data.rows[0]!.total_clicks));
		const bars = opened.page.getByRole('table', { name: 'Clicks by Country, the largest' }).getByRole('row');
		await bars.nth(Math.min(data.rows.length, 12)).waitFor();
		expect((await bars.allInnerTexts()).slice(1).map((row) => row.split(/\s*\t\s*/).slice(0, 2))).toEqual(data.rows.slice(0, 12).map((row) => [names.of(row.country!), number(row.total_clicks)]));
		// Programs have no country.
		expect(await opened.page.getByRole('columnheader', { name: 'Bots' }).count()).toBe(0);
		await opened.page.getByLabel('Grouped by').selectOption({ label: 'By week' });
		const weeks = await report<SeriesPoint>('group_by=week&period=30d&sort=name');
		await waitForRow(weeks.rows.length, 'week of', number(weeks.rows.at(-1)!.total_clicks));
		await opened.page.getByRole('img', { name: new RegExp(`^Clicks over time\\. Clicks: ${number(weeks.totals.total_clicks)} in all`) }).waitFor();
	});

	it('compares with the period before, in numbers and as a second line', async () => {
		await show('?group_by=day&period=7d');
		const { compare } = await report('group_by=day&period=7d&compare=previous');
		await opened.page.locator('.legend li').filter({ hasText: 'Period before' }).getByText(number(compare!.total_clicks), { exact: true }).waitFor();
		await opened.page.getByRole('switch', { name: 'Compare' }).uncheck();
		await opened.page.locator('.legend').getByText('Period before').waitFor({ state: 'detached' });
		// Before all time there was nothing.
		await show('?group_by=hour&period=all');
		const { totals } = await report('group_by=hour&period=all');
		// All of its points are drawn, on how many pages they may come.
		await opened.page.getByRole('img', { name: new RegExp(`^Clicks over time\\. Clicks: ${number(totals.total_clicks)} in all`) }).waitFor();
		expect(await opened.page.getByRole('switch', { name: 'Compare' }).isDisabled()).toBe(true);
	});

	it('says which numbers are estimates', async () => {
		// The server estimates visitors above a hundred thousand, of more clicks than a test makes: its answers say so here all the same.
		await opened.page.route(/\/v1\/analytics\?/, async (route) => {
			const answer = await route.fetch();
			const found = (await answer.json()) as Report<DimensionRow>;
			const rows = found.rows.map((row, index) => (index === 0 ? { ...row, unique_visitors: 123_456, estimated: true } : row));
			await route.fulfill({ response: answer, json: { ...found, rows, totals: { ...found.totals, unique_visitors: 234_567, estimated: true } } });
		});
		await show('?group_by=country&period=90d');
		await opened.page.locator('.number', { hasText: 'Unique visitors' }).and(opened.page.locator('.number', { hasText: '234,567' })).getByText('estimated, within 2%').waitFor();
		await waitForRow(0, 'about 234,567');
		await waitForRow(1, 'about 123,456');
		expect((await rows())[2]!.join()).not.toContain('about');
		expect(await violations(opened.page)).toEqual([]);
		await opened.page.unroute(/\/v1\/analytics\?/);
		await show('?group_by=country&period=30d');
		await opened.page.getByText('estimated, within 2%').waitFor({ state: 'detached' });
		expect(await opened.page.getByText('about').count()).toBe(0);
	});

	it('is saved as the table that the API writes, all pages of it', async () => {
		await show('?group_by=day&period=7d');
		await waitForRow(1, '20');
		const asked = `group_by=day&period=7d&sort=name&${ZONE}&format=csv`;
		expect((await saved('CSV')).toString()).toBe((await stage.api.get(`/v1/analytics?${asked}`)).data);
		await show('?campaign=many');
		await waitForRow(1, '/many-');
		expect((await saved('CSV')).toString()).toBe((await stage.api.get(`/v1/analytics?campaign=many&period=30d&${ZONE}&format=csv`)).data);
	});

	it.each(['?group_by=day&metric=unique_visitors', '?campaign=spring', '?group_by=country'])('is saved as a picture, %s', async (query) => {
		await show(query);
		await waitForRow(0, 'Total');
		const picture = await saved('PNG');
		expect(picture.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
		expect([picture.readUInt32BE(16), picture.length > 8000]).toEqual([2000, true]);
	});

	it('stands in the address: who opens a copied one sees the same', async () => {
		await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await show('?tags=newsletter&group_by=source&period=90d&sort=-unique_visitors&metric=unique_visitors');
		await waitForRow(1, 'Direct');
		const before = await rows();
		await opened.page.getByRole('button', { name: 'More' }).click();
		await opened.page.getByRole('menuitem', { name: 'Copy the link to this report' }).click();
		await opened.page.getByText('The address of this report is copied.').waitFor();
		const copied = await opened.page.evaluate<string>('navigator.clipboard.readText()');
		await opened.goTo('/links');
		await opened.page.getByRole('heading', { level: 1, name: 'Links' }).waitFor();
		await opened.page.goto(copied);
		await waitForRow(1, 'Direct');
		expect(await rows()).toEqual(before);
	});

	it('comes page by page where there are many rows', async () => {
		await show('?campaign=many');
		await opened.page.getByText('100 shown').waitFor();
		await opened.page.getByRole('button', { name: 'Load more' }).click();
		await opened.page.getByText('120 in all').waitFor();
		expect((await rows()).length).toBe(121);
	});

	it('says what is wrong in the words of the API, and what to do where no link matches', async () => {
		await show('?from=2027-02-30&to=2027-03-01');
		await opened.page.getByRole('alert').first().getByText(/start_date/).waitFor();
		await show('?campaign=nobody');
		await opened.page.getByRole('heading', { name: 'No link matches' }).waitFor();
		await opened.page.getByRole('button', { name: 'Clear all conditions' }).click();
		await waitForRow(1, 'Spring sale');
	});

	it('shows what others wrote as text', async () => {
		const evil = '<img src=x onerror="document.body.dataset.hit=1">';
		await stage.api.post('/v1/links', { slug: 'evil', title: evil, tags: [evil], campaign: evil, destination: 'https://shop.example.com/' });
		await stage.api.visit('evil', { referer: 'https://evil.example/' });
		for (const group of ['link', 'campaign', 'tag']) {
			await show(`?group_by=${group}&campaign=${encodeURIComponent(evil)}`);
			await waitForRow(1, evil);
			await opened.page.locator('.report-bars').getByText(evil).waitFor();
		}
		expect(await opened.page.locator('img[src="x"]').count()).toBe(0);
		expect(await opened.page.evaluate('document.body.dataset.hit')).toBeUndefined();
	});

	it('is printed without what leads elsewhere', async () => {
		await show('?campaign=spring');
		await waitForRow(1, '/spring-sale');
		await opened.page.emulateMedia({ media: 'print' });
		expect(await opened.page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
		expect(await opened.page.getByRole('button', { name: 'CSV' }).isVisible()).toBe(false);
		expect(await opened.page.locator('.report-table').isVisible()).toBe(true);
		await opened.page.emulateMedia({ media: 'screen' });
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out, %s', async (look) => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { look });
		for (const query of ['?campaign=spring', '?group_by=day']) {
			await goTo(`/reports${query}`);
			await page.locator('.report-table tbody tr').nth(3).waitFor();
			await page.locator(query.includes('day') ? '.chart' : '.report-bars').waitFor();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		}
		expect(complaints).toEqual([]);
		await close();
	});
});
