import type { Browser, BrowserContext } from 'playwright-core';
import { launch } from '../scripts/screenshots/browser.ts';
import { catalogueLinks } from '../scripts/samples/catalogue.ts';
import { firstView, typed, watchPaint, type Answer } from './dashboard-page.ts';
import { median, percentile, table } from './numbers.ts';
import { call, caughtUp, KEY, startLinkmill, type Server } from './process.ts';

const LINKS = 1_000_000;
const BATCH = 10_000;

/** Letters of the longest term. */
const LONGEST = 8;

/** What is typed: what many links have, what few have, what none has, numbers, and two words. */
const TERMS = ['walnut', 'rustic', 'chair', 'watering', 'oak desk', 'teak mug', 'sku=9999', '12345', '77', 'wh', 'gq', 'zebra'];

/** The page of links with a million of them, in Chromium: until the first rows are seen, and from each letter of a search until its rows are. */
export async function dashboard({ rounds = 9 }: { rounds?: number }): Promise<string> {
	const linkmill = await startLinkmill({ LINKMILL_RATE_LIMIT: '0' }, [], 'any');
	try {
		for (let first = 0; first < LINKS; first += BATCH) await call(linkmill, 'POST', '/v1/links/batch', { links: catalogueLinks(first, BATCH) });
		await caughtUp(linkmill);
		await searchable(linkmill);
		return await measure(linkmill, rounds);
	} finally {
		await linkmill.stop();
	}
}

/** The same with a server that holds them already. */
export async function measure(server: Pick<Server, 'url'>, rounds: number): Promise<string> {
	const browser = await launch();
	try {
		const signedIn = await signIn(browser, server);
		const views: number[] = [];
		for (let round = 0; round < rounds; round++) views.push(await firstView(await fresh(browser, signedIn), server.url));
		const answers: Answer[] = [];
		const page = await (await fresh(browser, signedIn)).newPage();
		await watchPaint(page);
		await page.goto(server.url);
		await page.locator('.links-table tbody tr').first().waitFor();
		for (let round = 0; round < Math.max(2, Math.ceil(rounds / 3)); round++) {
			// The first time is for the compiler of the browser.
			for (const term of TERMS) answers.push(...(await typed(page, term)).filter(() => round > 0));
		}
		return report(views, answers);
	} finally {
		await browser.close();
	}
}

function report(views: number[], answers: readonly Answer[]): string {
	const line = (name: string, of: readonly Answer[]): Array<string | number> => {
		const seen = of.filter(({ painted }) => painted !== undefined);
		const [painted, asked, server] = (['painted', 'asked', 'server'] as const).map((part) => seen.map((one) => one[part] ?? NaN)) as [number[], number[], number[]];
		const drawn = painted.map((all, index) => all - (asked[index] ?? NaN) - (server[index] ?? NaN));
		return [name, median(painted), percentile(painted, 95), Math.max(...painted), median(asked), median(server), percentile(server, 95), median(drawn), `${String(of.length - seen.length)} of ${String(of.length)}`];
	};
	const lengths = Array.from({ length: LONGEST }, (_, index) => index + 1);
	return [
		table(['first view: from the navigation to rows that are painted', 'median ms', '95 %', 'worst'], [['nothing cached, signed in', median(views), percentile(views, 95), Math.max(...views)]]),
		table(
			['search: from the key to rows that are painted', 'median ms', '95 %', 'worst', 'until asked', 'the server', '95 %', 'drawing', 'typed over'],
			[...lengths.map((length) => line(`letter ${String(length)}`, answers.filter((one) => one.value.length === length))), line('all', answers)],
		),
	].join('\n\n');
}

/** The cookies of somebody who has signed in. */
async function signIn(browser: Browser, { url }: Pick<Server, 'url'>): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(url);
	await page.getByLabel('API key').fill(KEY);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.locator('.links-table tbody tr').first().waitFor();
	const state = await context.storageState();
	await context.close();
	return state;
}

/** As another visit of theirs, with nothing cached. */
const fresh = (browser: Browser, storageState: Awaited<ReturnType<typeof signIn>>) => browser.newContext({ storageState, viewport: { width: 1280, height: 800 } });

/** Waits until the last link is found. */
async function searchable(server: Server): Promise<void> {
	for (const deadline = Date.now() + 300_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 200))) {
		const found = await call<{ links: unknown[] }>(server, 'GET', `/v1/links?limit=1&search=${encodeURIComponent(`sku=${String(LINKS - 1)}`)}`);
		if (found.links.length > 0) return;
	}
	throw new Error('The last link was not found within five minutes.');
}
