import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { decodePng, pixel } from '../qr/modules.ts';
import { readSvg } from './xml.ts';

let backend: Backend;
let api: Client;
const TITLE = '<script>alert("1")</script> & \u0001 friends ]]>';

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
	const links = ['c-0', 'c-1', 'c-2', 'c-3'].map((slug) => ({ destination: `https://shop.example/${slug}`, slug, campaign: 'charts', ...(slug === 'c-2' && { title: TITLE }) }));
	await api.post('/v1/links/batch', { links });
	for (const [slug, host] of [['c-1', 1], ['c-1', 2], ['c-1', 3], ['c-2', 9], ['c-2', 9], ['c-3', 1]] as const) await api.visit(slug, { 'x-forwarded-for': `198.51.100.${String(host)}` });
	await api.post('/v1/conversions', { slug: 'c-1', event: 'sale' });
});
afterAll(() => backend.stop());

const svg = async (query: string, path = '/v1/analytics/chart') => {
	const { status, headers, data } = await api.get(`${path}?${query}`);
	expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml']);
	return readSvg(data);
};
const png = async (query: string) => {
	const response = await fetch(`${backend.url}/v1/analytics/chart?format=png&${query}`, { headers: { authorization: `Bearer ${backend.key}` } });
	expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
	return decodePng(new Uint8Array(await response.arrayBuffer()));
};

test('a line is the default: its words tell the number and the range, and what is drawn says so', async () => {
	const { attributes, title, description, texts, elements } = await svg('campaign=charts&period=7d');
	expect(attributes).toMatchObject({ role: 'img', width: '600', height: '320', 'aria-labelledby': 'chart-title chart-description' });
	expect(title).toBe('Clicks');
	expect(description).toMatch(/^6 clicks · .+ 20\d\d\. The most were 6, \d+ \w{3}\.$/);
	expect(texts).toEqual(expect.arrayContaining(['Clicks', '0', '6']));
	expect(texts.filter((text) => /^\d+ [A-Z][a-z]{2}$/.test(text)).length).toBeGreaterThan(3);
	expect([...elements].filter((name) => ['script', 'style', 'foreignObject', 'image'].includes(name))).toEqual([]);
});

test('the period before is there with its name and the change', async () => {
	const { texts, description } = await svg('campaign=charts&period=7d&compare=previous');
	expect(texts).toEqual(expect.arrayContaining(['This period', 'Period before']));
	expect(description).toContain('none before');
	const { data } = await api.get('/v1/analytics/chart?campaign=charts&period=7d&compare=previous');
	expect(data).toContain('stroke-dasharray="6,4"');
});

test('bars of the top links: labels, numbers, and a title of a caller as text', async () => {
	const { texts, description, elements } = await svg('campaign=charts&type=bar&width=1600');
	expect(texts).toEqual(expect.arrayContaining(['/c-1', '/c-3', '3', '2', '1', '<script>alert("1")</script> & friends ]]>']));
	expect(texts).not.toContain('/c-0');
	expect(description).toContain('/c-1: 3, <script>alert("1")</script> & friends ]]>: 2, /c-3: 1.');
	expect(elements.has('script')).toBe(false);
});

test('a title of the picture is text too, and is cropped where it is too long', async () => {
	const { title, texts } = await svg(`title=${encodeURIComponent(`${TITLE} ${'x'.repeat(150)}`)}`);
	expect(title).toMatch(/^<script>.*x{150}$/);
	expect(texts.find((text) => text.startsWith('<script>'))).toMatch(/x…$/);
});

test.each([
	['type=bar&limit=1', ['/c-1', '3', 'and 2 more']],
	['breakdown=source', ['Direct', '6']],
	['group_by=country&type=pie', ['Australia', '6 · 100 %', 'Clicks']],
	['breakdown=campaign&type=pie', ['charts', '6 · 100 %']],
	['type=pie&limit=1', ['/c-1', '3 · 50 %', 'Other']],
	['type=bar&metric=conversions', ['/c-1', '1']],
	['type=bar&metric=unique_visitors', ['Unique visitors by link', '3']],
	['type=bar&interval=day&period=7d', ['6']],
	['group_by=hour&period=today&timezone=Asia/Kolkata', ['Hour (Asia/Kolkata)']],
	['type=line&period=all', ['0']],
])('%s', async (query, expected) => {
	expect((await svg(`campaign=charts&${query}`)).texts).toEqual(expect.arrayContaining(expected));
});

