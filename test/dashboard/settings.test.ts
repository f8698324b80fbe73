/** Settings: what is configured and healthy, how the page looks, and the way out. */
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

inBrowser('the page of settings', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 3, clicks: 3, settings: { LINKMILL_EVENT_RETENTION_DAYS: '30', LINKMILL_WEBHOOK_ALLOW: 'n8n:5678' } }); });
	afterAll(() => stage.stop());

	it('shows an administrator how the server does and how it is set up, and no secret', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { route: '/settings' });
		await page.getByText('Links redirect, and clicks are recorded.').waitFor();
		await page.getByText('every event is counted').waitFor();
		const { data } = await stage.api.get('/v1/server');
		await page.getByText(`version ${String(data.version)}`).first().waitFor();
		const setting = (variable: string) => page.locator('.settings dl > div').filter({ has: page.getByText(variable, { exact: true }) });
		await setting('LINKMILL_EVENT_RETENTION_DAYS').getByText('30', { exact: true }).waitFor();
		await setting('LINKMILL_EVENT_RETENTION_DAYS').getByText('Set', { exact: true }).waitFor();
		await setting('LINKMILL_WEBHOOK_ALLOW').getByText('n8n:5678', { exact: true }).first().waitFor();
		expect(await setting('LINKMILL_DURABILITY').getByText('Set', { exact: true }).count()).toBe(0);
		expect(await setting('LINKMILL_API_KEY').getByText('secret').count()).toBe(1);
		expect(await page.content()).not.toContain(stage.backend.key);
		expect(complaints).toEqual([]);
		await close();
	});

	it('tells others whether clicks are recorded, and no more', async () => {
		const { data: key } = await stage.api.post('/v1/keys', { name: 'looks', scopes: ['read'] });
		const { page, complaints, close } = await openSignedIn(stage.backend, { key: key.secret, route: '/settings' });
		await page.getByText('Links redirect, and clicks are recorded.').waitFor();
		expect(await page.getByText('LINKMILL_DATA_DIR').count()).toBe(0);
		expect(await violations(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await close();
	});

	it('changes the colours, leads to the documentation of the API, and signs out', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { route: '/settings' });
		const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
		const light = await background();
		await page.getByRole('group', { name: 'Colours' }).getByRole('button', { name: 'Dark' }).click();
		expect(await background()).not.toBe(light);
		expect(await page.getByRole('link', { name: 'API documentation' }).getAttribute('href')).toBe('/docs');
		await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('API key').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('turns the key that goes to the search off and on again, and keeps that in a cookie', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend);
		const search = page.getByLabel('Search links');
		const inSearch = () => search.evaluate((input) => input === input.ownerDocument.activeElement);
		const show = async (route: string, name: string) => {
			await goTo(route);
			await page.getByRole('heading', { level: 1, name }).waitFor();
		};
		const pressed = async () => {
			await search.waitFor();
			await search.blur();
			await page.keyboard.press('/');
			return inSearch();
		};
		expect(await pressed()).toBe(true);
		expect(await search.inputValue()).toBe('');
		await show('/settings', 'Settings');
		const choice = page.getByRole('switch', { name: '/ goes to the search' });
		await choice.uncheck();
		await show('/links', 'Links');
		expect(await pressed()).toBe(false);
		await show('/reports', 'Reports');
		expect(await pressed()).toBe(false);
		await page.reload();
		expect(await pressed()).toBe(false);
		expect(await page.locator('kbd').count()).toBe(0);
		expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).toBe('[{},{},"linkmill_shortcuts=off"]');
		await show('/settings', 'Settings');
		await choice.check();
		await show('/links', 'Links');
		expect(await pressed()).toBe(true);
		expect(await page.evaluate('document.cookie')).toBe('');
		expect(complaints).toEqual([]);
		await close();
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out, %s', async (look) => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { look, route: '/settings' });
		await page.getByText('LINKMILL_DATA_DIR').waitFor();
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});
});
