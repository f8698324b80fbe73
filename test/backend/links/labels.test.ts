import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	const link = (tags: string[], campaign?: string) => ({ destination: 'https://shop.example/', tags, campaign });
	const links = [link(['mail', 'spring'], 'Spring'), link(['mail', 'Ärger, groß'], 'spring-2027'), link(['mail', 'Mail'], 'autumn'), link([]), link(['gone'], 'gone')];
	const { data } = await api.post('/v1/links/batch', { links });
	await api.delete(`/v1/links/${data.links[4].id}`);
	await api.patch(`/v1/links/${data.links[0].id}`, { remove_tags: ['spring'], add_tags: ['summer'] });
});
afterAll(() => backend.stop());

const items = async (path: string) => (await api.get(path)).data[path.startsWith('/v1/tags') ? 'tags' : 'campaigns'].map(({ name, links }: { name: string; links: number }) => [name, links]);

test('tags and campaigns that links have now, with their number', async () => {
	expect(await items('/v1/tags')).toEqual([['Mail', 1], ['mail', 3], ['summer', 1], ['Ärger, groß', 1]]);
	expect(await items('/v1/campaigns')).toEqual([['Spring', 1], ['autumn', 1], ['spring-2027', 1]]);
	expect(await items('/v1/tags?sort=-links&limit=1')).toEqual([['mail', 3]]);
});

test('what begins with a text, in whatever case', async () => {
	expect(await items('/v1/campaigns?search=SPR')).toEqual([['Spring', 1], ['spring-2027', 1]]);
	expect(await items(`/v1/tags?search=${encodeURIComponent('är')}`)).toEqual([['Ärger, groß', 1]]);
	expect(await items('/v1/tags?search=x')).toEqual([]);
});

test.each(['name', '-name', 'links', '-links'])('pages of %s hold each once', async (sort) => {
	const whole = await items(`/v1/tags?sort=${sort}`);
	const paged: unknown[] = [];
	for (let cursor: string | null = ''; cursor !== null; ) {
		const { data }: { data: { tags: Array<{ name: string; links: number }>; next_cursor: string | null } } = await api.get(`/v1/tags?sort=${sort}&limit=1&cursor=${cursor}`);
		paged.push(...data.tags.map(({ name, links }) => [name, links]));
		cursor = data.next_cursor;
	}
	expect(paged).toEqual(whole);
	expect(whole).toHaveLength(4);
});

test.each([['sort=clicks', '?sort'], ['cursor=x', '?cursor'], ['limit=0', '?limit'], ['serch=x', '?serch']])('%s is refused', async (query, pointer) => {
	const { status, data } = await api.get(`/v1/tags?${query}`);
	expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
});
