import fc from 'fast-check';
import { request } from 'node:http';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

interface Listed {
	id: string;
	slug: string;
	external_id: string | null;
}

async function everyLink(): Promise<Listed[]> {
	const links: Listed[] = [];
	for (let cursor = ''; ; ) {
		const { data } = await api.get(`/v1/links?limit=1000&cursor=${cursor}`);
		links.push(...data.links);
		if (data.next_cursor === null) return links;
		cursor = data.next_cursor as string;
	}
}

test('however batches interleave, no slug and no external id has two links', async () => {
	const slug = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
	const row = fc.record(
		{ destination: fc.constantFrom('https://shop.example/1', 'https://shop.example/2'), slug, external_id: fc.constantFrom('E-1', 'E-2', 'E-3'), if_exists: fc.constantFrom('fail', 'return', 'update', 'unique') },
		{ requiredKeys: ['destination'] },
	);
	const batch = fc.record({ links: fc.array(row, { minLength: 1, maxLength: 12 }), mode: fc.constantFrom('partial', 'atomic') });
	const batches = fc.array(fc.oneof(batch, batch, fc.constantFrom('a', 'b', 'c').map((victim) => ({ victim }))), { minLength: 2, maxLength: 12 });
	await fc.assert(
		fc.asyncProperty(batches, async (calls) => {
			const answers = await Promise.all(calls.map((call) => ('victim' in call ? api.delete(`/v1/links/slug:${call.victim}`) : api.post('/v1/links/batch', call))));
			for (const { status } of answers) expect([200, 204, 404, 422]).toContain(status);
			const links = await everyLink();
			expect(new Set(links.map((link) => link.slug)).size).toBe(links.length);
			const externalIds = links.flatMap((link) => link.external_id ?? []);
			expect(new Set(externalIds).size).toBe(externalIds.length);
			// What was answered as created or found is there, unless a call beside it has deleted it.
			const there = new Set(links.map((link) => link.id));
			const deleted = calls.some((call) => 'victim' in call);
			const answered = answers.flatMap(({ data }) => (data?.links ?? []) as Listed[]);
			if (!deleted) expect(answered.filter((link) => !there.has(link.id))).toEqual([]);
		}),
		{ numRuns: 60 },
	);
}, 120_000);

test('random slugs of batches that run at once are all different', async () => {
	const links = Array.from({ length: 3000 }, (_, index) => ({ destination: `https://shop.example/${String(index)}` }));
	const answers = await Promise.all(Array.from({ length: 4 }, () => api.post('/v1/links/batch', { links })));
	const slugs = answers.flatMap(({ data }) => (data.links as Listed[]).map((link) => link.slug));
	expect(new Set(slugs).size).toBe(12_000);
}, 60_000);

test('a batch whose connection was cut, repeated until it is answered, makes nothing twice', async () => {
	const body = JSON.stringify({ links: Array.from({ length: 2000 }, (_, index) => ({ destination: `https://cut.example/${String(index)}`, tags: ['cut'] })) });
	const headers = { authorization: `Bearer ${backend.key}`, 'content-type': 'application/json', 'idempotency-key': 'cut' };
	for (const after of [0, 5, 20, 60]) {
		await new Promise<void>((resolve) => {
			const call = request(`${backend.url}/v1/links/batch`, { method: 'POST', headers });
			call.on('error', () => { resolve(); });
			call.on('response', (response) => { response.resume().on('close', resolve); });
			call.end(body);
			setTimeout(() => call.destroy(), after);
		});
	}
	let answer = await api.post('/v1/links/batch', body, headers);
	while (answer.status === 409) answer = await api.post('/v1/links/batch', body, headers);
	expect([answer.status, answer.data.summary.created]).toEqual([200, 2000]);
	const { data } = await api.get('/v1/links?tags=cut&count=true&limit=1');
	expect(data.total).toBe(2000);
}, 60_000);
