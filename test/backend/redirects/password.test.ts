import { request } from 'node:http';
import { client, BROWSER, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { BOT } from './rush.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
});
afterAll(() => backend.stop());

const PASSWORD = 'Öpen & shut=100%';
const make = async (slug: string, more: object = {}) => { expect((await api.post('/v1/links', { destination: 'https://shop.example/p', slug, password: PASSWORD, ...more })).status).toBe(200); };
const clicks = async (slug: string) => (await api.get(`/v1/links/slug:${slug}`)).data.total_clicks;

let visitors = 0;
/** Sends the form as a browser does; each time another visitor, unless told otherwise. */
async function unlock(path: string, password = PASSWORD, headers: Record<string, string> = {}) {
	const body = new URLSearchParams({ password }).toString();
	return post(path, body, { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': `198.51.100.${String(visitors++ % 250)}`, ...headers });
}

function post(path: string, body: string, headers: Record<string, string>): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; data: string }> {
	return new Promise((resolve, reject) => {
		const sent = request(`${backend.url}/${path}`, { method: 'POST', headers: { ...BROWSER, ...headers } }, (response) => {
			let data = '';
			response.on('data', (chunk: Buffer) => (data += chunk.toString())).once('end', () => { resolve({ status: response.statusCode ?? 0, headers: response.headers, data }); });
		}).once('error', reject);
		sent.end(body);
	});
}

it('asks for the password on a page that says nothing of the link, and records nothing', async () => {
	await make('page', { title: 'Board meeting' });
	const { status, headers, data } = await api.visit('page?ref="><script>alert(1)</script>');
	expect(status).toBe(200);
	expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
	expect(headers['location']).toBeUndefined();
	expect(headers['content-security-policy']).toMatch(/default-src 'none';.*frame-ancestors 'none';.*form-action 'self'/);
	for (const secret of ['Board meeting', 'shop.example', 'script', 'alert(', '?ref', 'page"']) expect(data).not.toContain(secret);
	expect(data).toMatch(/<html lang="en">.*<form method="post"><label for="password">.*<input id="password" name="password" type="password" required autofocus/s);
	const head = await api.visit('page', {}, 'HEAD');
	expect([head.status, head.data, head.headers['content-length']]).toEqual([200, '', String(Buffer.byteLength(data))]);
	expect((await api.get('/v1/links/slug:page/analytics')).data).toMatchObject({ total_clicks: 0, bot_clicks: 0, prefetches: 0 });
});

it('answers 303 to the right password, whatever the link\'s status, and that is the click', async () => {
	await make('right', { redirect_type: 308 });
	const { status, headers } = await unlock('right');
	expect([status, headers['location'], headers['cache-control']]).toEqual([303, 'https://shop.example/p', 'private, no-store']);
	expect(await clicks('right')).toBe(1);
});

it('answers 403 and the page to a wrong one, without giving it back', async () => {
	await make('wrong');
	for (const password of ['<b>guess</b>', '', PASSWORD.toLowerCase()]) {
		const { status, headers, data } = await unlock('wrong', password);
		expect([status, headers['location'], headers['cache-control']]).toEqual([403, undefined, 'private, no-store']);
		expect(data).toContain('role="alert"');
		expect(data).toContain('aria-describedby="note" aria-invalid="true"');
		expect(data).not.toContain('guess');
	}
	expect(await clicks('wrong')).toBe(0);
});

it('keeps the query of the visit: for the destination, for the report, for a scanned code', async () => {
	await make('query', { forward_query: true, append_click_id: true, utm: { source: 'mail' } });
	const { headers } = await unlock('query?ref=1&qr=1');
	expect(headers['location']).toMatch(/^https:\/\/shop\.example\/p\?utm_source=mail&ref=1&lm_click=clk_[0-9a-f]{24}$/);
});

it('takes a form of at most 1 kB, and nothing but a form', async () => {
	await make('form');
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	expect((await post('form', `password=${'x'.repeat(1100)}`, form)).status).toBe(413);
	expect((await post('form', `password=${'x'.repeat(5_000_000)}`, form)).status).toBe(413);
	expect((await post('form', `password=${'x'.repeat(70_000)}`, { ...form, 'transfer-encoding': 'chunked' })).status).toBe(413);
	expect((await post('form', JSON.stringify({ password: PASSWORD }), { 'content-type': 'application/json' })).status).toBe(415);
	expect((await post('form', '', {})).status).toBe(415);
	expect((await unlock('form', PASSWORD, { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' })).status).toBe(303);
});

it('a password that the form could not hold is refused when it is set; the longest one that it holds opens', async () => {
	const longest = 'ü'.repeat(169);
	await make('longest', { password: longest });
	expect((await unlock('longest', longest)).status).toBe(303);
	const { status, data } = await api.patch('/v1/links/slug:longest', { password: `${longest}ü` });
	expect([status, data.errors[0].pointer, data.errors[0].code]).toEqual([422, '/password', 'too_large']);
});

it('leaves POST to everything else as it was', async () => {
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'open' });
	for (const path of ['open', 'no-such-link']) {
		const { status, data } = await post(path, 'password=x', { 'content-type': 'application/x-www-form-urlencoded' });
		expect([status, JSON.parse(data).code]).toEqual([404, 'not_found']);
	}
});

it('a changed password holds at once, a removed one is asked for no more', async () => {
	await make('changed');
	expect((await unlock('changed')).status).toBe(303);
	await api.patch('/v1/links/slug:changed', { password: 'another' });
	expect((await unlock('changed')).status).toBe(403);
	const late = unlock('changed', 'another');
	await api.patch('/v1/links/slug:changed', { password: null });
	expect((await late).status).toBeLessThan(404);
	expect((await api.visit('changed')).status).toBe(302);
});

it('nobody is asked for the password of a link that is over', async () => {
	await make('expired', { expires_at: '2020-01-01' });
	await make('elsewhere', { expires_at: '2020-01-01', fallback_url: 'https://shop.example/over' });
	await make('disabled', { enabled: false });
	expect([(await api.visit('expired')).status, (await unlock('expired')).status]).toEqual([410, 410]);
	expect([(await api.visit('disabled')).status, (await unlock('disabled')).status]).toEqual([404, 404]);
	expect([(await api.visit('elsewhere')).status, (await unlock('elsewhere')).status]).toEqual([302, 303]);
});

it('only unlocks use up a link with a limit, and the split holds for them', async () => {
	await make('limited', { max_clicks: 2, variants: [{ destination: 'https://a.example/', weight: 1 }, { destination: 'https://b.example/', weight: 0 }] });
	for (let visit = 0; visit < 4; visit++) expect((await api.visit('limited')).status).toBe(200);
	expect((await unlock('limited', 'no')).status).toBe(403);
	expect((await unlock('limited', PASSWORD, BOT)).status).toBe(303);
	expect((await unlock('limited')).headers['location']).toBe('https://a.example/');
	expect((await unlock('limited')).status).toBe(303);
	expect((await api.visit('limited')).status).toBe(410);
	expect((await unlock('limited')).status).toBe(410);
	expect(await clicks('limited')).toBe(2);
});

it('checks two passwords at once, and asks the others to come back', async () => {
	await make('busy');
	const answers = await Promise.all(Array.from({ length: 6 }, () => unlock('busy')));
	const refused = answers.filter(({ status }) => status === 503);
	expect(answers.filter(({ status }) => status === 303).length).toBe(6 - refused.length);
	expect(refused.length).toBeGreaterThan(0);
	expect(refused[0]?.headers['retry-after']).toBe('2');
	expect(refused[0]?.data).toContain('<form');
});

it('lets a visitor try ten times, on whatever link, and others go on', async () => {
	await make('tried');
	await make('tried-too');
	const visitor = { 'x-forwarded-for': '203.0.113.9' };
	for (let time = 0; time < 3; time++) expect((await unlock('tried', PASSWORD, visitor)).status).toBe(303);
	for (let time = 0; time < 10; time++) expect((await unlock(time % 2 === 0 ? 'tried' : 'tried-too', 'no', visitor)).status).toBe(403);
	const { status, headers, data } = await unlock('tried', PASSWORD, visitor);
	expect(status).toBe(429);
	expect(Number(headers['retry-after'])).toBeGreaterThan(590);
	expect(data).not.toContain('<form');
	expect((await unlock('tried')).status).toBe(303);
}, 30_000);
