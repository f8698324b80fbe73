import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Stage } from '../../../test/dashboard/support/stage.ts';
import { ROOT } from '../../repository.ts';
import { launch } from '../browser.ts';
import { openShop } from './shop.ts';
import { openWorkflows } from './workflows.ts';

const IMAGES = path.join(ROOT, 'docs/images/dashboard');

/** How each picture looks. Half again as many pixels: sharp on the screens that READMEs are read on. */
const LOOKS = {
	light: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5, colorScheme: 'light' },
	dark: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5, colorScheme: 'dark' },
	phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'light', hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;

/** Takes all of them. */
export async function takeDashboard(): Promise<void> {
	await mkdir(IMAGES, { recursive: true });
	// What is seen of the server's address is that of the short links. By http, for so is the page fetched here.
	const stage = await openShop({ LINKMILL_BASE_URL: 'http://go.garden.example', LINKMILL_EVENT_RETENTION_DAYS: '365', LINKMILL_VISITOR_SALT_DAYS: '90' });
	const workflows = await openWorkflows(stage);
	const browser = await launch();
	try {
		const key = await makeKeys(stage);
		const routes = await routesOf(stage, workflows.id);
		for (const look of Object.keys(LOOKS) as Array<keyof typeof LOOKS>) await takeLook(browser, stage, { look, key, routes });
	} finally {
		await browser.close();
		await stage.stop();
		workflows.close();
	}
}

/** Keys as a shop would have them; the secret of the one that signs in. */
async function makeKeys({ api }: Stage): Promise<string> {
	await api.post('/v1/keys', { name: 'n8n', scopes: ['read', 'write'] });
	await api.post('/v1/keys', { name: 'Prometheus', scopes: ['read'] });
	await api.post('/v1/keys', { name: 'Agency', scopes: ['read'], expires_at: new Date(Date.now() + 60 * 86_400_000).toISOString() });
	const made = await api.post('/v1/keys', { name: 'Anna', scopes: ['read', 'write', 'admin'] });
	return (made.data as { secret: string }).secret;
}

/** Where each picture is taken. */
async function routesOf({ api }: Stage, workflow: string): Promise<Record<string, string>> {
	const link = await api.get('/v1/links/slug:spring-sale');
	return {
		'links': '/links?sort=-total_clicks',
		'link': `/links/${(link.data as { id: string }).id}`,
		'reports': '/reports?campaign=spring',
		'workflows': '/workflows',
		'workflow': `/workflows/${workflow}`,
		'keys': '/keys',
		'settings': '/settings',
	};
}

async function takeLook(browser: Browser, { backend }: Stage, { look, key, routes }: { look: keyof typeof LOOKS; key: string; routes: Record<string, string> }): Promise<void> {
	const context = await browser.newContext({ ...LOOKS[look], locale: 'en-GB', timezoneId: 'Europe/Berlin' });
	const page = await context.newPage();
	await page.goto(backend.url);
	await page.getByLabel('API key').waitFor();
	await save(page, `sign-in-${look}`);
	await page.getByLabel('API key').fill(key);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('heading', { level: 1, name: 'Links' }).waitFor();
	for (const [name, route] of Object.entries(routes)) {
		await page.evaluate(`location.hash = ${JSON.stringify(route)}`);
		await save(page, `${name}-${look}`);
	}
	await context.close();
}

/** Saves what is seen as `docs/images/dashboard/<name>.png`, once nothing is on its way any more. */
async function save(page: Page, name: string): Promise<void> {
	// Nothing hovered.
	await page.mouse.move(1, 1);
	// Charts and numbers come after the page, and nothing says that they were the last.
	await page.waitForTimeout(1500);
	await page.waitForFunction(`!document.querySelector('main .skeleton')`);
	await page.waitForTimeout(500);
	await page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
	console.log(`docs/images/dashboard/${name}.png`);
}
