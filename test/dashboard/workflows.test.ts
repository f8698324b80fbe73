/** Who is told of events, how that stands, and what is to be done. */
import { until } from '../backend/webhooks/receiver.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn } from './support/page.ts';
import { sampleSlug } from './support/stage.ts';
import { openWorkshop, withReceiver, type Workshop } from './support/workshop.ts';

const GERMAN = { 'x-forwarded-for': '2.125.160.216' };

inBrowser('the list of workflows', () => {
	let workshop: Workshop;
	beforeAll(async () => { workshop = await openWorkshop(`{"message": "${'started '.repeat(100)}"}`); });
	afterAll(() => workshop.stop());
	afterEach(() => workshop.clear());

	it('tells a newcomer how the first workflow comes to be here', async () => {
		const { page, complaints, close } = await openSignedIn(workshop.backend, { route: '/workflows' });
		await page.getByRole('heading', { name: 'No workflow listens yet' }).waitFor();
		await page.getByText('add the node Link Click Trigger').waitFor();
		expect(await violations(page)).toEqual([]);
		// And it appears without a reload.
		await workshop.subscribe();
		await page.getByRole('link', { name: 'Welcome' }).waitFor({ timeout: 15_000 });
		expect(complaints).toEqual([]);
		await close();
	});

	it('lists workflows with their conditions in words, and says what is wrong and what to do', async () => {
		await withReceiver({ status: 410, body: 'gone' }, async (url) => {
			await workshop.subscribe({ filter: { campaign: 'spring', countries: ['DE', 'AT'] } });
			const gone = await workshop.subscribe({ url, name: 'n8n: Old / Link Click Trigger' });
			await workshop.api.visit(sampleSlug(0), GERMAN);
			await until(async () => (await workshop.current(gone)).status === 'paused');
			const { page, complaints, close } = await openSignedIn(workshop.backend, { route: '/workflows' });
			const row = page.getByRole('row', { name: /Welcome/ });
			await row.getByText('campaign spring · from Germany or Austria').waitFor();
			await row.getByText('Working').waitFor();
			await page.getByRole('row', { name: /Old/ }).getByText('Publish (activate) the workflow in n8n again').waitFor();
			await page.getByRole('row', { name: /Old/ }).getByText('410, not taken').waitFor();
			await row.getByRole('link', { name: 'Welcome' }).click();
			await page.getByRole('heading', { level: 1, name: /Welcome/ }).waitFor();
			expect(complaints).toEqual([]);
			await close();
		});
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out, %s', async (look) => {
		const webhook = await workshop.subscribe({ url: `${workshop.receiver.url}/${'a-very-long-path'.repeat(12)}`, filter: { slugs: [sampleSlug(0), ...Array.from({ length: 20 }, (_, index) => `link-${String(index)}`)] } });
		await workshop.api.visit(sampleSlug(0), GERMAN);
		const { page, complaints, goTo, close } = await openSignedIn(workshop.backend, { look, route: '/workflows' });
		await page.getByRole('row', { name: /Welcome/ }).waitFor();
		expect(await violations(page)).toEqual([]);
		for (const tab of ['clicks', 'deliveries']) {
			await goTo(`/workflows/${webhook.id}?tab=${tab}`);
			await page.getByRole('row').nth(1).waitFor();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		}
		expect(complaints).toEqual([]);
		await close();
	});
});
