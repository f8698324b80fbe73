/** The main job of each page, done with the keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { until } from '../backend/webhooks/receiver.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { sampleSlug } from './support/stage.ts';
import { openWorkshop, type Workshop } from './support/workshop.ts';

/** Presses of Tab after which something should have been reached. */
const REACHED_WITHIN = 60;

const hasFocus = (element: Locator) => element.evaluate((one) => one === one.ownerDocument.activeElement);

/** Goes on with Tab, from where the focus is, until an element has it. */
async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	await element.waitFor();
	for (let presses = 0; presses < REACHED_WITHIN; presses++) {
		if (await hasFocus(element)) return;
		await page.keyboard.press(key);
	}
	throw new Error(`${String(element)} was not reached; the focus is on ${await page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)')}`);
}

/** What can be said of an element that has the focus. */
interface Stop {
	name: string;
	/** Whether a ring shows that it has the focus. */
	ring: boolean;
	/** Whether it, or a part of it, is on the screen and not below something else. */
	seen: boolean;
}

/** Goes through a page with Tab, from its beginning, where somebody is who has just opened it, to its end. */
async function walk(page: Page): Promise<Stop[]> {
	const stops: Stop[] = [];
	for (let presses = 0; presses < 3 * REACHED_WITHIN; presses++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate<Stop | null>(`(() => {
			const one = document.activeElement;
			if (one === document.body) return null;
			const { outlineStyle, outlineWidth } = getComputedStyle(one);
			// The ring of a field may be that of its box.
			const box = one.closest('.prefixed, .tokens');
			const around = box && getComputedStyle(box);
			const drawn = (style) => style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
			const { left, right, top, bottom } = one.getBoundingClientRect();
			const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) => document.elementFromPoint(left + x * (right - left), top + y * (bottom - top))));
			return { name: one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40), ring: drawn({ outlineStyle, outlineWidth }) || drawn(around), seen: points.some((hit) => hit && (one.contains(hit) || hit.contains(one) && hit !== document.body && hit.id !== 'app')) };
		})()`);
		if (!stop || (stops.length > 0 && stop.name === stops[0]!.name)) return stops;
		stops.push(stop);
	}
	throw new Error('Tab does not come to the end of the page');
}

