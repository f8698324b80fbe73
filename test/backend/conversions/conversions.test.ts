import type { ConversionBatchAnswer, ConversionList, NewConversion, RecordedConversion } from '../../../contract/conversion.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;

beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

let made = 0;
const link = async (fields: Record<string, unknown> = {}) => {
	const { data, status } = await api.post('/v1/links', { destination: 'https://shop.example/', slug: `c${String(++made)}`, append_click_id: true, ...fields });
	expect(status).toBe(200);
	return data as { id: string; slug: string; version: number };
};
/** Clicks on a link and comes back with the id that the shop gets. */
const click = async (slug: string) => new URL(String((await api.visit(slug)).headers['location'])).searchParams.get('lm_click')!;
const record = async (conversion: NewConversion | Record<string, unknown>, headers?: Record<string, string>) => api.post('/v1/conversions', conversion, headers);
const recorded = async (conversion: NewConversion) => {
	const answer = await record(conversion);
	expect(answer.data).toMatchObject({ result: expect.any(String) });
	return answer.data as RecordedConversion;
};
const list = async (query = '') => (await api.get(`/v1/conversions${query}`)).data as ConversionList;

describe('a conversion', () => {
	it('finds its click at once, and tells of the link as it was at the click', async () => {
		const { id, slug } = await link({ campaign: 'spring', tags: ['a', 'b'], variants: [{ destination: 'https://shop.example/a', weight: 1, name: 'only' }], external_id: 'SKU-7', metadata: { user_id: 5 } });
		const clickId = await click(slug);
		const first = await recorded({ click_id: clickId, event: 'sale', value: 19.99, currency: 'eur', external_id: 'order-1', metadata: { items: 2 } });
		expect(first).toEqual({
			id: expect.stringMatching(/^cnv_/), result: 'recorded', event: 'sale', value: 19.99, currency: 'EUR', external_id: 'order-1', metadata: { items: 2 },
			occurred_at: expect.any(String), recorded_at: expect.any(String), link_id: id, link_version: 1, link_slug: slug, short_url: `${backend.url}/${slug}`,
			destination: 'https://shop.example/', campaign: 'spring', tags: ['a', 'b'], click_id: clickId, country: null, region: null, city: null, device: 'desktop',
			browser: 'Chrome', os: 'Windows', referrer: null, referrer_host: null, source: 'direct', utm: {}, variant: 'only', kind: 'human', visitor_id: expect.any(String),
		});
		await api.patch(`/v1/links/${id}`, { campaign: 'summer', slug: `${slug}-new` });
		expect(await recorded({ click_id: clickId, event: 'refund' })).toMatchObject({ campaign: 'spring', link_slug: slug, link_version: 1, value: null });
		await api.delete(`/v1/links/${id}`);
		expect(await recorded({ click_id: clickId, event: 'review' })).toMatchObject({ campaign: 'spring', link_id: id });
	});

	it('tells the same of a click that the reader has come to as of one that it has not', async () => {
		const { slug } = await link();
		const clickId = await click(`${slug}?utm_source=mail`);
		const early = await recorded({ click_id: clickId, event: 'early' });
		await api.get(`/v1/links/slug:${slug}/analytics`);
		const late = await recorded({ click_id: clickId, event: 'late' });
		const told = ({ id: _id, event: _event, occurred_at: _at, recorded_at: _recorded, ...rest }: RecordedConversion) => rest;
		expect(told(late)).toEqual(told(early));
		expect(late.utm).toEqual({ source: 'mail' });
	});

	it('is counted by the language of its click, which it does not tell', async () => {
		const { slug } = await link({ campaign: 'by-language' });
		for (const header of ['fr-CH, de;q=0.5', 'fr', 'de']) {
			const { headers } = await api.visit(slug, { 'accept-language': header });
			const clickId = new URL(String(headers['location'])).searchParams.get('lm_click')!;
			expect(await recorded({ click_id: clickId, event: 'sale' })).not.toHaveProperty('language');
		}
		await recorded({ slug, event: 'sale' });
		const { data } = await api.get('/v1/analytics?campaign=by-language&group_by=language&sort=name');
		expect((data.rows as Array<Record<string, unknown>>).map(({ language, total_clicks: clicks, conversions }) => [language, clicks, conversions])).toEqual([['de', 1, 1], ['fr', 2, 2], [null, 0, 1]]);
	});

	it('counts also where its link is deleted by then, and was clicked by nobody', async () => {
		const { id, slug } = await link({ campaign: 'gone' });
		await recorded({ slug, event: 'sale', value: 7, currency: 'EUR' });
		await api.delete(`/v1/links/${id}`);
		const totals = async (query: string) => (await api.get(`/v1/analytics?campaign=gone${query}`)).data.totals;
		expect(await totals('&include_deleted=true')).toMatchObject({ links: 1, total_clicks: 0, conversions: 1, conversion_value: 7, currency: 'EUR' });
		expect(await totals('')).toMatchObject({ links: 0, conversions: 0 });
	});

	it('may name the link alone, by any of its names, and by its id also when it is deleted', async () => {
		const { id, slug } = await link({ external_id: 'SKU-9' });
		for (const name of [{ link_id: id }, { slug }, { link_id: `slug:${slug}` }, { link_id: 'external:SKU-9' }]) {
			expect(await recorded({ ...name, event: 'call' })).toMatchObject({ link_id: id, click_id: null, country: null, variant: null, utm: {}, result: 'recorded' });
		}
		await api.delete(`/v1/links/${id}`);
		expect(await recorded({ link_id: id, event: 'call' })).toMatchObject({ link_id: id });
		expect((await record({ slug, event: 'call' })).data).toMatchObject({ status: 422, errors: [{ pointer: '/slug', code: 'not_found' }] });
	});

	it('is recorded once for an external id and event', async () => {
		const { slug } = await link();
		const first = await recorded({ slug, event: 'sale', external_id: 'order-2', value: '10.5', currency: 'USD' });
		expect(await recorded({ slug, event: 'sale', external_id: ' order-2 ', value: 99, currency: 'USD' })).toEqual({ ...first, result: 'existing' });
		expect(await recorded({ slug, event: 'signup', external_id: 'order-2' })).toMatchObject({ result: 'recorded' });
		// Also where its click is not there any more.
		expect(await recorded({ click_id: 'clk_00000000000a000000000000', event: 'sale', external_id: 'order-2' })).toMatchObject({ id: first.id, result: 'existing' });
	});

	it.each<[Record<string, unknown>, string, string]>([
		[{ event: 'sale' }, '/click_id', 'required'],
		[{ click_id: 'clk_01a203367450bc253d93927a', slug: 'x', event: 'sale' }, '/slug', 'ambiguous'],
		[{ click_id: 'x', event: 'sale' }, '/click_id', 'invalid_id'],
		[{ click_id: 'clk_01a203367450bc253d93927a', event: 'sale' }, '/click_id', 'not_found'],
		[{ click_id: 'clk_ffffffffffffbc253d93927a', event: 'sale' }, '/click_id', 'not_found'],
		[{ link_id: 'x', event: 'sale' }, '/link_id', 'invalid_id'],
		[{ link_id: 'lnk_00000000000', event: 'sale' }, '/link_id', 'not_found'],
		[{ slug: 'c1' }, '/event', 'required'],
		[{ slug: 'c1', event: ' \n' }, '/event', 'required'],
		[{ slug: 'c1', event: 'sale', value: -1, currency: 'EUR' }, '/value', 'invalid_value'],
		[{ slug: 'c1', event: 'sale', value: 0.00001, currency: 'EUR' }, '/value', 'invalid_value'],
		[{ slug: 'c1', event: 'sale', value: '12,50', currency: 'EUR' }, '/value', 'invalid_value'],
		[{ slug: 'c1', event: 'sale', value: 1e12, currency: 'EUR' }, '/value', 'invalid_value'],
		[{ slug: 'c1', event: 'sale', value: 1 }, '/currency', 'required'],
		[{ slug: 'c1', event: 'sale', value: 1, currency: 'EURO' }, '/currency', 'invalid_currency'],
		[{ slug: 'c1', event: 'sale', occurred_at: 'yesterday' }, '/occurred_at', 'invalid_time'],
		[{ slug: 'c1', event: 'sale', occurred_at: '2199-01-01' }, '/occurred_at', 'invalid_time'],
		[{ slug: 'c1', event: 'sale', metadata: { text: 'x'.repeat(20_000) } }, '/metadata', 'too_large'],
		[{ slug: 'c1', event: 'sale', amount: 1 }, '/amount', 'unknown_field'],
	])('is refused as %j', async (conversion, pointer, code) => {
		const { status, data } = await record(conversion);
		expect([status, data.code, data.errors]).toEqual([422, 'invalid_request', [expect.objectContaining({ pointer, code, message: expect.any(String) })]]);
	});
});

