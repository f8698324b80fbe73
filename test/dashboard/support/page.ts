import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Backend } from '../../support/backend.ts';
import { browser } from './browser.ts';

/** A page of the dashboard, and what it and the browser had to complain about. */
export interface Opened {
	page: Page;
	/** Errors and warnings of the console, exceptions, violations of the content security policy, requests to other hosts. Empty where all is well. */
	complaints: string[];
	/** Goes to a page: `/links?search=spring`. */
	goTo(route: string): Promise<void>;
	close(): Promise<void>;
}

/** Looks of a page, for pictures and for what depends on the width. */
export const LOOKS = {
	light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
	dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
	phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'light', hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>;

/** How many times slower than it is the processor of each page is made to look: `LINKMILL_TEST_SLOWER=10` finds tests, and pages, that count on a fast one. */
const SLOWER = Number(process.env['LINKMILL_TEST_SLOWER'] ?? 1);

/** Makes the processor of a page look slower: scripts and painting take so many times as long. */
export async function slowDown(page: Page, rate: number): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Statuses that a page expects: the browser's console calls each an error. */
const EXPECTED = /^Failed to load resource: the server responded with a status of (4\d\d)/;

/**
 * Opens the dashboard in a browser of its own.
 *
 * @param expected statuses of answers that the test provokes
 */
export async function openPage({ url }: Pick<Backend, 'url'>, { look = 'light', route = '', expected = [] as number[] }: { look?: keyof typeof LOOKS; route?: string; expected?: number[] } = {}): Promise<Opened> {
	const context = await browser().newContext({ ...LOOKS[look], locale: 'en-GB', timezoneId: 'Europe/Berlin' });
	const page = await context.newPage();
	// Sooner than jest, which does not say on what a test has waited.
	page.setDefaultTimeout(10_000 * SLOWER);
	if (SLOWER > 1) await slowDown(page, SLOWER);
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (!['error', 'warning'].includes(message.type())) return;
		const status = Number(EXPECTED.exec(message.text())?.[1]);
		if (!expected.includes(status)) complaints.push(message.text());
	});
	page.on('pageerror', ({ message }) => { complaints.push(message); });
	page.on('request', (request) => {
		const asked = new URL(request.url());
		if (/^https?:$/.test(asked.protocol) && asked.origin !== url) complaints.push(`asks ${asked.origin}`);
	});
	await page.addInitScript(`addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => { console.error('policy: ' + violatedDirective + ' ' + blockedURI) })`);
	await page.goto(`${url}/${route && `#${route}`}`);
	return {
		page,
		complaints,
		async goTo(next) {
			await page.evaluate(`location.hash = ${JSON.stringify(next)}`);
		},
		close: () => context.close(),
	};
}

/** The same, signed in with a key: the backend's own unless given. Resolves when the heading of the page is there. */
export async function openSignedIn(backend: Pick<Backend, 'url' | 'key'>, { key = backend.key, ...options }: Parameters<typeof openPage>[1] & { key?: string } = {}): Promise<Opened> {
	const opened = await openPage(backend, options);
	await opened.page.getByLabel('API key').fill(key);
	await opened.page.getByRole('button', { name: 'Sign in' }).click();
	await opened.page.getByRole('main').getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
	return opened;
}
