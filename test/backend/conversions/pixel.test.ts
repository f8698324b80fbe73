import axios from 'axios';
import type { ConversionList } from '../../../contract/conversion.ts';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

describe('the pixel', () => {
	let backend: Backend;
	beforeAll(async () => { backend = await startBackend({ LINKMILL_CONVERSION_PIXEL: 'true' }); });
	afterAll(() => backend.stop());

	const show = (query: string) => axios.get(`${backend.url}/v1/conversions/pixel.gif${query}`, { responseType: 'arraybuffer', validateStatus: () => true });

	it('records one conversion for each click and event, and always shows its picture', async () => {
		const api = client(backend);
		await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'pixel', append_click_id: true });
		const clickId = new URL(String((await api.visit('pixel')).headers['location'])).searchParams.get('lm_click')!;
		const queries = [
			`?click_id=${clickId}`, `?click_id=${clickId}`, `?click_id=${clickId}&event=signup`, `?click_id=${clickId}&event=signup&value=5`, '', '?click_id=x', '?click_id=clk_00000000000a000000000000',
			`?click_id=${clickId}&click_id=${clickId}`, `?click_id=${clickId}&event=${'x'.repeat(500)}`, `?click_id=${clickId}&event=`,
		];
		for (const query of queries) {
			const { status, headers, data } = await show(query);
			expect([status, headers['content-type'], headers['cache-control'], (data as Buffer).subarray(0, 6).toString()]).toEqual([200, 'image/gif', 'private, no-store', 'GIF89a']);
		}
		await api.post('/v1/conversions', { click_id: clickId, event: 'sale' });
		await show(`?click_id=${clickId}&event=sale`);
		const { conversions } = (await api.get('/v1/conversions')).data as ConversionList;
		expect(conversions.map(({ event, click_id }) => [event, click_id])).toEqual([['sale', clickId], ['signup', clickId], ['conversion', clickId]]);
	});

	it('records at most sixty a minute for one network', async () => {
		const api = client(backend);
		const clickId = new URL(String((await api.visit('pixel')).headers['location'])).searchParams.get('lm_click')!;
		for (let nth = 0; nth < 70; nth++) expect((await show(`?click_id=${clickId}&event=e${String(nth)}`)).status).toBe(200);
		const { conversions } = (await api.get('/v1/conversions?limit=1000')).data as ConversionList;
		expect(conversions.filter(({ click_id }) => click_id === clickId).length).toBeLessThan(60);
	});

	it('is not there unless it is turned on', async () => {
		const plain = await startBackend();
		expect((await client(plain).get('/v1/conversions/pixel.gif?click_id=x')).data).toMatchObject({ status: 404, detail: expect.stringContaining('LINKMILL_CONVERSION_PIXEL=true') });
		await plain.stop();
	});
});
