import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(async () => {
	await backend.stop();
});

const find = async (text: string, more = '') => {
	const { status, data } = await api.get(`/v1/links?search=${encodeURIComponent(text)}${more}`);
	if (status !== 200) throw new Error(JSON.stringify(data));
	return data.links.map((link: { slug: string }) => link.slug) as string[];
};
const create = async (link: object) => {
	const { status, data } = await api.post('/v1/links', { destination: 'https://shop.example/', ...link });
	if (status !== 200) throw new Error(JSON.stringify(data));
	return data as { id: string };
};

describe('what was just done is found', () => {
	test('a new link', async () => {
		for (let round = 0; round < 10; round++) {
			await create({ slug: `fresh-${String(round)}` });
			expect(await find(`fresh-${String(round)}`)).toEqual([`fresh-${String(round)}`]);
		}
	});

	test('ten thousand links at once', async () => {
		const links = Array.from({ length: 10_000 }, (_, index) => ({ destination: `https://bulk.example/${String(index)}`, title: `Bulk ${String(index)} one` }));
		expect((await api.post('/v1/links/batch', { links })).data.summary.created).toBe(10_000);
		expect(await caughtUp(api, 'search=bulk%20one', 10_000)).toBe(10_000);
		const { data } = await api.get('/v1/links?search=bulk%20one&limit=1');
		expect(data.links[0].title).toBe('Bulk 9999 one');
		expect(await find('https://bulk.example/4321')).toHaveLength(1);
	});

	test('a change, a deletion, and a deletion that was reverted', async () => {
		const { id } = await create({ slug: 'change-me', title: 'Walnuts', destination: 'https://nuts.example/walnuts' });
		await api.patch(`/v1/links/${id}`, { title: 'Almonds', destination: 'https://nuts.example/almonds' });
		expect([await find('walnuts'), await find('almonds nuts.example')]).toEqual([[], ['change-me']]);
		const { data } = await api.patch('/v1/links', { ids: [id], set: { title: 'Pecans' } });
		expect([await find('almonds'), await find('pecans')]).toEqual([['change-me'], ['change-me']]);
		await api.post(`/v1/changes/${data.change_id}/revert`, {});
		expect(await find('pecans')).toEqual([]);
		await api.delete(`/v1/links/${id}`);
		expect(await find('almonds')).toEqual([]);
	});

	test('by its destination, and in the order of titles', async () => {
		for (const title of ['Zebra', 'äther', 'Apfel', 'zoo']) await create({ title, slug: `t-${title.length}${title.charCodeAt(0)}`, campaign: 'titles', destination: `https://titles.example/${title}` });
		const { data } = await api.get('/v1/links?sort=title&campaign=titles&fields=title');
		expect(data.links.map((link: { title: string }) => link.title)).toEqual(['Apfel', 'Zebra', 'zoo', 'äther']);
		expect((await api.get('/v1/links?destination=https://titles.example/*')).data.links).toHaveLength(4);
		expect((await api.get('/v1/links?destination=https://titles.example/zoo')).data.links).toHaveLength(1);
	});

	test('by a bulk change, which misses none', async () => {
		const links = Array.from({ length: 3000 }, (_, index) => ({ destination: `https://move.example/${String(index)}` }));
		await api.post('/v1/links/batch', { links });
		const { data } = await api.patch('/v1/links', { filter: { destination: 'https://move.example/*' }, replace: { find: 'move.example', with: 'moved.example' }, expected_count: 3000 });
		expect(data).toMatchObject({ matched: 3000, changed: 3000 });
		const again = await api.patch('/v1/links', { filter: { search: 'moved.example' }, add_tags: ['moved'], expected_count: 3000 });
		expect(again.data).toMatchObject({ changed: 3000 });
	});
});

