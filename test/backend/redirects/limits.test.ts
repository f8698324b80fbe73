import fc from 'fast-check';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { BOT, rush, times } from './rush.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

let made = 0;
const make = async (more: object): Promise<string> => (await api.post('/v1/links', { destination: 'https://shop.example/p', slug: `limit-${String(made++)}`, ...more })).data.slug;
const change = async (slug: string, more: object) => { expect((await api.patch(`/v1/links/slug:${slug}`, more)).status).toBe(200); };
const link = async (slug: string) => (await api.get(`/v1/links/slug:${slug}`)).data;
const redirected = (statuses: readonly number[]) => statuses.filter((status) => status === 302).length;
const visits = async (slug: string, count: number) => {
	const statuses: number[] = [];
	for (let visit = 0; visit < count; visit++) statuses.push((await api.visit(slug)).status);
	return statuses;
};

it('max_clicks n redirects n people, out of however many come at once, and leaves other links alone', async () => {
	const other = await make({});
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 3 }), async (max, rounds) => {
			const slug = await make({ max_clicks: max });
			const crowd = Array.from({ length: 64 }, (_, index) => [
				{ slug }, ...(index % 4 === 0 ? [{ slug, headers: BOT }, { slug, method: 'HEAD' as const }, { slug: other }] : []),
			]).flat();
			let people = 0;
			for (let round = 0; round < rounds; round++) {
				const statuses = await rush(backend.url, crowd);
				people += crowd.filter((visit, index) => visit.slug === slug && !('headers' in visit || 'method' in visit) && statuses[index] === 302).length;
				expect(statuses.filter((status) => status !== 302 && status !== 410)).toEqual([]);
				expect(crowd.filter((visit, index) => visit.slug === other && statuses[index] !== 302)).toEqual([]);
			}
			expect(people).toBe(Math.min(max, 64 * rounds));
			expect((await link(slug)).total_clicks).toBe(people);
		}),
		{ numRuns: 12 },
	);
}, 60_000);

it('programs do not use it up, and get the same as people once it is used up', async () => {
	const slug = await make({ max_clicks: 1 });
	expect(redirected(await rush(backend.url, [...times(5, { slug, headers: BOT }), ...times(5, { slug, method: 'HEAD' }), ...times(5, { slug, headers: { 'sec-purpose': 'prefetch' } })]))).toBe(15);
	expect((await link(slug)).status).toBe('active');
	expect(await visits(slug, 2)).toEqual([302, 410]);
	expect(await rush(backend.url, [{ slug, headers: BOT }, { slug, method: 'HEAD' }])).toEqual([410, 410]);
	const { data } = await api.visit(slug);
	expect(data).toContain('limited number of times');
	expect(await link(slug)).toMatchObject({ status: 'exhausted', total_clicks: 1 });
	expect((await api.get(`/v1/links/slug:${slug}/analytics`)).data.bot_clicks).toBe(5);
});

it('a link that is used up leads to its fallback', async () => {
	const slug = await make({ max_clicks: 1, fallback_url: 'https://shop.example/sold-out', redirect_type: 301 });
	expect((await api.visit(slug)).headers['location']).toBe('https://shop.example/p');
	const { status, headers } = await api.visit(slug);
	expect([status, headers['location']]).toEqual([302, 'https://shop.example/sold-out']);
});

it('a limit that is set later counts the clicks before it', async () => {
	const slug = await make({});
	await visits(slug, 5);
	await change(slug, { max_clicks: 7 });
	expect(await visits(slug, 4)).toEqual([302, 302, 410, 410]);
	const spent = await make({});
	await visits(spent, 3);
	await change(spent, { max_clicks: 3 });
	expect(await visits(spent, 1)).toEqual([410]);
});

it('clicks that were brought along count, before and after the reports know of them', async () => {
	const moved = { linkmill: 1, destination: 'https://shop.example/p', created_at: '2024-05-01T08:00:00.000Z', clicks: 3, max_clicks: 5 };
	const data = ['moved', 'moved-spent'].map((slug) => JSON.stringify({ ...moved, slug, ...(slug === 'moved-spent' && { clicks: 5 }) })).join('\n');
	expect((await api.post('/v1/links/import', { format: 'linkmill', data })).data).toMatchObject({ created: 2, imported_clicks: 8 });
	expect(await visits('moved', 3)).toEqual([302, 302, 410]);
	expect(await visits('moved-spent', 1)).toEqual([410]);
	expect(await link('moved')).toMatchObject({ status: 'exhausted', total_clicks: 5 });
	await change('moved', { max_clicks: 6 });
	expect(await visits('moved', 2)).toEqual([302, 410]);
});

it('a limit can be raised, lowered, removed and set again, and other changes leave the count alone', async () => {
	const slug = await make({ max_clicks: 2 });
	expect(await visits(slug, 3)).toEqual([302, 302, 410]);
	await change(slug, { max_clicks: 4 });
	expect(await visits(slug, 1)).toEqual([302]);
	await change(slug, { title: 'Another' });
	expect(await visits(slug, 2)).toEqual([302, 410]);
	await change(slug, { max_clicks: null });
	expect(await visits(slug, 3)).toEqual([302, 302, 302]);
	await change(slug, { max_clicks: 8 });
	expect(await visits(slug, 2)).toEqual([302, 410]);
	await change(slug, { max_clicks: 3 });
	expect(await visits(slug, 1)).toEqual([410]);
	expect((await link(slug)).total_clicks).toBe(8);
});

it('a link that is changed all the while is used no more often than it may be', async () => {
	const slug = await make({ max_clicks: 470 });
	let changing = true;
	const changes = (async () => {
		for (let change = 0; changing; change++) await api.patch(`/v1/links/slug:${slug}`, { title: String(change) });
		return link(slug);
	})();
	let people = 0;
	for (let round = 0; round < 10; round++) people += redirected(await rush(backend.url, times(100, { slug })));
	changing = false;
	expect((await changes).version).toBeGreaterThan(10);
	expect(people).toBe(470);
	expect((await link(slug)).total_clicks).toBe(470);
}, 60_000);

it('a limit that is set while a crowd is there counts all of it', async () => {
	for (let round = 0; round < 5; round++) {
		const slug = await make({});
		const crowd = rush(backend.url, times(300, { slug }));
		await change(slug, { max_clicks: 350 });
		const people = redirected(await rush(backend.url, times(200, { slug }))) + redirected(await crowd);
		expect(people).toBe(350);
		expect(await link(slug)).toMatchObject({ status: 'exhausted', total_clicks: 350 });
	}
}, 60_000);
