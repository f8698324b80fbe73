import { connect } from 'node:net';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(() => backend.stop());

/** What comes back for these bytes, until the server closes the connection. */
function exchange(bytes: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(new URL(backend.url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
		let answer = '';
		socket.on('data', (chunk) => { answer += chunk.toString(); });
		socket.on('close', () => { resolve(answer); });
		socket.on('error', reject);
	});
}

test.each([
	['no HTTP', 'hello\r\n\r\n', 'not an HTTP request'],
	['a header without a colon', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n', 'not an HTTP request'],
	['two lengths', 'POST /v1/links HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 'not an HTTP request'],
	['a length and chunks', 'POST /v1/links HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'not an HTTP request'],
	['headers without end', `GET /v1/me HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 'at most 16 KiB'],
])('%s is refused with a problem', async (_name, bytes, sentence) => {
	const [head = '', body = ''] = (await exchange(bytes)).split('\r\n\r\n');
	expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
	expect(head).toContain('content-type: application/problem+json');
	expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'bad_request', message: expect.stringContaining(sentence) });
});

test('a path that is no UTF-8, or longer than any id, is a problem as well', async () => {
	const api = client(backend);
	const [broken, long] = [await api.get('/v1/links/%ff'), await api.get(`/v1/links/${'x'.repeat(700)}`)];
	expect([broken.status, broken.data.code, long.status, long.data.code]).toEqual([400, 'bad_request', 404, 'not_found']);
	expect(broken.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test.each(['?'.repeat(200), '/'.repeat(200), 'ü😀'.repeat(66), '%2F%'.repeat(50)])('a link is found by its external id, whatever that is made of', async (id) => {
	const api = client(backend);
	const { data: link } = await api.post('/v1/links', { destination: 'https://shop.example/', external_id: id });
	expect((await api.get(`/v1/links/external:${encodeURIComponent(id)}`)).data).toEqual(link);
});