describe('many conversions', () => {
	it('are recorded row by row, the bad ones named by their index', async () => {
		const { slug } = await link();
		const clickId = await click(slug);
		const rows = [{ click_id: clickId, event: 'sale', external_id: 'b-1' }, { event: 'sale' }, 7, { slug, event: 'sale', external_id: 'b-1' }, { slug: 'no-such', event: 'sale' }, { slug, event: 'sale' }];
		const { status, data } = (await record({ conversions: rows })) as { status: number; data: ConversionBatchAnswer };
		expect(status).toBe(200);
		expect(data.conversions.map(({ index, result }) => [index, result])).toEqual([[0, 'recorded'], [3, 'existing'], [5, 'recorded']]);
		expect(data.conversions[1]!.id).toBe(data.conversions[0]!.id);
		expect(data.errors.map(({ index, code, pointer }) => [index, code, pointer])).toEqual([[1, 'required', '/click_id'], [2, 'invalid', ''], [4, 'not_found', '/slug']]);
		expect(data.summary).toEqual({ requested: 6, recorded: 2, existing: 1, failed: 3 });
	});

	it('are all recorded or none, where that is asked for', async () => {
		const { slug } = await link();
		const { status, data } = await record({ mode: 'atomic', conversions: [{ slug, event: 'sale' }, { slug, event: '' }] });
		expect([status, data.code, data.errors]).toEqual([422, 'batch_rejected', [expect.objectContaining({ pointer: '/conversions/1/event' })]]);
		expect((await list(`?slug=${slug}`)).conversions).toEqual([]);
	});

	it('are at most a thousand', async () => {
		const { slug } = await link();
		const rows = (count: number) => ({ conversions: Array.from({ length: count }, () => ({ slug, event: 'view' })) });
		expect((await record(rows(1001))).data).toMatchObject({ status: 422, errors: [{ pointer: '/conversions' }] });
		expect((await record({ conversions: [] })).data).toMatchObject({ status: 422, errors: [{ pointer: '/conversions' }] });
		expect((await record(rows(1000))).data).toMatchObject({ summary: { recorded: 1000 } });
	});

	it('are recorded once for an Idempotency-Key, which gives the same answer again', async () => {
		const { slug } = await link();
		for (const body of [{ slug, event: 'sale' }, { conversions: [{ slug, event: 'sale' }, { event: 'sale' }] }]) {
			const headers = { 'idempotency-key': JSON.stringify(body).slice(0, 200) };
			const [first, again] = [await record(body, headers), await record(body, headers)];
			expect([again.status, again.data, again.headers['idempotent-replayed']]).toEqual([first.status, first.data, 'true']);
		}
		expect((await list(`?slug=${slug}`)).conversions).toHaveLength(2);
	});
});

