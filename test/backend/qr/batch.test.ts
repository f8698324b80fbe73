import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

const batch = (more: object, headers: Record<string, string> = {}) => api.post('/v1/links/batch', { links: [{ destination: 'https://a.example/', slug: 'one' }, { destination: 'no' }, { destination: 'https://b.example/' }], if_exists: 'return', ...more }, headers);

test('qr: each link comes with the code that its own call answers', async () => {
	for (const [qr, query] of [[true, ''], [{ margin: 1, color: '006' }, '?margin=1&color=006']] as const) {
		const { data } = await batch({ qr });
		expect(data.links).toHaveLength(2);
		for (const link of data.links) expect(link.qr).toBe((await api.get(`/v1/links/${String(link.id)}/qr${query}`)).data);
		expect(data.links[0].qr).toMatch(/^<svg /);
	}
});

test('without qr there is none', async () => {
	for (const more of [{}, { qr: false }]) expect((await batch(more)).data.links[0]).not.toHaveProperty('qr');
});

test('a repeated request is answered with the codes again', async () => {
	const first = await batch({ qr: { size: 100 } }, { 'idempotency-key': 'codes' });
	const again = await batch({ qr: { size: 100 } }, { 'idempotency-key': 'codes' });
	expect([again.headers['idempotent-replayed'], again.data]).toEqual(['true', first.data]);
	expect(again.data.links[1].qr).toContain('width="100"');
});

test.each([
	[{ margin: 30 }, '/qr/margin', 'qr.margin must be a whole number from 0 to 20.'],
	[{ format: 'png' }, '/qr/format', 'qr.format is not known here. Remove it or correct its name.'],
	[{ color: 'red' }, '/qr/color', 'color must be a colour in hexadecimal, such as 1a2b3c or #1a2b3c.'],
	[{ size: 64, margin: 20 }, '/qr/size', 'size must be 69 or more'],
	['yes', '/qr', 'qr must be true or false or an object.'],
])('%j is refused, and nothing is written', async (qr, pointer, message) => {
	const { status, data } = await batch({ qr, links: [{ destination: 'https://a.example/', slug: 'never' }] });
	expect([status, data.errors]).toMatchObject([422, [{ pointer, message: expect.stringContaining(message) }]]);
	expect((await api.get('/v1/links/slug:never')).status).toBe(404);
});
