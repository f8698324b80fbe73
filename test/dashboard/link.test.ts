/** One link: its numbers, its clicks as they come, what was done to it. */
import { readFileSync } from 'node:fs';
import type { LinkAnalytics } from '../../contract/analytics.ts';
import type { Link } from '../../contract/link.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn, type Opened } from './support/page.ts';
import { openStageWithPast, STARTS_WITHIN } from './support/past-clicks.ts';
import { manyClicks, shopLinks } from './support/shop.ts';
import type { Stage } from './support/stage.ts';

/** What the browsers of these tests have. */
const ZONE = 'timezone=Europe/Berlin';

const number = (value: number) => new Intl.NumberFormat('en-GB').format(value);

inBrowser('the page of a link', () => {
	let stage: Stage;
	let opened: Opened;
	/** By its slug. */
	const link = async (slug: string): Promise<Link> => (await stage.api.get(`/v1/links/slug:${slug}`)).data;
	const analytics = async (slug: string, query: string): Promise<LinkAnalytics> => (await stage.api.get(`/v1/links/slug:${slug}/analytics?${ZONE}&${query}`)).data;
	/** Goes to a link's page and waits for its name. */
	const show = async (slug: string, query = '') => {
		const { id, title } = await link(slug);
		await opened.goTo(`/links/${id}${query}`);
		await opened.page.getByRole('heading', { level: 1, name: title ?? `/${slug}` }).waitFor();
	};
	const shown = (label: string) => opened.page.locator('.number', { has: opened.page.getByText(label, { exact: true }) });
	const value = (label: string) => shown(label).locator('.number-value');
	const waitForValue = (label: string, text: string) => value(label).filter({ hasText: new RegExp(`^${text.replaceAll('.', '\\.')}$`) }).waitFor();

	beforeAll(async () => {
		stage = await openStageWithPast(({ api }) => shopLinks(api), manyClicks(2500, 70));
		const sales = [1, 2, 3].map((days) => ({ slug: 'spring-sale', event: 'sale', value: 24.5 * days, currency: 'EUR', occurred_at: new Date(Date.now() - days * 86_400_000).toISOString() }));
		await stage.api.post('/v1/conversions', { conversions: sales });
		opened = await openSignedIn(stage.backend, { expected: [404, 412, 422] });
	}, STARTS_WITHIN);
	afterAll(async () => {
		expect(opened.complaints).toEqual([]);
		await opened.close();
		await stage.stop();
	});

	it('has the numbers of the API, their changes, and where, with what and from where people clicked', async () => {
		await show('spring-sale');
		const data = await analytics('spring-sale', 'period=30d&compare=previous&breakdown=country,device,source,variant');
		expect(data.total_clicks).toBeGreaterThan(50);
		await waitForValue('Clicks', number(data.total_clicks));
		await waitForValue('Unique visitors', number(data.unique_visitors));
		await waitForValue('Bots', number(data.bot_clicks));
		await waitForValue('Prefetches', number(data.prefetches));
		await waitForValue('Conversions', '3');
		await waitForValue('Value', '€147');
		const change = data.compare!.change.total_clicks!.fraction!;
		const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(Math.abs(change));
		expect(await shown('Clicks').locator('.number-change').textContent()).toBe(`${percent} ${change > 0 ? 'more' : 'less'} than in the period before`);
		const rowsOf = async (title: string) => (await opened.page.getByRole('region', { name: title, exact: true }).getByRole('row').allInnerTexts()).slice(1).map((row) => row.split(/\s*\t\s*|\n/).map((cell) => cell.trim()).filter(Boolean).slice(0, 2));
		const names = new Intl.DisplayNames('en-GB', { type: 'region' });
		expect(await rowsOf('Where')).toEqual(data.breakdown!.country!.rows.slice(0, 7).map((row) => [names.of(row.value!), number(row.total_clicks)]));
		expect(await rowsOf('Variants')).toEqual(data.breakdown!.variant!.rows.map((row) => [row.value, number(row.total_clicks)]));
		await opened.page.getByRole('region', { name: 'Where', exact: true }).getByRole('button', { name: 'Cities' }).click();
		expect((await rowsOf('Where')).map(([city]) => city)).toContain('Munich');
		await opened.page.getByRole('region', { name: 'Where', exact: true }).getByRole('button', { name: 'Show all' }).click();
		const cities = (await analytics('spring-sale', 'period=30d&breakdown=city&breakdown_limit=1000')).breakdown!.city!.rows;
		await opened.page.getByRole('dialog', { name: 'Clicks by city' }).getByRole('row').nth(cities.length).waitFor();
		await opened.page.keyboard.press('Escape');
	});

	it('says in words that the salt was replaced within the range', async () => {
		await show('spring-sale', '?period=90d');
		const { notes } = await analytics('spring-sale', 'period=90d&interval=day');
		await opened.page.getByText(notes![0]!).waitFor();
	});

	it('changes range, width of points and comparison in its address', async () => {
		await show('garden-chairs');
		await opened.page.getByRole('button', { name: 'Last 30 days' }).click();
		await opened.page.getByRole('button', { name: 'Last 7 days' }).click();
		const week = await analytics('garden-chairs', 'period=7d');
		await waitForValue('Clicks', number(week.total_clicks));
		await opened.page.getByRole('button', { name: 'Hour', exact: true }).click();
		await opened.page.getByRole('switch', { name: 'Compare' }).uncheck();
		await opened.page.locator('.legend').getByText('Period before').waitFor({ state: 'detached' });
		expect(await opened.page.locator('.number-change').count()).toBe(0);
		expect(await opened.page.evaluate('location.hash')).toMatch(/\?period=7d&interval=hour&compare=no$/);
		await opened.page.getByRole('button', { name: 'Last 7 days' }).click();
		const [from, to] = [9, 5].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)) as [string, string];
		await opened.page.getByLabel('From', { exact: true }).fill(from);
		await opened.page.getByLabel('To', { exact: true }).fill(to);
		await opened.page.getByRole('button', { name: 'Show these days' }).click();
		await waitForValue('Clicks', number((await analytics('garden-chairs', `start_date=${from}&end_date=${to}`)).total_clicks));
		await opened.page.getByText('Berlin time').waitFor();
		await opened.page.goBack();
		await waitForValue('Clicks', number(week.total_clicks));
		await show('garden-chairs', '?period=all');
		await waitForValue('Clicks', number((await analytics('garden-chairs', 'period=all')).total_clicks));
	});

	it('has a table behind its chart, with every point and that of the period before, and a summary for those who do not see it', async () => {
		await show('spring-sale', '?period=7d');
		const { timeseries, compare } = await analytics('spring-sale', 'period=7d&interval=day&compare=previous');
		const before = await analytics('spring-sale', `start_date=${compare!.range.start!}&end_date=${compare!.range.end!}&interval=day`);
		const picture = opened.page.getByRole('img', { name: /^Clicks over time, last 7 days\. Clicks: [\d,]+ in all, at most \d+, .+ Period before: / });
		await picture.focus();
		await opened.page.keyboard.press('Home');
		await opened.page.locator('.chart [aria-live]').filter({ hasText: `Clicks ${number(timeseries![0]!.total_clicks)}, Period before ${number(before.timeseries![0]!.total_clicks)}` }).waitFor();
		await opened.page.getByRole('button', { name: 'Table' }).click();
		const rows = await opened.page.getByRole('region', { name: /as a table/ }).getByRole('row').allInnerTexts();
		expect(rows.slice(1).map((row) => row.split('\t').slice(1).map(Number))).toEqual(timeseries!.map((point, index) => [point.total_clicks, before.timeseries![index]!.total_clicks]));
		await opened.page.getByRole('button', { name: 'Table' }).click();
		await shown('Unique visitors').click();
		await opened.page.getByRole('img', { name: /^Unique visitors over time/ }).waitFor();
	});

	it('is saved as a picture', async () => {
		await show('spring-sale', '?period=90d');
		const [download] = await Promise.all([opened.page.waitForEvent('download'), opened.page.getByRole('button', { name: 'PNG' }).click()]);
		expect(download.suggestedFilename()).toBe('spring-sale.png');
		const picture = readFileSync(await download.path());
		expect([picture.toString('latin1', 1, 4), picture.readUInt32BE(16), picture.length > 8000]).toEqual(['PNG', 2000, true]);
	});

	it('shows a click as it comes, and counts it; while it is paused, it only says that there are new ones', async () => {
		await show('opening-hours', '?period=today');
		const recent = opened.page.getByRole('region', { name: 'Recent clicks' });
		await recent.getByText('Live', { exact: true }).waitFor();
		const before = Number(await value('Clicks').textContent());
		const visited = performance.now();
		await stage.api.visit('opening-hours', { 'x-forwarded-for': '81.2.69.142', referer: 'https://www.google.com/' });
		await recent.locator('li.new').filter({ hasText: 'Chrome on Windows' }).filter({ hasText: 'www.google.com' }).waitFor();
		// A second or two where nothing else wants the machine.
		expect(performance.now() - visited).toBeLessThan(8000);
		await waitForValue('Clicks', number(before + 1));
		await recent.getByRole('button', { name: 'Pause' }).click();
		await stage.api.visit('opening-hours', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' });
		await recent.getByRole('button', { name: 'Go on (1 new)' }).click();
		await recent.locator('li').first().getByText('crawler:google').waitFor();
	});

	it('tells a newcomer what to do with a link that nobody has clicked, and shows the first click by itself', async () => {
		await stage.api.post('/v1/links', { slug: 'fresh', destination: 'https://shop.example.com/fresh' });
		await show('fresh');
		await opened.page.getByRole('heading', { name: 'No clicks yet' }).waitFor();
		await opened.page.getByRole('region', { name: 'Recent clicks' }).getByText('Live', { exact: true }).waitFor();
		await stage.api.visit('fresh');
		await opened.page.getByRole('heading', { name: 'No clicks yet' }).waitFor({ state: 'detached' });
		await waitForValue('Clicks', '1');
	});

	it('tells what was done, before and after, and undoes it: a change of many as a whole, with its conflicts, and a change of this link alone', async () => {
		await stage.api.patch('/v1/links/slug:herb-garden', { title: 'Herbs', add_tags: ['green'] });
		await stage.api.patch('/v1/links', { filter: { tags: ['newsletter'] }, replace: { find: 'ref=newsletter', with: 'ref=mail' } });
		await stage.api.patch('/v1/links/slug:tomato-seeds', { title: 'Tomatoes' });
		await show('herb-garden');
		const history = opened.page.getByRole('region', { name: 'History' });
		const entry = (text: string) => history.getByRole('listitem').filter({ hasText: text });
		await entry('ref=mail').getByText('as part of a change of many').waitFor();
		expect(await entry('Herbs').locator('.differences').innerText()).toMatch(/Title\s+Herb garden\s+became\s+Herbs\s+Tags\s+newsletter\s+became\s+newsletter, green/);
		await entry('ref=mail').getByRole('button', { name: /^Undo/ }).click();
		const dialog = opened.page.getByRole('dialog', { name: 'Undo this change?' });
		// Of the three links with the tag, one was changed since.
		await dialog.getByText('2 links go back').waitFor();
		await dialog.getByText('/tomato-seeds').waitFor();
		await dialog.getByRole('button', { name: 'Undo' }).click();
		await dialog.waitFor({ state: 'detached' });
		await opened.page.getByText('Undone: 2 links.').waitFor();
		expect((await link('herb-garden')).destination).toContain('ref=newsletter');
		expect((await link('tomato-seeds')).destination).toContain('ref=mail');
		await entry('Herbs').getByRole('button', { name: /^Undo/ }).last().click();
		await dialog.getByRole('button', { name: 'Undo' }).click();
		await opened.page.getByRole('heading', { level: 1, name: 'Herb garden' }).waitFor();
		expect(await link('herb-garden')).toMatchObject({ title: 'Herb garden', tags: ['newsletter'] });
	});

	it('undoes a change of many over what was changed since, where somebody asks for it, and keeps the rest of that', async () => {
		const { data: { links: made } } = await stage.api.post('/v1/links/batch', { links: ['forced-a', 'forced-b'].map((slug) => ({ slug, title: 'Before', destination: `https://shop.example.com/${slug}` })) });
		const ids = made.map(({ id }: Link) => id);
		await stage.api.patch('/v1/links', { ids, set: { title: 'After', campaign: 'forced' } });
		await stage.api.patch('/v1/links/slug:forced-b', { title: 'Since', destination: 'https://shop.example.com/since' });
		await opened.goTo(`/links/${(await link('forced-b')).id}`);
		const history = opened.page.getByRole('region', { name: 'History' });
		await history.getByRole('listitem').filter({ hasText: 'as part of a change of many' }).getByRole('button', { name: /^Undo/ }).click();
		const dialog = opened.page.getByRole('dialog', { name: 'Undo this change?' });
		await dialog.getByText('1 link goes back').waitFor();
		await dialog.getByRole('listitem').filter({ hasText: '/forced-a' }).getByText('goes back').waitFor();
		await dialog.getByText('1 link cannot go back:').waitFor();
		await dialog.getByText(/^\/forced-b: .*changed/).waitFor();
		expect(await violations(opened.page)).toEqual([]);
		await dialog.getByLabel('Also links that were changed since').check();
		await dialog.getByText('2 links go back').waitFor();
		expect(await dialog.getByText('cannot go back').count()).toBe(0);
		expect(await link('forced-b')).toMatchObject({ title: 'Since', campaign: 'forced' });
		await dialog.getByRole('button', { name: 'Undo' }).click();
		await dialog.waitFor({ state: 'detached' });
		await opened.page.getByText('Undone: 2 links.').last().waitFor();
		await opened.page.getByRole('heading', { level: 1, name: 'Before' }).waitFor();
		expect(await link('forced-a')).toMatchObject({ title: 'Before', campaign: null });
		expect(await link('forced-b')).toMatchObject({ title: 'Before', campaign: null, destination: 'https://shop.example.com/since' });
	});

	it('disables and deletes, and takes both back', async () => {
		await show('gift-cards');
		await opened.page.getByRole('button', { name: 'More for /gift-cards' }).click();
		await opened.page.getByRole('menuitem', { name: 'Disable' }).click();
		await opened.page.locator('.link-details').getByText('Disabled').waitFor();
		await opened.page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
		await opened.page.locator('.link-details').getByText('Active').waitFor();
		await opened.page.getByRole('button', { name: 'More for /gift-cards' }).click();
		await opened.page.getByRole('menuitem', { name: 'Delete' }).click();
		await opened.page.getByRole('dialog', { name: 'Delete /gift-cards?' }).getByRole('button', { name: 'Delete' }).click();
		await opened.page.getByRole('heading', { level: 1, name: 'Links' }).waitFor();
		expect((await stage.api.get('/v1/links/slug:gift-cards')).status).toBe(404);
		await opened.page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
		await opened.page.getByRole('heading', { level: 1, name: 'Gift cards' }).waitFor();
		expect((await stage.api.get('/v1/links/slug:gift-cards')).status).toBe(200);
	});

	it('shows what a deleted link was, and brings it back', async () => {
		const { data: link } = await stage.api.post('/v1/links', { slug: 'short-lived', title: 'Short-lived', destination: 'https://shop.example.com/' });
		await stage.api.delete('/v1/links', {}, { ids: [link.id] });
		await opened.goTo(`/links/${link.id}`);
		await opened.page.getByRole('heading', { level: 1, name: 'No such link' }).waitFor();
		await opened.page.getByRole('button', { name: /^Undo: deleted/ }).click();
		await opened.page.getByRole('dialog').getByText('is there again').waitFor();
		await opened.page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
		await opened.page.getByRole('heading', { level: 1, name: 'Short-lived' }).waitFor();
	});

	it('says in the words of the API that a link is not there', async () => {
		await opened.goTo('/links/slug:nowhere');
		await opened.page.getByText('There is no link "slug:nowhere".').waitFor();
	});

	it('shows what others wrote as text', async () => {
		const evil = '<img src=x onerror="document.body.dataset.hit=1">';
		await stage.api.post('/v1/links', { slug: 'evil', title: evil, tags: [evil], campaign: evil, external_id: evil, destination: `https://shop.example.com/?q=${encodeURIComponent(evil)}`, variants: [{ name: evil.slice(0, 50), destination: 'https://shop.example.com/', weight: 1 }] });
		await stage.api.patch('/v1/links/slug:evil', { metadata: { note: evil } });
		await stage.api.visit(`evil?utm_source=${encodeURIComponent(evil)}`, { 'user-agent': `Mozilla/5.0 ${evil}`, referer: `https://evil.example/${evil}`, 'accept-language': evil });
		await show('evil');
		await opened.page.getByRole('region', { name: 'UTM' }).getByText(evil).waitFor();
		await opened.page.getByRole('region', { name: 'History' }).getByText(JSON.stringify({ note: evil })).waitFor();
		await opened.page.locator('.link-label').filter({ hasText: evil }).nth(1).waitFor();
		await opened.page.getByRole('region', { name: 'Where', exact: true }).getByRole('button', { name: 'Languages' }).click();
		expect(await opened.page.locator('img[src="x"]').count()).toBe(0);
		expect(await opened.page.evaluate('document.body.dataset.hit')).toBeUndefined();
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out, %s', async (look) => {
		const { id } = await link('spring-sale');
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { look });
		await goTo(`/links/${id}`);
		await page.locator('.recent-list li').first().waitFor();
		await page.locator('.history-entry').first().waitFor();
		await page.locator('.breakdown').last().waitFor();
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});

	it('offers nothing that writes to a key that may only read', async () => {
		const { data: key } = await stage.api.post('/v1/keys', { name: 'reader', scopes: ['read'] });
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { key: key.secret });
		await goTo(`/links/${(await link('spring-sale')).id}`);
		await page.locator('.history-entry').first().waitFor();
		await page.getByRole('button', { name: 'QR code' }).waitFor();
		for (const name of [/^Edit/, /^Undo/, /^More for/]) expect(await page.getByRole('button', { name }).count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});
});
