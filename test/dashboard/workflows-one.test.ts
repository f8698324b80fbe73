/** One workflow: why it did not start, what was delivered, and what is done about it. */
import type { Page } from 'playwright-core';
import { until } from '../backend/webhooks/receiver.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { sampleSlug } from './support/stage.ts';
import { openWorkshop, withReceiver, type Workshop } from './support/workshop.ts';

const diagnosis = (page: Page) => page.locator('.diagnosis');

const GERMAN = { 'x-forwarded-for': '2.125.160.216' };

inBrowser('the page of a workflow', () => {
	let workshop: Workshop;
	beforeAll(async () => { workshop = await openWorkshop(); });
	afterAll(() => workshop.stop());
	afterEach(() => workshop.clear());

	it('shows deliveries with what was answered, and of every click whether it was sent, and if not why', async () => {
		const webhook = await workshop.subscribe({ filter: { campaign: 'spring' } });
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}` });
		await diagnosis(page).getByText('It works: no event has matched so far').waitFor();
		await page.getByText('Nothing was delivered yet').waitFor();
		await workshop.api.visit(sampleSlug(0), GERMAN);
		await workshop.api.visit(sampleSlug(1), GERMAN);
		await workshop.api.visit(sampleSlug(0), { ...GERMAN, 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' });
		await page.getByRole('row').getByText('{"message":"Workflow was started"}').waitFor();
		await diagnosis(page).getByText(/Everything is delivered, the last/).waitFor();
		await page.getByRole('tab', { name: 'Recent clicks' }).click();
		const why = page.getByRole('table', { name: 'Recent clicks' }).getByRole('row');
		await why.filter({ hasText: `/${sampleSlug(0)}` }).filter({ hasText: 'Yes' }).first().waitFor();
		await why.filter({ hasText: `/${sampleSlug(0)}` }).filter({ hasText: 'it was a bot\'s' }).first().waitFor();
		await why.filter({ hasText: `/${sampleSlug(1)}` }).filter({ hasText: 'its campaign is summer, not spring' }).first().waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('says why a receiver that fails does, pauses and resumes, and is right again when the receiver is', async () => {
		await withReceiver({ status: 500, body: '<b>Workflow could not be started</b>' }, async (url, _own, answer) => {
			const webhook = await workshop.subscribe({ url, name: 'CRM', key: 'crm' });
			await workshop.api.visit(sampleSlug(2), GERMAN);
			await until(async () => (await workshop.current(webhook)).failures > 0);
			const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}` });
			await diagnosis(page).getByRole('heading', { name: 'The receiver answers with an error' }).waitFor();
			await diagnosis(page).getByText('answered 500 Internal Server Error: <b>Workflow could not be started</b>').waitFor();
			expect(await violations(page)).toEqual([]);
			await page.getByRole('button', { name: 'Pause' }).click();
			await diagnosis(page).getByRole('heading', { name: 'It is paused' }).waitFor();
			expect(await workshop.current(webhook)).toMatchObject({ status: 'paused', status_reason: 'caller' });
			answer({ status: 204 });
			await page.getByRole('button', { name: 'Resume' }).click();
			await diagnosis(page).getByText(/Everything is delivered/).waitFor({ timeout: 15_000 });
			expect(complaints).toEqual([]);
			await close();
		});
	});

	it('sends a test and shows the answer, as text', async () => {
		await withReceiver({ status: 422, body: '<img src=x onerror=alert(1)>' }, async (url, own) => {
			const webhook = await workshop.subscribe({ url });
			const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}` });
			await page.getByRole('button', { name: 'Send a test' }).click();
			const dialog = page.getByRole('dialog', { name: 'The test was not taken' });
			await dialog.getByText('<img src=x onerror=alert(1)>').waitFor();
			await dialog.getByText('It answered 422').waitFor();
			expect(own.calls.at(-1)?.body.type).toBe('test');
			expect(await violations(page)).toEqual([]);
			await page.keyboard.press('Escape');
			await dialog.waitFor({ state: 'detached' });
			expect(complaints).toEqual([]);
			await close();
		});
	});

	it('changes conditions, events and pace, and shows what the API refuses at its field', async () => {
		const webhook = await workshop.subscribe({ filter: { campaign: 'spring' } });
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}`, expected: [422] });
		const edit = async () => {
			await page.getByRole('button', { name: 'More' }).click();
			await page.getByRole('menuitem', { name: 'Edit' }).click();
		};
		await edit();
		const panel = page.getByRole('dialog');
		expect(await violations(page)).toEqual([]);
		await panel.getByLabel('Deliveries a second, at most').fill('-1');
		await panel.getByRole('button', { name: 'Save' }).click();
		await panel.locator('.field-error').filter({ hasText: 'rate' }).waitFor();
		await panel.getByLabel('Deliveries a second, at most').fill('5');
		await panel.getByLabel('Campaign').fill('');
		await panel.getByLabel('Conversion recorded').check();
		await panel.getByLabel('Visitors from').fill('de,at,');
		await panel.getByLabel('Only the first click').check();
		await panel.getByRole('button', { name: 'Save' }).click();
		await panel.waitFor({ state: 'detached' });
		expect(await workshop.current(webhook)).toMatchObject({ rate: 5, events: ['link.clicked', 'conversion.recorded'], filter: { countries: ['DE', 'AT'], unique_only: true }, batch: webhook.batch, name: webhook.name });
		expect((await workshop.current(webhook)).filter).not.toHaveProperty('campaign');
		await page.getByText('from Germany or Austria · first clicks only').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('sends events again that somebody asks for', async () => {
		const webhook = await workshop.subscribe();
		await workshop.api.visit(sampleSlug(3), GERMAN);
		await until(() => workshop.receiver.calls.some(({ body }) => body['link_slug'] === sampleSlug(3)));
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}`, expected: [422] });
		await page.getByRole('button', { name: 'More' }).click();
		await page.getByRole('menuitem', { name: 'Send events again' }).click();
		const panel = page.getByRole('dialog');
		await panel.getByRole('button', { name: 'After an event' }).click();
		await panel.getByLabel('After the event').fill('evt_nonsense');
		await panel.getByRole('button', { name: 'Send again' }).click();
		await panel.locator('.field-error').waitFor();
		await panel.getByRole('button', { name: 'Of a time' }).click();
		expect(await violations(page)).toEqual([]);
		await panel.getByRole('button', { name: 'Send again' }).click();
		await panel.waitFor({ state: 'detached' });
		await until(() => workshop.receiver.calls.some(({ body }) => body['replay_id'] !== undefined && body['link_slug'] === sampleSlug(3)));
		await page.getByText('Replay', { exact: true }).first().waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows a new secret once, and deletes after it was asked', async () => {
		const webhook = await workshop.subscribe({ name: 'CRM', key: 'crm' });
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: `/workflows/${webhook.id}`, expected: [404] });
		const more = async (item: string) => {
			await page.getByRole('button', { name: 'More' }).click();
			await page.getByRole('menuitem', { name: item }).click();
		};
		await more('New secret');
		await page.getByRole('button', { name: 'Make a new secret' }).click();
		const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
		expect(secret).toMatch(/^whsec_/);
		expect(secret).not.toBe(webhook.secret);
		expect(await violations(page)).toEqual([]);
		await page.getByRole('button', { name: 'I have kept it' }).click();
		await page.getByText('The old one is accepted until').waitFor();
		expect(await page.content()).not.toContain(secret);
		await more('Delete');
		await page.getByRole('dialog', { name: 'Delete “CRM”?' }).getByRole('button', { name: 'Delete' }).click();
		await page.getByRole('heading', { name: 'No workflow listens yet' }).waitFor();
		expect((await workshop.api.get(`/v1/webhooks/${webhook.id}`)).status).toBe(404);
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows who only reads how things stand, and nothing to press', async () => {
		const webhook = await workshop.subscribe();
		const { data: key } = await workshop.api.post('/v1/keys', { name: 'looks', scopes: ['read'] });
		const { page, complaints, close } = await openSignedIn(workshop.backend, { key: key.secret, route: `/workflows/${webhook.id}` });
		await diagnosis(page).waitFor();
		expect(await page.getByRole('button', { name: /Pause|More|Send a test/ }).count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});
});
