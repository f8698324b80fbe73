/** A session, as a real browser holds it: what other pages, receivers and keys without rights cannot do with it, and that it ends. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../backend/webhooks/receiver.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { openWorkshop, withReceiver, type Workshop } from './support/workshop.ts';

/** What runs a script wherever HTML is made of it. */
const SCRIPT = `"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;

inBrowser('who is signed in', () => {
	let workshop: Workshop;
	/** Another site: a page of its own, on another port of the same host. */
	let other: Server;
	let otherUrl: string;
	let html = '';
	beforeAll(async () => {
		workshop = await openWorkshop();
		other = createServer((_request, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end(html); });
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		otherUrl = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}/`;
	});
	afterAll(async () => {
		await workshop.stop();
		other.closeAllConnections();
		await new Promise((resolve) => other.close(resolve));
	});

	const keyNames = async () => (await workshop.api.get('/v1/keys')).data.keys.map(({ name }: { name: string }) => name) as string[];
	/** A page of the other site, in the browser in which somebody is signed in. */
	const visitOther = async (context: BrowserContext, markup: string): Promise<Page> => {
		html = `<!doctype html><title>Another site</title>${markup}`;
		const page = await context.newPage();
		await page.goto(otherUrl);
		return page;
	};
	/** What a script of the page that is open gets from the server. */
	const asked = (page: Page, script: string) => page.evaluate(`(async () => { try { ${script} } catch (error) { return 'refused: ' + error.name } })()`);

	it('is not made to write by what another site sends without asking', async () => {
		const { page, close } = await openSignedIn(workshop.backend);
		const evil = await visitOther(page.context(), '');
		const { url } = workshop.backend;
		const body = JSON.stringify({ name: 'stolen', scopes: ['admin'] });
		expect(await asked(evil, `const r = await fetch('${url}/v1/keys', { method: 'POST', mode: 'no-cors', credentials: 'include', body: ${JSON.stringify(body)} }); return r.type`)).toBe('opaque');
		expect(await asked(evil, `navigator.sendBeacon('${url}/v1/keys', new Blob([${JSON.stringify(body)}], { type: 'text/plain' })); return 'sent'`)).toBe('sent');
		await evil.waitForTimeout(300);
		expect(await keyNames()).not.toContain('stolen');
		await close();
	});

	it('is not made to write, to sign out or to sign in as somebody else by a form of another site', async () => {
		const { page, close } = await openSignedIn(workshop.backend);
		for (const path of ['/v1/keys', '/_/session']) {
			const markup = `<form method="post" enctype="text/plain" action="${workshop.backend.url}${path}"><input name='{"name":"stolen","scopes":["admin"],"key":"lmk_other","x":"' value='"}'></form>`;
			const evil = await visitOther(page.context(), markup);
			// After the evaluation, which would not outlive the page that it runs in.
			await evil.evaluate('setTimeout(() => document.forms[0].submit()); undefined');
			await evil.waitForURL(`${workshop.backend.url}${path}`);
			expect(await evil.evaluate('document.body.innerText')).toMatch(/"status":4\d\d/);
			await evil.close();
		}
		expect(await keyNames()).not.toContain('stolen');
		await page.reload();
		await page.getByRole('row').first().waitFor();
		await close();
	});

	it('is not read from by taking an answer for a script, nor by the window that opened the page', async () => {
		const { page, close } = await openSignedIn(workshop.backend);
		const evil = await visitOther(page.context(), '');
		for (const path of ['/_/session', '/v1/links']) {
			expect(await evil.evaluate(`new Promise((resolve) => { const s = document.createElement('script'); s.src = '${workshop.backend.url}${path}'; s.onload = () => resolve('loaded'); s.onerror = () => resolve('refused'); document.head.append(s) })`)).toBe('refused');
		}
		const [opened] = await Promise.all([page.context().waitForEvent('page'), evil.evaluate(`window.popup = open('${workshop.backend.url}/'); undefined`)]);
		await opened.waitForLoadState();
		expect(await evil.evaluate('popup.closed')).toBe(true);
		await close();
	});

	it('sees as text what links, visitors and receivers wrote, and no script runs', async () => {
		await withReceiver({ status: 500, body: SCRIPT }, async (url) => {
			const { data: link } = await workshop.api.post('/v1/links', { slug: 'xss', title: SCRIPT, tags: [SCRIPT.slice(0, 90)], campaign: SCRIPT, destination: `https://example.com/${SCRIPT.replaceAll(' ', '')}?q=javascript:alert(1)`, external_id: SCRIPT });
			const webhook = await workshop.subscribe({ url, name: SCRIPT, key: 'own', filter: { campaign: SCRIPT } });
			await workshop.subscribe({ name: `n8n: ${SCRIPT} / Node`, filter: { tags: [SCRIPT.slice(0, 90)] } });
			await workshop.api.visit('xss', { 'user-agent': `Mozilla/5.0 ${SCRIPT} Chrome/140.0.0.0`, referer: `https://evil.example/${encodeURI(SCRIPT)}`, 'accept-language': 'de', 'x-forwarded-for': '2.125.160.216' });
			await workshop.api.post('/v1/keys', { name: SCRIPT, scopes: ['read'] });
			await until(async () => (await workshop.current(webhook)).failures > 0);
			const { page, complaints, goTo, close } = await openSignedIn(workshop.backend);
			const text = page.getByText('<script>window.hacked=1</script>');
			for (const route of ['/links', `/links/${String(link.id)}`, '/reports', '/workflows', `/workflows/${webhook.id}`, `/workflows/${webhook.id}?tab=clicks`, '/keys', '/settings']) {
				await goTo(route);
				await page.getByRole('heading', { level: 1 }).waitFor();
				await page.waitForLoadState('networkidle').catch(() => undefined);
				if (route !== '/reports' && route !== '/settings') await text.first().waitFor({ state: 'attached' });
				expect({ route, hacked: await page.evaluate('window.hacked') }).toEqual({ route, hacked: undefined });
				expect({ route, scripts: await page.evaluate(`document.querySelectorAll('#app script, #app img[onerror]').length`) }).toEqual({ route, scripts: 0 });
				expect({ route, links: await page.evaluate(`[...document.links].filter(({ protocol }) => !/^(https?|blob):$/.test(protocol)).length`) }).toEqual({ route, links: 0 });
			}
			expect(complaints).toEqual([]);
			await close();
		});
		await workshop.clear();
	});

	it('would be protected by the policy, were there a place to put a script', async () => {
		const { page, complaints, close } = await openSignedIn(workshop.backend);
		await page.evaluate(`document.getElementById('app').insertAdjacentHTML('beforeend', ${JSON.stringify(SCRIPT)}); const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)`);
		await page.waitForTimeout(300);
		expect(await page.evaluate('window.hacked')).toBeUndefined();
		expect(complaints.join('\n')).toMatch(/policy: script-src/);
		await close();
	});

	it('gets another session at every sign-in, whatever cookie was there before', async () => {
		const { page, close } = await openSignedIn(workshop.backend);
		const context = page.context();
		const [first] = await context.cookies();
		// Somebody else's session, planted into this browser before its owner signs in.
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('API key').waitFor();
		await context.addCookies([{ ...first!, value: first!.value }]);
		await page.reload();
		await page.getByLabel('API key').fill(workshop.backend.key);
		await page.keyboard.press('Enter');
		await page.getByRole('row').first().waitFor();
		const [second] = await context.cookies();
		expect(second!.name).toBe(first!.name);
		expect(second!.value).not.toBe(first!.value);
		await close();
	});

	it('is signed out for good: the cookie of before opens nothing', async () => {
		const { page, close } = await openSignedIn(workshop.backend);
		const [cookie] = await page.context().cookies();
		const session = await asked(page, `return await (await fetch('/_/session')).json()`) as { session: { csrf: string } };
		const headers = { cookie: `${cookie!.name}=${cookie!.value}`, 'x-linkmill-csrf': session.session.csrf, 'sec-fetch-site': 'same-origin' };
		const status = async () => (await fetch(`${workshop.backend.url}/v1/links`, { headers })).status;
		expect(await status()).toBe(200);
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByLabel('API key').waitFor();
		expect(await status()).toBe(401);
		await close();
	});

	it('keeps nothing where a script could find it', async () => {
		const { page, goTo, close } = await openSignedIn(workshop.backend);
		for (const route of ['/links', '/workflows', '/keys', '/settings']) {
			await goTo(route);
			await page.getByRole('heading', { level: 1 }).waitFor();
		}
		expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).toBe('[{},{},""]');
		expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
		expect(await page.content()).not.toContain(workshop.backend.key);
		await close();
	});

	it('is told in the words of the API what a key that only reads may not do', async () => {
		const { data: key } = await workshop.api.post('/v1/keys', { name: 'looks', scopes: ['read'] });
		const { page, close } = await openSignedIn(workshop.backend, { key: key.secret as string, expected: [403] });
		// The page has the same proof as any of its own calls.
		const answers = await asked(page, `
			const { session } = await (await fetch('/_/session')).json();
			const call = async (method, path, body) => { const r = await fetch(path, { method, headers: { 'content-type': 'application/json', 'x-linkmill-csrf': session.csrf }, body: JSON.stringify(body) }); return [r.status, (await r.json()).detail]; };
			return [await call('POST', '/v1/links', { destination: 'https://example.com/' }), await call('POST', '/v1/keys', { name: 'more', scopes: ['admin'] }), await call('PATCH', '/v1/links', { filter: {}, changes: { enabled: false } })];
		`);
		expect(answers).toEqual([
			[403, 'The API key "looks" has the scopes read; this call needs write.'],
			[403, 'The API key "looks" has the scopes read; this call needs admin.'],
			[403, 'The API key "looks" has the scopes read; this call needs write.'],
		]);
		await close();
	});
});