describe('the list of conversions', () => {
	it('has pages, newest first, of the links as they are now', async () => {
		const [one, other] = [await link({ campaign: 'list' }), await link({ tags: ['list'] })];
		const at = (day: number) => `2026-01-0${String(day)}T12:00:00.000Z`;
		for (const day of [1, 2, 3]) await recorded({ link_id: one.id, event: 'sale', occurred_at: at(day) });
		await recorded({ link_id: other.id, event: 'signup', occurred_at: at(2) });
		const days = async (query: string) => (await list(query)).conversions.map(({ occurred_at }) => occurred_at.slice(8, 10));
		expect(await days('?campaign=list')).toEqual(['03', '02', '01']);
		expect(await days('?campaign=list&since=2026-01-02&until=2026-01-03')).toEqual(['02']);
		expect(await days('?tags=list')).toEqual(['02']);
		expect(await days('?event=signup&since=2026-01-01&until=2026-02-01')).toEqual(['02']);
		await api.patch(`/v1/links/${other.id}`, { campaign: 'list' });
		const first = await list('?campaign=list&limit=3');
		const second = await list(`?campaign=list&limit=3&cursor=${String(first.next_cursor)}`);
		expect([...first.conversions, ...second.conversions].map(({ event }) => event)).toEqual(['signup', 'sale', 'sale', 'sale']);
		expect(second.next_cursor).toBeNull();
		expect((await list('?campaign=nobody')).conversions).toEqual([]);
		expect((await api.get('/v1/conversions?since=soon')).data).toMatchObject({ status: 422, errors: [{ pointer: '?since' }] });
	});
});
