/** Links from a CSV file: which column is what, what became of each row, and all of it undone. */
import { readFile } from 'node:fs/promises';
import { violations } from './support/accessible.ts';
import { inBrowser } from './support/browser.ts';
import { openSignedIn } from './support/page.ts';
import { openStage, type Stage } from './support/stage.ts';

const csv = (text: string | Buffer, name = 'links.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

inBrowser('an import', () => {
	let stage: Stage;
	beforeAll(async () => { stage = await openStage({ links: 20, clicks: 0 }); });
	afterAll(() => stage.stop());

	const count = async (query: string): Promise<number> => (await stage.api.get(`/v1/links?count=true&limit=1&${query}`)).data.total;

	it('maps columns, says of each row what became of it, and can be undone', async () => {
		const { page, complaints, close } = await openSignedIn(stage.backend);
		await page.getByRole('button', { name: 'Import CSV' }).click();
		const panel = page.getByRole('dialog', { name: 'Import links' });
		await panel.getByText('Drop a CSV file here, or').waitFor();
		expect(await violations(page)).toEqual([]);
		await panel.getByLabel('CSV file').setInputFiles(csv('Web address;Alias;Name;Labels;Note\r\nhttps://a.example.com/1;one;"Two\nlines";red,green;x\r\nnonsense;two;=1+1;;y\r\nhttps://a.example.com/3;spring-sale;<b>Third</b>;;z\r\nhttps://a.example.com/4;;Fourth;;\r\n'));
		await panel.getByText('4 rows').waitFor();
		await panel.getByText('Say which column is the destination').waitFor();
		const becomes = (column: string) => panel.getByLabel(`What the column ${column} is`);
		expect(await becomes('Alias').inputValue()).toBe('slug');
		expect(await becomes('Note').inputValue()).toBe('');
		await becomes('Web address').selectOption('Destination');
		await panel.getByText('1 row has something wrong').waitFor();
		await panel.getByText('Line 4: destination').waitFor();
		await panel.getByRole('combobox', { name: 'Tags for all' }).fill('imported,');
		expect(await violations(page)).toEqual([]);
		await panel.getByRole('button', { name: 'Import 3 links' }).click();
		await panel.getByText('Done: 4 of 4 rows. 2 created, 2 not imported.').waitFor();
		await panel.getByText('slug "spring-sale" is taken').waitFor();
		expect((await stage.api.get('/v1/links/slug:one')).data).toMatchObject({ destination: 'https://a.example.com/1', title: 'Two lines', tags: ['red', 'green', 'imported'] });
		expect(await count('tags=imported')).toBe(2);

		const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: 'Results as CSV' }).click()]);
		expect(download.suggestedFilename()).toBe('links-results.csv');
		const [header, ...rows] = (await readFile(await download.path(), 'utf8')).replace('\ufeff', '').trim().split('\r\n');
		expect(header).toBe('line,result,slug,short_url,destination,error');
		expect(rows[0]).toBe(`2,created,one,${stage.backend.url}/one,https://a.example.com/1,`);
		expect(rows[1]).toMatch(/^4,failed,two,,nonsense,"destination: /);
		expect(rows[2]).toMatch(/^5,failed,spring-sale,,/);
		expect(rows[3]).toMatch(new RegExp(`^6,created,[\\w-]{7},${stage.backend.url}/`));

		await panel.getByRole('button', { name: 'Undo the import' }).click();
		await panel.getByText('Undone: 4 of 4 rows.').waitFor();
		expect(await count('tags=imported')).toBe(0);
		expect(await page.title()).toBe('Links · Linkmill');
		expect(complaints).toEqual([]);
		await close();
	});

	it('takes a file that is dropped on the page, in parts, with dates and clicks of elsewhere', async () => {
		const rows = Array.from({ length: 2300 }, (_, index) => `https://b.example.com/${index},old-${index},${index === 2200 ? 'never' : '2024-03-01T00:00:00Z'},${index}`);
		const { page, complaints, close } = await openSignedIn(stage.backend, { look: 'dark' });
		await page.locator('.links-table tbody tr').first().waitFor();
		await page.evaluate(`{
			const files = new DataTransfer();
			files.items.add(new File([${JSON.stringify(`url,slug,created_at,clicks\n${rows.join('\n')}\n`)}], 'old.csv', { type: 'text/csv' }));
			document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer: files, bubbles: true, cancelable: true }));
			document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
		}`);
		const panel = page.getByRole('dialog', { name: 'Import links' });
		await panel.getByRole('button', { name: 'Import 2,300 links' }).click();
		await panel.getByText('Done: 2,300 of 2,300 rows. 2,300 created.').waitFor();
		expect((await stage.api.get('/v1/links/slug:old-2299')).data).toMatchObject({ total_clicks: 2299, imported_clicks: 2299, created_at: '2024-03-01T00:00:00.000Z' });
		await panel.getByRole('button', { name: 'Undo the import' }).click();
		await panel.getByText('Undone: 2,300 of 2,300 rows.').waitFor();
		expect(await count('destination=https://b.example.com/*')).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});

	it('says what is wrong with a file that cannot be read; goes on after an interruption, and stops when it is told to', async () => {
		const { page, complaints, goTo, close } = await openSignedIn(stage.backend, { look: 'phone', expected: [429] });
		await goTo('/links?open=import');
		const panel = page.getByRole('dialog', { name: 'Import links' });
		await panel.getByLabel('CSV file').setInputFiles(csv('url,title\nhttps://c.example.com/1,"never closed\n'));
		await panel.getByText('a quote is opened there and never closed').waitFor();
		await panel.getByLabel('CSV file').setInputFiles(csv('url\n'));
		await panel.getByText('The file has no rows below its header').waitFor();

		let calls = 0;
		const stop = Promise.withResolvers<null>();
		await page.route('**/v1/links/batch', async (route) => {
			calls++;
			if (calls === 1) await route.fulfill({ status: 429, contentType: 'application/problem+json', body: JSON.stringify({ code: 'rate_limited', detail: 'Too many requests: wait a moment.' }) });
			if (calls === 2) await stop.promise;
			if (calls > 1) await route.continue();
		});
		// Windows-1252, as old spreadsheets have it.
		const lines = Array.from({ length: 2300 }, (_, index) => `https://c.example.com/${String(index)};caf\xe9`);
		await panel.getByLabel('CSV file').setInputFiles(csv(Buffer.from(`url;title\n${lines.join('\n')}`, 'latin1')));
		await panel.getByRole('button', { name: 'Import 2,300 links' }).click();
		await panel.getByText('Too many requests: wait a moment.').waitFor();
		expect(await violations(page)).toEqual([]);
		await panel.getByRole('button', { name: 'Try again' }).click();
		await panel.getByRole('button', { name: 'Stop' }).click();
		stop.resolve(null);
		await panel.getByText('Stopped: 1,000 of 2,300 rows. 1,000 created.').waitFor();
		expect(await count('destination=https://c.example.com/*')).toBe(1000);
		expect((await stage.api.get('/v1/links?destination=https://c.example.com/0')).data.links[0].title).toBe('café');
		await panel.getByRole('button', { name: 'Undo the import' }).click();
		await page.getByText('Undone: 1,000 links as before.').waitFor();
		expect(await count('destination=https://c.example.com/*')).toBe(0);
		expect(complaints).toEqual([]);
		await close();
	});
});
