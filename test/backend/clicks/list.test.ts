import type { ClickList } from '../../../contract/event.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
const ids: Record<string, string> = {};

/** Twelve hits on two links: of each a person, a bot and a prefetch, twice. */
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	for (const slug of ['one', 'two']) ids[slug] = ((await api.post('/v1/links', { destination: `https://shop.example/${slug}`, slug, campaign: `c-${slug}` })).data as { id: string }).id;
	for (let round = 0; round < 2; round++) {
		for (const slug of ['one', 'two']) {
			await api.visit(slug);
			await api.visit(slug, { 'user-agent': 'Googlebot/2.1' });
			await api.visit(slug, { 'sec-purpose': 'prefetch' });
		}
	}
});
afterAll(() => backend.stop());

const list = async (query = '') => (await api.get(`/v1/clicks${query}`)).data as ClickList;
const told = ({ clicks }: ClickList) => clicks.map(({ link_slug, kind }) => `${String(link_slug)} ${kind}`);
const TWELVE = ['one human', 'one bot', 'one prefetch', 'two human', 'two bot', 'two prefetch', 'one human', 'one bot', 'one prefetch', 'two human', 'two bot', 'two prefetch'];

describe('the list of clicks', () => {
	it('has every hit as its event, in the order of the log', async () => {
		const all = await list();
		expect(told(all)).toEqual(TWELVE);
		expect(all.next_cursor).toBeNull();
		expect(all.clicks[0]).toMatchObject({ id: expect.stringMatching(/^evt_/), type: 'link.clicked', click_id: expect.stringMatching(/^clk_/), link_id: ids['one'], destination: 'https://shop.example/one', browser: 'Chrome', is_unique: true });
		expect(all.clicks.map(({ id }) => id)).toEqual(all.clicks.map(({ id }) => id).toSorted());
	});

	it.each([
		['?order=desc', TWELVE.toReversed()],
		['?slug=one', TWELVE.filter((one) => one.startsWith('one'))],
		['?campaign=c-two&kind=bot,prefetch', TWELVE.filter((one) => /two (bot|prefetch)/.test(one))],
		['?link_id=slug:two&kind=human&order=desc', ['two human', 'two human']],
		['?kind=head', []],
		['?campaign=c-one&link_id=slug:two', []],
		['?tags=nobody', []],
		['?since=2026-01-01&until=2026-01-02', []],
		['?since=2026-01-01&until=2199-01-02', TWELVE],
	])('is narrowed by %s', async (query, expected) => {
		expect(told(await list(query))).toEqual(expected);
	});

	it.each(['asc', 'desc'])('has pages that fit together, %s', async (order) => {
		const pages: string[][] = [];
		for (let cursor: string | null = ''; cursor !== null; ) {
			const page: ClickList = await list(`?order=${order}&limit=5&cursor=${cursor}`);
			pages.push(told(page));
			cursor = page.next_cursor;
		}
		expect(pages.flat()).toEqual(order === 'asc' ? TWELVE : TWELVE.toReversed());
	});

	it('goes on after an event, also backwards', async () => {
		const { clicks } = await list();
		for (const order of ['asc', 'desc']) {
			const later = await list(`?after=${clicks[8]!.id}&order=${order}`);
			expect(told(later)).toEqual(order === 'asc' ? TWELVE.slice(9) : TWELVE.slice(9).reverse());
			expect(later.next_cursor).toBeNull();
		}
		expect(await list(`?after=${clicks[11]!.id}`)).toEqual({ clicks: [], next_cursor: null });
	});

	it('shows links that were deleted by their id, as they were', async () => {
		const { id } = (await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'gone' })).data as { id: string };
		await api.visit('gone');
		await api.delete(`/v1/links/${id}`);
		expect(told(await list(`?link_id=${id}`))).toEqual(['gone human']);
		expect((await list('?link_id=slug:gone')) as unknown).toMatchObject({ status: 404 });
	});

	it('is written line by line', async () => {
		const { headers, data } = await api.get('/v1/clicks?format=ndjson&limit=2&slug=one');
		expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
		expect(String(data).trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual((await list('?slug=one')).clicks);
	});

	it.each([
		['?kind=people', '?kind'], ['?after=yesterday', '?after'], ['?since=soon', '?since'], ['?order=up', '?order'], ['?cursor=x', '?cursor'], ['?until=2026-01-01&since=2026-01-01', '?until'], ['?limit=0', '?limit'],
	])('refuses %s', async (query, pointer) => {
		for (const format of ['json', 'ndjson']) expect((await list(`${query}&format=${format}`)) as unknown).toMatchObject({ status: 422, errors: [{ pointer }] });
	});
});
