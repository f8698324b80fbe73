/** Links made and changed in the panel at the side, and their QR codes. */
import { readFile } from 'node:fs/promises';
import type { Link } from '../../contract/link.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

inBrowser('the panel of a link', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 30, clicks: 0 }); });
	afterAll(() => stage.stop());

	it('makes a link: says what is wrong while one writes, and whether the slug is free', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('button', { name: 'New link' }).click();
		const panel = page.getByRole('dialog', { name: 'New link' });
		await panel.getByLabel('Destination').fill('nonsense');
		await panel.getByLabel('Slug').fill('spring-sale');
		await panel.getByText('An absolute address is needed').waitFor();
		await panel.locator('.field-error').getByText('/spring-sale is taken').waitFor();
		expect(await violations(page)).toEqual([]);
		await panel.getByLabel('Slug').fill('_no');
		await panel.getByText('“_” not first').waitFor();
		await panel.getByLabel('Slug').fill('docs');
		await panel.getByText('The server uses “docs” itself').waitFor();
		await panel.getByRole('button', { name: 'Create link' }).click();
		expect(await panel.getByLabel('Destination').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
		await panel.getByLabel('Destination').fill(`${stage.backend.url}/spring-sale`);
		await panel.getByText('must not lead back to this shortener').waitFor();

		await panel.getByLabel('Destination').fill('https://shop.example.com/new?a=1');
		await panel.getByLabel('Slug').fill('brand-new');
		await panel.locator('.field-hint').getByText('This slug is free.').waitFor();
		await panel.getByLabel('Title').fill('Brand new');
		await panel.getByRole('combobox', { name: 'Tags' }).fill('one,ma');
		await panel.getByRole('combobox', { name: 'Tags' }).pressSequentially('i');
		await page.getByRole('option', { name: 'mail' }).click();
		await panel.getByRole('combobox', { name: 'Campaign' }).fill('launch');
		await panel.getByText('When it works').click();
		await panel.getByLabel('Until').fill('2031-05-01T12:30');
		await panel.getByLabel('At most so many clicks').fill('100');
		await panel.getByText('Campaign parameters').click();
		await panel.getByLabel('Source').fill('newsletter');
		await panel.getByText('A/B split').click();
		await panel.getByRole('button', { name: 'Add a variant' }).click();
		await panel.getByLabel('Destination of variant B').fill('https://shop.example.com/b');
		await panel.getByLabel('Weight').nth(1).fill('3');
		await panel.getByText('75%').waitFor();
		await panel.getByText('For programs').click();
		await panel.getByLabel('Metadata').fill('{"user_id": ');
		await panel.getByLabel('External id').fill('SKU-77');
		await panel.getByText('This is no JSON').waitFor();
		await panel.getByLabel('Metadata').fill('{"user_id": "42"}');
		await panel.getByRole('button', { name: 'Create link' }).click();
		await page.getByText('/brand-new is there.').waitFor();
		const { data: link } = await stage.api.get('/v1/links/slug:brand-new');
		expect(link).toMatchObject({
			destination: 'https://shop.example.com/new?a=1', title: 'Brand new', tags: ['one', 'mail'], campaign: 'launch', max_clicks: 100, external_id: 'SKU-77', metadata: { user_id: '42' },
			// Half past twelve in Berlin, where the browser is.
			expires_at: '2031-05-01T10:30:00.000Z', utm: { source: 'newsletter' },
			variants: [{ name: 'A', destination: 'https://shop.example.com/new?a=1', weight: 1 }, { name: 'B', destination: 'https://shop.example.com/b', weight: 3 }],
		});
		await page.locator('.links-table tbody tr').first().getByText('/brand-new').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('shows what the API does not accept at the field that it names', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { expected: [409, 422] });
		await page.getByRole('button', { name: 'New link' }).click();
		const panel = page.getByRole('dialog', { name: 'New link' });
		await panel.getByLabel('Destination').fill(`https://shop.example.com/${'a'.repeat(2000)}`);
		await panel.getByLabel('Slug').fill('late');
		await panel.locator('.field-hint').getByText('This slug is free.').waitFor();
		// Somebody else is faster.
		await stage.api.post('/v1/links', { slug: 'late', destination: 'https://shop.example.com/late' });
		await panel.getByRole('button', { name: 'Create link' }).click();
		await panel.locator('.field-error').getByText('slug "late" is taken').waitFor();
		await panel.getByLabel('Slug').fill('later');
		await panel.getByText('For programs').click();
		await panel.getByLabel('Metadata').fill('['.repeat(60) + ']'.repeat(60));
		await panel.getByLabel('Title').focus();
		await panel.getByText('An object is needed').waitFor();
		await panel.getByLabel('Metadata').fill(`{"a": ${'['.repeat(60)}${']'.repeat(60)}}`);
		await panel.getByRole('button', { name: 'Create link' }).click();
		await panel.locator('.field-error').getByText('metadata must be nested at most 50 levels deep.').waitFor();
		expect(await panel.getByLabel('Metadata').getAttribute('aria-invalid')).toBe('true');
		expect(complaints).toEqual([]);
		await close();
	});

	it('lets nobody overwrite silently what somebody else has changed, and asks before it throws away', async () => {
		const { data: link } = await stage.api.get('/v1/links/slug:newsletter');
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { expected: [412] });
		await goTo(`/links?search=newsletter&open=edit:${link.id}`);
		const panel = page.getByRole('dialog', { name: 'Edit /newsletter' });
		await panel.getByLabel('Title').fill('Mine');
		await stage.api.patch(`/v1/links/${link.id}`, { title: 'Theirs', campaign: 'theirs' });
		await panel.getByRole('button', { name: 'Save changes' }).click();
		const notice = panel.getByRole('alert');
		await notice.getByText('Somebody has changed this link since you opened it').waitFor();
		expect(await notice.textContent()).toContain('You have changed title too');
		expect(await violations(page)).toEqual([]);
		expect((await stage.api.get(`/v1/links/${link.id}`)).data.title).toBe('Theirs');
		await panel.getByRole('button', { name: 'Put mine on top' }).click();
		await panel.getByRole('button', { name: 'Save changes' }).click();
		await page.getByText('/newsletter is changed.').waitFor();
		expect((await stage.api.get(`/v1/links/${link.id}`)).data).toMatchObject({ title: 'Mine', campaign: 'theirs' });

		await page.getByRole('button', { name: 'Actions for newsletter', exact: true }).click();
		await page.getByRole('menuitem', { name: 'Edit' }).click();
		await panel.getByLabel('Title').fill('Not to be kept');
		await page.keyboard.press('Escape');
		await page.getByRole('dialog', { name: 'Discard what you have written?' }).getByRole('button', { name: 'Discard' }).click();
		await panel.waitFor({ state: 'detached' });
		expect((await stage.api.get(`/v1/links/${link.id}`)).data.title).toBe('Mine');
		expect(complaints).toEqual([]);
		await close();
	});

	it('brings a link back to what it was before an edit, unless somebody has changed it since', async () => {
		const before = (await stage.api.get('/v1/links/slug:herb-garden')).data as Link;
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { expected: [412] });
		const now = async (): Promise<Link> => (await stage.api.get(`/v1/links/${before.id}`)).data;
		const edit = async (change: (panel: ReturnType<typeof page.getByRole>) => Promise<void>) => {
			await goTo(`/links?search=herb-garden&open=edit:${before.id}`);
			const panel = page.getByRole('dialog', { name: 'Edit /herb-garden' });
			await change(panel);
			await panel.getByRole('button', { name: 'Save changes' }).click();
			await page.getByText('/herb-garden is changed.').last().waitFor();
			await panel.waitFor({ state: 'detached' });
		};
		const undo = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' });
		const row = page.locator('.links-table tbody tr').filter({ has: page.getByText('/herb-garden', { exact: true }) });
		await edit(async (panel) => {
			await panel.getByLabel('Title').fill('Only for a moment');
			await panel.getByRole('combobox', { name: 'Campaign' }).fill('moment');
			await panel.getByText('When it works').click();
			await panel.getByLabel('Until').fill('2031-05-01T12:30');
			await panel.getByText('A/B split').click();
			await panel.getByRole('button', { name: 'Add a variant' }).click();
			await panel.getByLabel('Destination of variant B').fill('https://shop.example.com/b');
		});
		await row.getByText('Only for a moment').waitFor();
		expect(await now()).toMatchObject({ title: 'Only for a moment', campaign: 'moment', expires_at: '2031-05-01T10:30:00.000Z' });
		await undo.last().click();
		await page.getByText('/herb-garden is as before.').waitFor();
		await row.getByText('Only for a moment').waitFor({ state: 'detached' });
		const { version, updated_at: _at, ...back } = await now();
		const { version: first, updated_at: _before, ...was } = before;
		expect([back, version]).toEqual([was, first + 2]);

		await edit(async (panel) => { await panel.getByLabel('Title').fill('Mine'); });
		await stage.api.patch(`/v1/links/${before.id}`, { title: 'Theirs' });
		await undo.last().click();
		await page.getByText('Somebody has changed this link since.').waitFor();
		expect((await now()).title).toBe('Theirs');

		// A password that was replaced cannot come back: nothing is offered that would not be kept.
		await stage.api.patch(`/v1/links/${before.id}`, { password: 'secret-1' });
		await edit(async (panel) => { await panel.getByLabel('Another password').fill('secret-2'); });
		await page.locator('.toast').last().filter({ hasText: 'is changed' }).getByRole('button', { name: 'Copy' }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('draws the QR code as it will be, and gives the file', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { look: 'phone', expected: [422] });
		await page.getByRole('button', { name: /^Actions for/ }).first().click();
		await page.getByRole('menuitem', { name: 'QR code' }).click();
		const panel = page.getByRole('dialog');
		await panel.getByRole('img', { name: /^QR code that leads to/ }).waitFor();
		await panel.getByRole('button', { name: 'PNG' }).click();
		await panel.getByLabel('Size in pixels').fill('300');
		await panel.getByLabel('Background', { exact: true }).fill('#000001');
		await panel.locator('.field-error').first().waitFor();
		await panel.getByLabel('Background', { exact: true }).fill('#ffffff');
		await panel.getByRole('link', { name: 'Download PNG' }).waitFor();
		expect(await violations(page)).toEqual([]);
		const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('link', { name: 'Download PNG' }).click()]);
		expect(download.suggestedFilename()).toMatch(/^[\w-]+\.png$/);
		const picture = await readFile(await download.path());
		// PNG, 300 pixels wide.
		expect([picture.subarray(1, 4).toString(), picture.readUInt32BE(16)]).toEqual(['PNG', 300]);
		// Back closes the panel, and the list is where it was.
		await page.goBack();
		await panel.waitFor({ state: 'detached' });
		expect(complaints).toEqual([]);
		await close();
	});
});
