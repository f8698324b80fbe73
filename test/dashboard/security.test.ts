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
			await stage.api.visit(`nasty-${String(index)}?utm_source=${encodeURIComponent(text)}&utm_campaign=${encodeURIComponent(text)}`, { 'user-agent': `Mozilla/5.0 ${header}`, referer: `https://evil.example/${encodeURI(header)}`, 'accept-language': header });
		}
	});
	afterAll(() => stage.stop());

	it('stays text on every page', async () => {
		const { data } = await stage.api.get('/v1/links?limit=20');
		const routes = ['/links', `/links?search=${encodeURIComponent(NASTY[0]!)}`, '/reports', `/reports?campaign=${encodeURIComponent(NASTY[1]!)}`, ...['campaign', 'tag', 'utm_source', 'utm_campaign', 'referrer_host', 'browser', 'os', 'language'].map((group) => `/reports?period=24h&group_by=${group}`), '/workflows', '/keys', '/settings', ...data.links.slice(0, 3).map(({ id }: { id: string }) => `/links/${id}`), `/links/${encodeURIComponent(NASTY[0]!)}`, `/${NASTY[2]!}`];
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
	}, 90_000);

	it('stays text in a file that is imported: its name, its heads, its cells, and what is said of them', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('button', { name: 'Import CSV' }).click();
		const panel = page.getByRole('dialog', { name: 'Import links' });
		const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
		const rows = [['url', 'slug', 'title', 'tags', NASTY[0]!, NASTY[2]!], [`javascript:window.broken=1//${NASTY[1]!}`, NASTY[1]!, NASTY[2]!, NASTY[3]!, NASTY[4]!, NASTY[5]!], ['https://example.com/imported', 'nasty-import', NASTY[0]!, NASTY[6]!, NASTY[7]!, NASTY[8]!]];
		const buffer = Buffer.from(rows.map((row) => row.map(cell).join(',')).join('\n'));
		await panel.getByLabel('CSV file').setInputFiles({ name: `${NASTY[0]!}.csv`.replaceAll('/', ''), mimeType: 'text/csv', buffer });
		await panel.getByText('2 rows').waitFor();
		await panel.getByText(NASTY[0]!, { exact: true }).first().waitFor();
		await panel.getByRole('button', { name: 'Import 1 link' }).click();
		await panel.getByText(/1 created, 1 not imported/).waitFor();
		await panel.getByText('javascript:window.broken=1').first().waitFor();
		expect(await page.evaluate('window.broken')).toBeUndefined();
		expect(await page.evaluate(`document.querySelectorAll('#app img[src="x"], #app script, #app style, #app a[href^="javascript"]').length`)).toBe(0);
		expect((await stage.api.get('/v1/links/slug:nasty-import')).data.title).toBe(NASTY[0]);
		expect(complaints).toEqual([]);
		await close();
	});

	it('in an address that somebody was sent leads to no other call of the API than that of its page', async () => {
		const { page, goTo, close } = await openSignedIn(stage.backend, { expected: [404, 422] });
		const asked: string[] = [];
		page.on('request', (request) => { asked.push(`${request.method()} ${new URL(request.url()).pathname}`); });
		for (const route of ['/links/..', '/links/%2e%2e', '/links/.', '/links/', '/workflows/..', '/workflows/%2E']) {
			await goTo(route);
			await page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor();
		}
		expect(asked.filter((one) => one.includes('/v1/'))).toEqual([]);
		for (const route of ['/links/..%2F..%2Fv1%2Fkeys', '/workflows/..%2Fkeys%3Fx', '/links/%2e%2e%2fkeys']) {
			await goTo(route);
			await page.getByRole('main').getByRole('alert').or(page.getByRole('heading', { name: 'No such link' })).first().waitFor();
		}
		expect(asked.filter((one) => !/^GET \/(v1\/(links|webhooks)\/[^/]*%2F[^/]*(\/\w+)?|_\/assets\/.*)$/i.test(one))).toEqual([]);
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
