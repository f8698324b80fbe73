/** The page at /docs, as a browser shows it: the machine's own Chromium, or the one that CHROMIUM names. */
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../../scripts/screenshots/browser.ts';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(() => backend.stop());

test('the page allows no script, style or request but its own', async () => {
	const { status, headers, data } = await client(backend).get('/docs', { authorization: '' });
	expect(status).toBe(200);
	expect(headers['content-type']).toMatch(/^text\/html/);
	const policy = String(headers['content-security-policy']);
	expect(policy).toMatch(/^default-src 'none';/);
	expect(policy).toContain("frame-ancestors 'none'");
	expect(policy).not.toMatch(/unsafe|https?:|\*/);
	expect(data).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|(src|href)="(https?:)?\/\//);
	expect(data).toContain('<title>Linkmill API</title>');
	expect((await client(backend).get('/docs/static/nothing.js')).status).toBe(404);
});

const found = await launch().catch((error: unknown) => String(error));
const described = typeof found === 'string' ? describe.skip : describe;

described(typeof found === 'string' ? `in a browser (skipped: ${found})` : 'in a browser', () => {
	const browser = found as Browser;
	let page: Page;
	const complaints: string[] = [];
	const asked = new Set<string>();

	beforeAll(async () => {
		page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
		page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
		page.on('pageerror', ({ message }) => { complaints.push(message); });
		page.on('request', (request) => { asked.add(new URL(request.url()).host); });
		await page.goto(`${backend.url}/docs`);
		await page.locator('.opblock').first().waitFor();
	});
	afterAll(() => browser.close());

	it('shows every call, grouped', async () => {
		const { data } = await client(backend).get('/openapi.json');
		const calls = Object.values(data.paths as Record<string, object>).flatMap((item) => Object.keys(item));
		expect(await page.locator('.opblock').count()).toBe(calls.length);
		const groups = await page.evaluate("[...document.querySelectorAll('.opblock-tag')].map((one) => one.dataset.tag)");
		expect(groups).toEqual(data.tags.map(({ name }: { name: string }) => name));
	});

	it('tries a call with a key, and forgets the key with the page', async () => {
		await page.locator('.btn.authorize').first().click();
		await page.locator('.auth-container input').fill(backend.key);
		await page.locator('.auth-btn-wrapper .authorize').click();
		await page.locator('.auth-btn-wrapper .btn-done').click();
		await page.locator('#operations-Keys-getMe .opblock-summary-control').click();
		await page.locator('#operations-Keys-getMe .execute').click();
		await page.locator('#operations-Keys-getMe .live-responses-table .response-col_status').first().waitFor();
		expect(await page.locator('#operations-Keys-getMe .live-responses-table').innerText()).toContain('"server_time"');
		expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(backend.key);
	});

	it('leads to a call by its address', async () => {
		await page.goto(`${backend.url}/docs#/Links/createLink`);
		await page.reload();
		await page.locator('#operations-Links-createLink .opblock-body').waitFor();
	});

	it('asks no other host, and has nothing to complain of', () => {
		expect([...asked]).toEqual([new URL(backend.url).host]);
		expect(complaints).toEqual([]);
	});
});