inBrowser('with the keyboard alone', () => {
	let workshop: Workshop;
	beforeAll(async () => { workshop = await openWorkshop(); });
	afterAll(() => workshop.stop());
	afterEach(() => workshop.clear());

	it.each(['light', 'phone'] as const)('everything is reached, in sight and with a ring around it; headings and landmarks say where one is, %s', async (look) => {
		const webhook = await workshop.subscribe();
		for (let index = 0; index < 4; index++) await workshop.api.visit(sampleSlug(index), { 'x-forwarded-for': '2.125.160.216' });
		const { id } = (await workshop.api.get(`/v1/links/slug:${sampleSlug(0)}`)).data;
		const { page, complaints, goTo, close } = await openSignedIn(workshop.backend, { look });
		for (const route of ['/links', `/links/${String(id)}?period=24h`, '/reports?period=24h', '/reports?group_by=day&period=7d', '/workflows', `/workflows/${webhook.id}`, '/keys', '/settings']) {
			await goTo(route);
			await page.reload();
			await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
			await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
			await page.waitForLoadState('networkidle').catch(() => undefined);
			const stops = await walk(page);
			expect(stops[0]!.name).toBe('A Skip to the content');
			expect({ route, hidden: stops.filter(({ seen }) => !seen) }).toEqual({ route, hidden: [] });
			expect({ route, without: stops.filter(({ ring }) => !ring) }).toEqual({ route, without: [] });
			const levels = await page.evaluate<number[]>(`[...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))`);
			expect({ route, first: levels.filter((level) => level === 1).length, skipped: levels.some((level, index) => level > (levels[index - 1] ?? 0) + 1) }).toEqual({ route, first: 1, skipped: false });
			for (const landmark of ['banner', 'main'] as const) expect(await page.getByRole(landmark).count()).toBe(1);
			expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(1);
		}
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	it('a link is made, found, changed and selected; Escape closes what is open, and gives the focus back', async () => {
		const { page, complaints, close } = await openSignedIn(workshop.backend);
		await page.reload();
		const create = page.getByRole('button', { name: 'New link' });
		await tabTo(page, create);
		await page.keyboard.press('Enter');
		const panel = page.getByRole('dialog');
		await panel.waitFor();
		await page.keyboard.press('Escape');
		await panel.waitFor({ state: 'detached' });
		expect(await hasFocus(create)).toBe(true);
		await page.keyboard.press('Enter');
		await tabTo(page, panel.getByLabel('Destination'));
		await page.keyboard.type('https://shop.example.com/keys');
		await tabTo(page, panel.getByLabel('Slug'));
		await page.keyboard.type('by-keys');
		await panel.locator('.field-hint').getByText('This slug is free.').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('/by-keys is there.').waitFor();
		expect(await hasFocus(create)).toBe(true);

		await page.keyboard.press('/');
		await page.keyboard.type('by-keys');
		await page.locator('.page-title p').getByText('1 found').waitFor();
		const filter = page.getByRole('button', { name: 'Filter' });
		await tabTo(page, filter);
		await page.keyboard.press('Enter');
		await page.keyboard.press('Escape');
		await page.getByRole('menuitem', { name: 'Status' }).waitFor({ state: 'detached' });
		expect(await hasFocus(filter)).toBe(true);
		await page.keyboard.press('Enter');
		// Nobody has to wait for the menu; the first letter goes to what begins with it.
		await page.keyboard.press('c');
		await page.keyboard.press('Enter');
		await page.getByRole('combobox', { name: 'Campaign' }).waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('combobox', { name: 'Campaign' }).waitFor({ state: 'detached' });
		expect(await hasFocus(filter)).toBe(true);

		const more = page.getByRole('button', { name: 'Actions for by-keys' });
		await tabTo(page, more);
		await page.keyboard.press('Enter');
		await page.keyboard.press('e');
		await page.keyboard.press('Enter');
		await tabTo(page, panel.getByLabel('Title'));
		await page.keyboard.type('By keys');
		await page.keyboard.press('Enter');
		await page.getByText('/by-keys is changed.').waitFor();
		expect(await hasFocus(more)).toBe(true);
		expect((await workshop.api.get('/v1/links/slug:by-keys')).data.title).toBe('By keys');

		await tabTo(page, page.getByLabel('Select row 1'), 'Shift+Tab');
		await page.keyboard.press('Space');
		await page.getByText('1 selected').waitFor();
		await tabTo(page, page.getByRole('button', { name: 'Delete', exact: true }));
		await page.keyboard.press('Enter');
		const sure = panel.getByRole('button', { name: 'Delete 1 link' });
		await tabTo(page, sure);
		await page.keyboard.press('Enter');
		await page.getByText('1 link deleted.').waitFor();
		await tabTo(page, page.getByRole('button', { name: 'Undo' }).last());
		await page.keyboard.press('Enter');
		await page.getByText('Undone: 1 link as before.').waitFor();
		await tabTo(page, page.getByRole('link', { name: '/by-keys', exact: true }));
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 1, name: 'By keys' }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	it('a report is grouped, its range chosen and its points read', async () => {
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: '/reports' });
		const group = page.getByLabel('Grouped by');
		await tabTo(page, group);
		// A letter chooses, as in any list of the browser.
		await page.keyboard.type('By day');
		await page.waitForURL(/group_by=day/);
		const range = page.getByRole('button', { name: 'Last 30 days', exact: true });
		await tabTo(page, range);
		await page.keyboard.press('Enter');
		const presets = page.getByRole('list', { name: 'Ranges' });
		await presets.waitFor();
		await page.keyboard.press('Escape');
		await presets.waitFor({ state: 'hidden' });
		expect(await hasFocus(range)).toBe(true);
		await page.keyboard.press('Enter');
		await tabTo(page, presets.getByRole('button', { name: 'Last 7 days' }));
		await page.keyboard.press('Enter');
		await page.waitForURL(/period=7d/);
		expect(await hasFocus(page.getByRole('button', { name: 'Last 7 days', exact: true }).first())).toBe(true);
		const chart = page.getByRole('img', { name: /^Clicks over time/ });
		await tabTo(page, chart);
		await page.keyboard.press('End');
		const spoken = page.locator('.chart [aria-live]');
		await spoken.filter({ hasText: /Clicks \d/ }).waitFor();
		const last = await spoken.textContent();
		await page.keyboard.press('ArrowLeft');
		await spoken.filter({ hasNotText: last! }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	it('a workflow is opened, looked through and paused; a key is made and revoked; settings are switched', async () => {
		const webhook = await workshop.subscribe();
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: '/workflows' });
		await tabTo(page, page.getByRole('link', { name: 'Welcome' }));
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 1, name: /Welcome/ }).waitFor();
		await tabTo(page, page.getByRole('tab', { name: 'Deliveries' }));
		await page.keyboard.press('ArrowRight');
		expect(await page.getByRole('tab', { name: 'Recent clicks' }).getAttribute('aria-selected')).toBe('true');
		await page.keyboard.press('End');
		await page.getByRole('heading', { name: 'Nothing was set aside' }).waitFor();
		const more = page.getByRole('button', { name: 'More' });
		await tabTo(page, more, 'Shift+Tab');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		expect(await hasFocus(more)).toBe(true);
		await tabTo(page, page.getByRole('button', { name: 'Pause' }), 'Shift+Tab');
		await page.keyboard.press('Space');
		await page.getByRole('heading', { name: 'was paused here' }).waitFor();
		expect((await workshop.current(webhook)).status).toBe('paused');

		await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' }), 'Shift+Tab');
		await page.keyboard.press('Enter');
		const create = page.getByRole('button', { name: 'New key' });
		await tabTo(page, create);
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await tabTo(page, dialog.getByLabel('Name'));
		await page.keyboard.type('By keys');
		await page.keyboard.press('Enter');
		await tabTo(page, dialog.getByRole('button', { name: 'I have kept it' }));
		await page.keyboard.press('Enter');
		await dialog.waitFor({ state: 'detached' });
		expect(await hasFocus(create)).toBe(true);
		await tabTo(page, page.getByRole('button', { name: 'Revoke By keys' }));
		await page.keyboard.press('Enter');
		await tabTo(page, dialog.getByRole('button', { name: 'Revoke' }));
		await page.keyboard.press('Enter');
		await page.getByRole('row', { name: /By keys/ }).waitFor({ state: 'detached' });

		await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }), 'Shift+Tab');
		await page.keyboard.press('Enter');
		const choice = page.getByRole('switch', { name: '/ goes to the search' });
		await tabTo(page, choice);
		await page.keyboard.press('Space');
		expect(await choice.isChecked()).toBe(false);
		expect(complaints).toEqual([]);
		await close();
	}, 60_000);

	it('nothing moves for those who do not want it, and with colours of the system what is chosen is told apart', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(workshop.backend);
		await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
		await page.getByRole('button', { name: 'New link' }).click();
		const panel = page.getByRole('dialog');
		await panel.waitFor();
		const longest = await page.evaluate<number>(`Math.max(...document.getAnimations().map((one) => one.effect.getComputedTiming().activeDuration), ...[...document.querySelectorAll('*')].flatMap((one) => { const { animationDuration, transitionDuration } = getComputedStyle(one); return [animationDuration, transitionDuration].join().split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)); }))`);
		expect(longest).toBeLessThan(1);
		await page.keyboard.press('Escape');
		await goTo('/settings');
		const colours = (element: Locator) => element.evaluate((one) => { const { backgroundColor, color } = one.ownerDocument.defaultView!.getComputedStyle(one); return `${backgroundColor} ${color}`; });
		const themes = page.getByRole('group', { name: 'Colours' });
		expect(await colours(themes.getByRole('button', { name: 'As the system' }))).not.toBe(await colours(themes.getByRole('button', { name: 'Dark' })));
		const navigation = page.getByRole('navigation', { name: 'Main' });
		expect(await colours(navigation.getByRole('link', { name: 'Settings' }))).not.toBe(await colours(navigation.getByRole('link', { name: 'Links' })));
		const choice = page.getByRole('switch', { name: '/ goes to the search' });
		const on = await colours(choice);
		await choice.uncheck();
		await until(async () => (await colours(choice)) !== on);
		expect(complaints).toEqual([]);
		await close();
	});
});