test('a link has its own, by interval or by a dimension', async () => {
	const path = '/v1/links/slug:c-1/analytics/chart';
	expect(await svg('period=7d', path)).toMatchObject({ title: 'Clicks of /c-1' });
	expect((await svg('breakdown=source', path)).texts).toEqual(expect.arrayContaining(['Direct', '3']));
	expect((await api.get('/v1/links/slug:none/analytics/chart')).status).toBe(404);
});

test.each(['line', 'bar', 'pie'])('an empty range of a %s says so', async (type) => {
	const { texts, description } = await svg(`campaign=charts&date=2021-02-03&type=${type}`);
	expect(texts).toContain('No clicks in this period');
	expect(description).toBe('0 clicks · 3 Feb 2021. No clicks in this period.');
});

test.each(['line', 'bar', 'pie'])('a PNG of a %s has its size, its theme and something on it', async (type) => {
	const colours = new Map<string, number>();
	for (const [theme, corner] of [['light', [255, 255, 255, 255]], ['dark', [22, 32, 43, 255]]] as const) {
		const picture = await png(`campaign=charts&period=7d&type=${type}&theme=${theme}&width=500&height=250`);
		expect([picture.width, picture.height]).toEqual([1000, 500]);
		expect(pixel(picture, 0, 0)).toEqual(corner);
		let drawn = 0;
		for (let at = 0; at < picture.data.length; at += 4) if (picture.data[at] !== corner[0]) drawn++;
		colours.set(theme, drawn);
	}
	// Text alone would be some thousand pixels.
	for (const drawn of colours.values()) expect(drawn).toBeGreaterThan(10_000);
});

test('scale is the pixels of a PNG', async () => {
	const { width, height } = await png('scale=1&width=300&height=160');
	expect([width, height]).toEqual([300, 160]);
});

test('who has the picture gets a 304; another option is another picture', async () => {
	const path = '/v1/analytics/chart?campaign=charts&period=7d';
	const first = await api.get(path);
	const { etag } = first.headers as Record<string, string>;
	expect(first.headers['cache-control']).toBe('private, no-cache');
	const again = await api.get(path, { 'if-none-match': etag! });
	expect([again.status, again.data, again.headers['etag']]).toEqual([304, '', etag]);
	expect((await api.get(`${path}&theme=dark`, { 'if-none-match': etag! })).status).toBe(200);
	// A strong validator: the same bytes.
	expect((await api.get(path)).data).toBe(first.data);
});

test.each([
	['type=area', '?type'],
	['metric=bot_clicks', '?metric'],
	['width=10', '?width'],
	['height=5000', '?height'],
	['scale=4', '?scale'],
	['theme=blue', '?theme'],
	['format=gif', '?format'],
	['limit=51', '?limit'],
	['type=pie&limit=8', '?limit'],
	['type=pie&metric=unique_visitors', '?metric'],
	['type=pie&group_by=tag', '?type'],
	['type=pie&group_by=day', '?type'],
	['type=line&breakdown=country', '?type'],
	['breakdown=country&group_by=device', '?breakdown'],
	['breakdown=moon', '?breakdown'],
	['breakdown=country&interval=day', '?interval'],
	['compare=previous', '?compare'],
	['timezone=Mars', '?timezone'],
	['start_date=2020-01-01&type=bar&interval=day', '?interval'],
	['start_date=2000-01-01&interval=hour', '?interval'],
	[`title=${'x'.repeat(201)}`, '?title'],
	['cursor=x', '?cursor'],
])('%s is refused by name', async (query, pointer) => {
	const { status, data } = await api.get(`/v1/analytics/chart?${query}`);
	expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
});

test('a pie of one link needs to know of what', async () => {
	const { status, data } = await api.get('/v1/links/slug:c-1/analytics/chart?type=pie');
	expect([status, data.errors[0].pointer]).toEqual([422, '?breakdown']);
});