describe('words', () => {
	test.each(['100% sure', 'under_score', '"quoted"', "it's", 'a*b*c', 'col:umn', '(paren)', 'AND OR NOT', 'NEAR(x,2)', '^caret', '-minus', '{brace}', 'back\\slash', '+plus', 'semi;colon', '日本語', '𝒳𝒴𝒵', 'ÅNGSTRÖM'])(
		'%s is what it is, and nothing more',
		async (title) => {
			const slug = `w-${Buffer.from(title).toString('hex').slice(0, 40)}`;
			await create({ slug, title });
			const words = title.split(' ').filter((word) => Array.from(word).length > 2);
			for (const word of words) expect(await find(word)).toContain(slug);
			expect(await find(`${words[0]!}§`)).toEqual([]);
		},
	);

	test('of one or two characters begin the slug', async () => {
		// Random slugs have no vowels.
		await create({ slug: 'Ei-1', title: 'first' });
		await create({ slug: 'eI-2', title: 'second' });
		await create({ slug: 'zei', title: 'third ei' });
		expect(await find('ei')).toEqual(['eI-2', 'Ei-1']);
		expect(await find('ei first')).toEqual(['Ei-1']);
		expect(await find('ei ze')).toEqual([]);
		expect(await find('é')).toEqual([]);
	});

	test('many of them are all asked for', async () => {
		await create({ slug: 'many', title: 'alpha beta gamma delta epsilon zeta eta theta iota kappa' });
		expect(await find('kappa iota theta eta zeta epsilon delta gamma beta alpha')).toEqual(['many']);
		expect(await find('kappa iota theta eta zeta epsilon delta gamma beta omega')).toEqual([]);
	});

	test('turn pages like every list', async () => {
		const links = Array.from({ length: 30 }, (_, index) => ({ destination: `https://pages.example/${String(index)}`, slug: `page-${String(index).padStart(2, '0')}` }));
		await api.post('/v1/links/batch', { links });
		for (const sort of ['-created_at', 'slug']) {
			const found: string[] = [];
			for (let cursor: string | null = ''; cursor !== null; ) {
				const { data }: { data: { links: Array<{ slug: string }>; next_cursor: string | null } } = await api.get(`/v1/links?search=pages.example&sort=${sort}&limit=7&cursor=${cursor}`);
				found.push(...data.links.map(({ slug }) => slug));
				cursor = data.next_cursor;
			}
			const all = links.map(({ slug }) => slug);
			expect(found).toEqual(sort === 'slug' ? all : all.reverse());
		}
	});
});

describe('after a crash', () => {
	let dataDir: string;
	let server: Backend;
	const start = async (settings = {}) => {
		server = await startBackend(settings);
		({ dataDir } = server);
		return client(server);
	};
	afterEach(async () => {
		await server.kill();
		rmSync(dataDir, { recursive: true, force: true });
	});

	test('in the middle of it, and without its file, nothing is missing and nothing is found that is gone', async () => {
		const first = await start();
		const links = Array.from({ length: 3000 }, (_, index) => ({ destination: `https://crash.example/${String(index)}`, external_id: String(index) }));
		await first.post('/v1/links/batch', { links });
		await first.patch('/v1/links', { ids: ['external:1', 'external:2'], set: { title: 'Survivors' } });
		await first.delete('/v1/links/external:3');
		for (const harm of [[], ['', '-wal', '-shm']]) {
			await server.kill();
			for (const end of harm) rmSync(join(dataDir, `search.db${end}`), { force: true });
			const api = await start({ LINKMILL_DATA_DIR: dataDir });
			expect(await caughtUp(api, 'search=crash.example', 2999)).toBe(2999);
			expect((await api.get('/v1/links?search=survivors')).data.links).toHaveLength(2);
			expect((await api.get('/v1/links?destination=https://crash.example/3')).data.links).toEqual([]);
		}
	});
});

/** How many links there are, once they are as many as they should be, or ten seconds have passed. Until the index is built, 503 says when to come back. */
async function caughtUp(api: Client, query: string, expected: number): Promise<number> {
	const deadline = Date.now() + 10_000;
	for (;;) {
		const { status, data, headers } = await api.get(`/v1/links?${query}&count=true&limit=1`);
		if (status === 503) expect([data.code, Number(headers['retry-after']) > 0]).toEqual(['unavailable', true]);
		if (status === 200 && (data.total === expected || Date.now() > deadline)) return data.total;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
