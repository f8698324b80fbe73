import axios from 'axios';
import QRCode from 'qrcode';
import { BROWSER, client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { decodePng, modulesOfPng, modulesOfSvg, withMargin } from './modules.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'poster', external_id: 'SKU-1' });
});
afterAll(() => backend.stop());

const picture = (query = '', headers: Record<string, string> = {}) =>
	axios.get<Buffer>(`${backend.url}/v1/links/slug:poster/qr${query}`, { responseType: 'arraybuffer', headers: { authorization: `Bearer ${backend.key}`, ...headers }, validateStatus: () => true });

test('SVG and PNG show the short URL with qr=1', async () => {
	const { modules } = QRCode.create([{ data: Buffer.from(`${backend.url}/poster?qr=1`), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: 2 });
	const code = Array.from({ length: modules.size }, (_, row) => Array.from({ length: modules.size }, (_, column) => (modules.get(row, column) ? '#' : '.')).join(''));
	const svg = await picture();
	expect(svg.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'content-disposition': 'inline; filename="poster.svg"', 'cache-control': 'private, no-cache' });
	expect(modulesOfSvg(svg.data.toString())).toEqual(withMargin(code, 4));
	const png = await picture('?format=png&size=256&margin=2');
	expect(png.headers).toMatchObject({ 'content-type': 'image/png', 'content-disposition': 'inline; filename="poster.png"', 'content-length': String(png.data.length) });
	const decoded = decodePng(png.data);
	expect(decoded.width).toBe(256);
	expect(modulesOfPng(decoded, code.length)).toEqual(code);
});

test('a visit to the encoded URL is a click of source qr', async () => {
	const receiver = await startReceiver();
	await api.post('/v1/webhooks', { url: receiver.url, filter: { slugs: ['poster'] } });
	await axios.get(`${backend.url}/poster?qr=1`, { headers: BROWSER, maxRedirects: 0, validateStatus: () => true });
	await api.visit('poster');
	const calls = await receiver.received(2);
	expect(calls.map(({ body }) => body['source'])).toEqual(['qr', 'direct']);
	await receiver.close();
});

test('however the link is named, and 404 for one that is not there', async () => {
	const { data: link } = await api.get('/v1/links/slug:poster');
	const bodies = await Promise.all(['slug:poster', 'external:SKU-1', link.id].map(async (id) => (await api.get(`/v1/links/${String(id)}/qr`)).data));
	expect(new Set(bodies).size).toBe(1);
	const missing = await api.get('/v1/links/slug:nothing/qr');
	expect([missing.status, missing.data.code]).toEqual([404, 'not_found']);
	expect((await api.get('/v1/links/slug:poster/qr', { authorization: '' })).status).toBe(401);
});

test('who has the picture gets a 304, until it is another', async () => {
	const first = await picture('?format=png');
	const etag = String(first.headers['etag']);
	expect(etag).toMatch(/^"[\w-]+"$/);
	for (const known of [etag, `"other", W/${etag}`, '*']) {
		const again = await picture('?format=png', { 'if-none-match': known });
		expect([again.status, again.data.length, again.headers['etag']]).toEqual([304, 0, etag]);
	}
	for (const query of ['', '?format=png&size=300', '?format=png&color=00f']) expect((await picture(query, { 'if-none-match': etag })).status).toBe(200);
	await api.patch('/v1/links/slug:poster', { title: 'another title, the same code' });
	expect((await picture('?format=png', { 'if-none-match': etag })).status).toBe(304);
	await api.patch('/v1/links/slug:poster', { slug: 'placard' });
	const renamed = await api.get('/v1/links/slug:placard/qr?format=png', { 'if-none-match': etag });
	expect(renamed.status).toBe(200);
	await api.patch('/v1/links/slug:placard', { slug: 'poster' });
});

test.each([
	['size=63', '?size', 'size must be a whole number from 64 to 4096.'],
	['size=4097', '?size', 'size must be a whole number from 64 to 4096.'],
	['size=big', '?size', 'size must be a whole number from 64 to 4096.'],
	['margin=21', '?margin', 'margin must be a whole number from 0 to 20.'],
	['margin=-1', '?margin', 'margin must be a whole number from 0 to 20.'],
	['format=gif', '?format', 'format must be one of svg, png.'],
	['level=X', '?level', 'level must be one of L, M, Q, H.'],
	['colour=000', '?colour', 'colour is not known here. Remove it or correct its name.'],
	['color=red', '?color', 'color must be a colour in hexadecimal, such as 1a2b3c or #1a2b3c.'],
	['color=transparent', '?color', 'color must be a colour in hexadecimal, such as 1a2b3c or #1a2b3c.'],
	['background=%23ff', '?background', 'background must be a colour in hexadecimal, such as 1a2b3c or #1a2b3c, or transparent.'],
	['color=fff', '?color', 'color and background are too much alike for a scanner: their contrast is 1.0 to 1 and must be 3 to 1 or more. Take a darker color or a lighter background.'],
	['color=0001&background=transparent', '?color', 'color and background are too much alike for a scanner: their contrast is 1.2 to 1 and must be 3 to 1 or more. Take a darker color or a lighter background.'],
	['size=64&margin=20&format=png', '?size', 'size must be 69 or more: this code has 29 modules a side at level M and a margin of 20. Take a larger size, a smaller margin or a lower level.'],
])('%s is refused', async (query, pointer, message) => {
	const { status, data } = await api.get(`/v1/links/slug:poster/qr?${query}`);
	expect([status, data.code, data.errors]).toMatchObject([422, 'invalid_request', [{ pointer, message }]]);
});
