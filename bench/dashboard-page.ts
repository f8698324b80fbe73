import type { BrowserContext, Page } from 'playwright-core';

/** Milliseconds between two letters: of somebody who types well. */
const PACE = 160;

/** What became of a letter. */
export interface Answer {
	/** What stood in the search then. */
	value: string;
	/** Milliseconds until rows that answer it were painted; undefined where the next letter came first. */
	painted: number | undefined;
	/** Of these, until the page asked the server. */
	asked: number | undefined;
	/** Then until the last byte of the answer. */
	server: number | undefined;
}

/** In the page: for each key that changes the search, waits for the frame that shows its rows. A message that is sent before a frame is painted arrives after it. */
const WATCH = `(() => {
	performance.setResourceTimingBufferSize(100000);
	const answers = (window.answers = []);
	let pressed = 0;
	const afterPaint = (then) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => then(performance.now()); port2.postMessage(null); };
	const answerOf = (value, since) => performance.getEntriesByType('resource').find(({ name, startTime }) => startTime >= since && !name.includes('count=') && new URL(name).pathname === '/v1/links' && new URL(name).searchParams.get('search') === value);
	const isShown = () => document.querySelector('.links-table table[aria-busy=false]') || document.querySelector('main .empty');
	addEventListener('keydown', ({ timeStamp }) => { pressed = timeStamp; }, true);
	addEventListener('input', ({ target }) => {
		// A space at the end is no other search.
		if (target.type !== 'search' || target.value.endsWith(' ')) return;
		const answer = { value: target.value, at: pressed };
		answers.push(answer);
		const look = () => {
			if (answers.at(-1) !== answer) return;
			const entry = answerOf(answer.value.trim(), pressed);
			if (!entry || !isShown()) return requestAnimationFrame(look);
			afterPaint((now) => { Object.assign(answer, { painted: now - answer.at, asked: entry.requestStart - answer.at, server: entry.responseEnd - entry.requestStart }); });
		};
		requestAnimationFrame(look);
	}, true);
	const first = () => { if (document.querySelector('.links-table tbody tr')) afterPaint((now) => { window.firstRows = now; }); else requestAnimationFrame(first); };
	requestAnimationFrame(first);
})()`;

/** Has the next address that is opened in a page tell when it has painted what. */
export async function watchPaint(page: Page): Promise<void> {
	await page.addInitScript(WATCH);
}

/** Milliseconds from the navigation until the first rows are painted. The context is closed then. */
export async function firstView(context: BrowserContext, url: string): Promise<number> {
	const page = await context.newPage();
	await watchPaint(page);
	await page.goto(url);
	await until(page, 'window.firstRows');
	const time = await page.evaluate<number>('window.firstRows');
	await context.close();
	return time;
}

/** Types a term into the empty search, letter by letter, and empties it again. */
export async function typed(page: Page, term: string): Promise<Answer[]> {
	const field = page.getByLabel('Search links');
	await field.fill('');
	await until(page, `document.querySelector('.links-table table[aria-busy=false]') && /links$/.test(document.querySelector('.page-title p').textContent)`);
	await page.evaluate('window.answers.length = 0');
	await field.focus();
	for (const letter of term) {
		const next = new Promise((resolve) => setTimeout(resolve, PACE));
		await page.keyboard.press(letter === ' ' ? 'Space' : letter);
		await next;
	}
	await until(page, 'window.answers.at(-1).painted !== undefined');
	return page.evaluate<Answer[]>('window.answers.map(({ at, ...answer }) => answer)');
}

/** Waits in the page, frame by frame: its policy keeps Playwright from asking it from outside. */
async function until(page: Page, condition: string): Promise<void> {
	await page.evaluate(`new Promise((resolve) => { const look = () => { if (${condition}) resolve(); else requestAnimationFrame(look); }; look(); })`);
}
