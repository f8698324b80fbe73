/** What others wrote into links and requests, and what pages of others try, seen by a real browser. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inBrowser } from './support/browser.ts';
import { openPage, openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

/** Each of them would set `window.broken`, or leave the page, if any of it were taken for more than text. */
const NASTY = [
	'<img src=x onerror="window.broken=1">',
	'"><svg onload="window.broken=1">',
	'<script>window.broken=1</script>',
	"');window.broken=1;//",
	'{{constructor.constructor("window.broken=1")()}}',
	'<a href="javascript:window.broken=1">click</a>',
	'<style>*{display:none}</style>',
	'<meta http-equiv="refresh" content="0;url=https://evil.example/">',
	'\u202eevil\u202c <b>',
];

inBrowser('what others wrote', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage({ links: 0 });
		const links = NASTY.map((text, index) => ({ slug: `nasty-${String(index)}`, destination: `https://example.com/?q=${encodeURIComponent(text)}#"><img/src=x>`, title: text, campaign: text, tags: [text], metadata: { note: text }, external_id: `id ${text}` }));
		const { data } = await stage.api.post('/v1/links/batch', { links });
		expect(data.errors).toEqual([]);
		for (const [index, text] of NASTY.entries()) {
			const header = text.replaceAll(/[^\x20-\x7e]/g, '');
			await stage.api.visit(`nasty-${String(index)}`, { 'user-agent': `Mozilla/5.0 ${header}`, referer: `https://evil.example/${encodeURI(header)}`, 'accept-language': header });
		}
	});
	afterAll(() => stage.stop());

	it('stays text on every page', async () => {
		const { data } = await stage.api.get('/v1/links?limit=20');
		const routes = ['/links', `/links?search=${encodeURIComponent(NASTY[0]!)}`, '/reports', `/reports?campaign=${encodeURIComponent(NASTY[1]!)}`, '/workflows', '/keys', '/settings', ...data.links.slice(0, 3).map(({ id }: { id: string }) => `/links/${id}`), `/links/${encodeURIComponent(NASTY[0]!)}`, `/${NASTY[2]!}`];
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { expected: [404, 422] });
		for (const route of routes) {
			await goTo(route);
			await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
			await page.waitForLoadState('networkidle');
			expect(await page.evaluate('window.broken')).toBeUndefined();
			expect(new URL(page.url()).origin).toBe(stage.backend.url);
			const addresses = await page.evaluate<string[]>(`[...document.querySelectorAll('a[href], form[action], img[src], iframe')].map((one) => one.href || one.src || one.action)`);
			expect(addresses.filter((address) => !/^(https?|blob|data:image\/)/.test(address))).toEqual([]);
			expect(await page.evaluate(`document.querySelectorAll('#app script, #app style, #app meta, #app iframe').length`)).toBe(0);
		}
		expect(complaints).toEqual([]);
		await close();
	});
});

inBrowser('a page of somebody else', () => {
	let stage: Stage;
	let evil: Server;
	beforeAll(async () => {
		stage = await openStage({ links: 3, clicks: 0 });
		evil = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title><body>')).listen(0);
		await new Promise((resolve) => evil.once('listening', resolve));
	});
	afterAll(async () => {
		evil.closeAllConnections();
		evil.close();
		await stage.stop();
	});

	// To browsers, another port is another origin of the same site, which cookies go to; another name is another site.
	it.each(['127.0.0.1', 'localhost'])('at %s cannot use the session, read with it, or frame the dashboard', async (host) => {
		const { page, close } = await openSignedIn(stage.backend);
		const { port } = evil.address() as AddressInfo;
		const other = await page.context().newPage();
		await other.goto(`http://${host}:${String(port)}/`);
		const { url } = stage.backend;

		const tried = await other.evaluate<string[]>(`Promise.all([
			fetch('${url}/v1/links', { credentials: 'include' }),
			fetch('${url}/_/session', { credentials: 'include' }),
			fetch('${url}/v1/links', { credentials: 'include', method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"destination":"https://evil.example/"}' }),
			fetch('${url}/v1/links', { credentials: 'include', method: 'DELETE', headers: { 'content-type': 'application/json', 'x-linkmill-csrf': 'guess' }, body: '{"all":true}' }),
			fetch('${url}/_/session', { credentials: 'include', method: 'DELETE' }),
		].map((asked) => asked.then(() => 'answered', () => 'refused')))`);
		expect(tried).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);

		// A form needs no permission to be sent; its answer must do nothing.
		await other.evaluate(`(() => {
			const form = document.createElement('form');
			Object.assign(form, { method: 'post', action: '${url}/v1/links', enctype: 'text/plain' });
			const field = document.createElement('input');
			Object.assign(field, { name: '{"destination":"https://evil.example/","title":"', value: '"}' });
			form.append(field);
			document.body.append(form);
			form.submit();
		})()`);
		await other.waitForURL(`${url}/v1/links`);
		expect(await other.evaluate('document.body.innerText')).toMatch(/"code":"(cross_site_request|unauthorized|unsupported_media_type)"/);

		const framing = await page.context().newPage();
		await framing.goto(`http://${host}:${String(port)}/`);
		const refusals: string[] = [];
		framing.on('console', (message) => { refusals.push(message.text()); });
		await framing.evaluate(`new Promise((resolve) => { const frame = document.createElement('iframe'); frame.onload = resolve; frame.src = '${url}/'; document.body.append(frame); })`);
		expect(refusals.join()).toContain('frame-ancestors');
		expect(framing.frames().at(-1)!.url()).not.toBe(`${url}/`);

		const { data } = await stage.api.get('/v1/links?count=true');
		expect(data.total).toBe(3);
		await page.reload();
		await page.getByRole('main').getByRole('heading', { level: 1, name: 'Links' }).waitFor();
		await close();
	});

	it('cannot plant a session before somebody signs in', async () => {
		const { page, close } = await openPage(stage.backend);
		await page.context().addCookies([{ name: 'linkmill_session', value: 'planted', url: stage.backend.url, httpOnly: false }]);
		await page.reload();
		await page.getByLabel('API key').fill(stage.backend.key);
		await page.keyboard.press('Enter');
		await page.getByRole('main').getByRole('heading', { level: 1, name: 'Links' }).waitFor();
		const [cookie] = await page.context().cookies();
		expect(cookie).toMatchObject({ name: 'linkmill_session', httpOnly: true, sameSite: 'Strict' });
		expect(cookie!.value).not.toBe('planted');
		await close();
	});
});
