/** The dashboard around its pages: sign in, move about, colours, sign out. */
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openPage, openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

inBrowser('the dashboard', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 120, clicks: 20 }); });
	afterAll(() => stage.stop());

	it('lets nobody in with a wrong key, and says why in the words of the API', async () => {
		const { page, complaints, close } = await openPage(stage.backend, { expected: [401] });
		await page.getByLabel('API key').fill('lmk_wrong');
		await page.keyboard.press('Enter');
		await page.getByText('This API key is not known here, or was revoked.').waitFor();
		expect(await page.getByLabel('API key').getAttribute('aria-invalid')).toBe('true');
		expect(await page.getByLabel('API key').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
		expect(await violations(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows links to who has signed in, keeps them signed in over a reload, and nothing in the storage of the browser', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('row').nth(20).waitFor();
		await page.reload();
		await page.getByRole('row').nth(20).waitFor();
		expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).toBe('[{},{},""]');
		expect(await page.context().cookies()).toEqual([expect.objectContaining({ name: 'linkmill_session', httpOnly: true, sameSite: 'Strict', path: '/' })]);
		expect(complaints).toEqual([]);
		await close();
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, %s', async (look) => {
		const opened = await openPage(stage.backend, { look });
		await opened.page.getByLabel('API key').waitFor();
		expect(await violations(opened.page)).toEqual([]);
		await opened.close();
		const { page, complaints, close } = await openSignedIn(stage.backend, { look });
		await page.getByRole('row').nth(20).waitFor();
		expect(await violations(page)).toEqual([]);
		// Nothing sticks out to the side.
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});

	it('fits into 320 pixels, which a screen of 1280 has at four times the size (WCAG 2.2, 1.4.10)', async () => {
		const { data: webhook } = await stage.api.post('/v1/webhooks', { url: 'http://127.0.0.1:9/a-receiver-with-a-long-name', name: 'n8n: Tell sales of everything that happens / Link Click Trigger', key: 'narrow' });
		const { data: link } = await stage.api.post('/v1/links', { slug: 'a-slug-of-some-length-as-programs-make-them', title: 'A link with a rather long title, for somebody who shows it in a meeting', destination: 'https://shop.example.com/a/very/long/path/that/goes/on/and/on' });
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend);
		await page.setViewportSize({ width: 320, height: 640 });
		for (const route of ['/links', `/links/${String(link.id)}`, '/reports', '/workflows', `/workflows/${String(webhook.id)}`, '/keys', '/settings', '/links?open=new', '/links?open=import', `/links?open=qr:${String(link.id)}`]) {
			await goTo(route);
			await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
			if (route.includes('open=')) await page.getByRole('dialog').getByRole('heading').first().waitFor();
			await page.locator('main .skeleton, dialog .skeleton').first().waitFor({ state: 'detached' });
			const found = await page.evaluate<object>(`(() => {
				const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
				const [title, actions] = [box('.page-title'), box('.page-head .actions')];
				const body = document.querySelector('.panel-body');
				return {
					sticksOut: document.documentElement.scrollWidth > innerWidth || (body !== null && body.scrollWidth > body.clientWidth),
					overlap: Boolean(title && actions && title.right > actions.left + 1 && title.bottom > actions.top + 1),
					// A heading of which a letter or two fit into a line.
					squeezed: title !== undefined && title.width < 60,
				};
			})()`);
			expect({ route, ...found }).toEqual({ route, sticksOut: false, overlap: false, squeezed: false });
		}
		expect(complaints).toEqual([]);
		await close();
		await stage.api.delete(`/v1/webhooks/${String(webhook.id)}`);
		await stage.api.delete(`/v1/links/${String(link.id)}`);
	});

	it('moves from page to page: titles, the focus on the heading, and back again', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		for (const name of ['Reports', 'Workflows', 'Keys', 'Settings']) {
			await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
			await page.getByRole('heading', { level: 1, name }).waitFor();
			expect(await page.title()).toBe(`${name} · Linkmill`);
			expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
			expect(await page.getByRole('navigation').getByRole('link', { name }).getAttribute('aria-current')).toBe('page');
		}
		await page.goBack();
		await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
		await page.evaluate(`location.hash = '/nowhere'`);
		await page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('leads past the navigation with the first press of Tab', async () => {
		const { page, close } = await openSignedIn(stage.backend);
		await page.reload();
		await page.getByRole('row').first().waitFor();
		await page.keyboard.press('Tab');
		expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
		await page.keyboard.press('Enter');
		expect(await page.evaluate('document.activeElement.id')).toBe('main');
		await close();
	});

	it('remembers the colours that somebody has chosen, from the first paint on', async () => {
		const { page, close } = await openSignedIn(stage.backend);
		const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
		const light = await background();
		await page.getByRole('button', { name: /^Colours: as the system/ }).click();
		await page.getByRole('button', { name: /^Colours: light/ }).click();
		const dark = await background();
		expect(dark).not.toBe(light);
		const answer = await page.reload();
		expect(await answer!.text()).toContain('<html data-theme="dark"');
		expect(await background()).toBe(dark);
		await close();
	});

	it('says that a session has ended, and why, as soon as its key is revoked', async () => {
		const { data: key } = await stage.api.post('/v1/keys', { name: 'for a while', scopes: ['read'] });
		const { page, complaints, close } = await openSignedIn(stage.backend, { key: key.secret, expected: [401] });
		await page.getByRole('row').first().waitFor();
		// Who may not administer sees no keys.
		expect(await page.getByRole('navigation').getByRole('link', { name: 'Keys' }).count()).toBe(0);
		await stage.api.delete(`/v1/keys/${key.id}`);
		await page.getByLabel('Search links').fill('spring');
		await page.getByText('This API key is not known here, or was revoked.').waitFor();
		await page.getByLabel('API key').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('stays signed in where the server does not answer the sign-out, and is signed out, with what the server says, where it could not write it down', async () => {
		const { page, close } = await openSignedIn(stage.backend, { expected: [503] });
		await page.getByRole('row').first().waitFor();
		await page.route('**/_/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByText('The server does not answer.').waitFor();
		expect(await page.getByRole('row').count()).toBeGreaterThan(0);
		await page.unroute('**/_/session');
		await page.route('**/_/session', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { status: 503, code: 'unavailable', detail: 'You are signed out in this browser. To be safe, revoke the API key.' } }));
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('API key').waitFor();
		await page.getByText('To be safe, revoke the API key.').waitFor();
		expect(await page.getByRole('row').count()).toBe(0);
		await close();
	});

	it('signs out, and what was shown cannot be gone back to', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('row').first().waitFor();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('API key').waitFor();
		expect(await page.getByRole('row').count()).toBe(0);
		await page.reload();
		await page.getByLabel('API key').waitFor();
		expect(await page.context().cookies()).toEqual([]);
		expect(complaints).toEqual([]);
		await close();
	});
});
