/** Keys: made, shown once, revoked, and for administrators alone. */
import { client } from '../support/api.ts';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { LOOKS, openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

inBrowser('the page of keys', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 1, clicks: 0 }); });
	afterAll(() => stage.stop());

	const make = async (fields: object): Promise<{ id: string; secret: string }> => (await stage.api.post('/v1/keys', { scopes: ['read'], ...fields })).data;
	const statusWith = async (key: string) => (await client({ url: stage.backend.url, key }).get('/v1/me')).status;

	it('makes a key and shows its secret once', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend, { route: '/keys', expected: [422] });
		await page.getByRole('button', { name: 'New key' }).click();
		const panel = page.getByRole('dialog', { name: 'New key' });
		await panel.getByRole('button', { name: 'Make the key' }).click();
		// What the API says of a name that is missing.
		await panel.locator('.field-error').filter({ hasText: 'name' }).waitFor();
		await panel.getByLabel('Name').fill('Newsletter');
		await panel.getByLabel('Write').uncheck();
		await panel.getByLabel('It lasts').selectOption('30 days');
		expect(await violations(page)).toEqual([]);
		await panel.getByRole('button', { name: 'Make the key' }).click();
		const made = page.getByRole('dialog', { name: 'The key “Newsletter”' });
		const secret = await made.getByLabel('API key').inputValue();
		expect(await violations(page)).toEqual([]);
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await made.getByRole('button', { name: 'Copy' }).click();
		await made.getByRole('button', { name: 'Copied' }).waitFor();
		expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
		await made.getByRole('button', { name: 'I have kept it' }).click();
		const row = page.getByRole('row', { name: /Newsletter/ });
		await row.getByText('Read', { exact: true }).waitFor();
		await row.getByTitle(/in (4 weeks|1 month|30 days)|next month/).waitFor();
		expect(await page.content()).not.toContain(secret);
		expect(await statusWith(secret)).toBe(200);
		const { keys } = (await stage.api.get('/v1/keys')).data;
		expect(keys.find(({ name }: { name: string }) => name === 'Newsletter')).toMatchObject({ scopes: ['read'] });
		expect(complaints).toEqual([]);
		await close();
	});

	it('revokes a key after it was asked, and lists it among those of before', async () => {
		const key = await make({ name: 'Intern' });
		const { page, complaints, close } = await openSignedIn(stage.backend, { route: '/keys' });
		await page.getByRole('button', { name: 'Revoke Intern' }).click();
		const question = page.getByRole('dialog', { name: 'Revoke the key “Intern”?' });
		await question.getByRole('button', { name: 'Cancel' }).click();
		expect(await statusWith(key.secret)).toBe(200);
		await page.getByRole('button', { name: 'Revoke Intern' }).click();
		expect(await question.getByText('signs you out').count()).toBe(0);
		await question.getByRole('button', { name: 'Revoke' }).click();
		await page.getByRole('row', { name: /Intern/ }).waitFor({ state: 'detached' });
		expect(await statusWith(key.secret)).toBe(401);
		await page.getByLabel(/Show those that were revoked/).check();
		await page.getByRole('row', { name: /Intern/ }).getByText('Revoked').waitFor();
		expect(await page.getByRole('row', { name: /Intern/ }).getByRole('button').count()).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	it('warns who is about to revoke the key in use, and signs them out', async () => {
		const own = await make({ name: 'Mine', scopes: ['read', 'admin'] });
		const { page, complaints, close } = await openSignedIn(stage.backend, { key: own.secret, route: '/keys', expected: [401] });
		await page.getByRole('row', { name: /Mine/ }).getByText('Yours').waitFor();
		await page.getByRole('button', { name: 'Revoke Mine' }).click();
		const question = page.getByRole('dialog', { name: 'Revoke the key “Mine”?' });
		await question.getByText('this signs you out').waitFor();
		await question.getByRole('button', { name: 'Revoke it and sign out' }).click();
		await page.getByText('This API key is not known here, or was revoked.').waitFor();
		await page.getByLabel('API key').waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	it('explains to who does not administer why there are none', async () => {
		const { secret } = await make({ name: 'n8n', scopes: ['read', 'write'] });
		const { page, complaints, close } = await openSignedIn(stage.backend, { key: secret, route: '/keys' });
		await page.getByText('You have signed in with “n8n”, which has the scopes read, write.').waitFor();
		expect(await violations(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await close();
	});

	it.each(Object.keys(LOOKS) as Array<keyof typeof LOOKS>)('has no barrier that axe finds, and nothing sticks out, %s', async (look) => {
		await make({ name: 'a very long name '.repeat(5).trim(), scopes: ['read', 'write', 'admin'] });
		const { page, complaints, close } = await openSignedIn(stage.backend, { look, route: '/keys' });
		await page.getByRole('row').nth(1).waitFor();
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});
});
