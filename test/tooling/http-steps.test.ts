/** Every request of docs/http-steps.md, taken from the page and sent to a server, in the order of the page. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ROOT } from '../../scripts/repository.ts';
import { client } from '../support/api.ts';
import { startBackend, type Backend } from '../support/backend.ts';

/** A request of the page, and what the page says is answered. */
interface Step {
	method: string;
	/** Path and query. */
	route: string;
	headers: Record<string, string>;
	body: string;
	status: number;
	answer: unknown;
}

/** Where the page's server stands, and what stands on it for what only a run can know. */
const BASE = 'https://go.example.com';
const KEY = 'lmk_…';
const CLICK = 'clk_01a203367450bc253d93927a';
const HOOK = 'https://hooks.zapier.com/hooks/catch/123456/abcdef/';

const page = readFileSync(path.join(ROOT, 'docs/http-steps.md'), 'utf8');
const steps = [...page.matchAll(/```http\n([^]*?)\n```\n\nAnswer \((\d+)\), among others:\n\n```json\n([^]*?)\n```/g)].map(([, request = '', status, answer = '']): Step => {
	const [head = '', body = ''] = request.split('\n\n');
	const [first = '', ...headers] = head.split('\n');
	const [method = '', address = ''] = first.split(' ');
	const parted = headers.map((line) => line.split(': ') as [string, string]);
	return { method, route: address.replace(BASE, ''), headers: Object.fromEntries(parted), body, status: Number(status), answer: JSON.parse(answer, anyId) };
});

/** Ids and secrets are another's in every run. */
function anyId(_name: string, value: unknown): unknown {
	return typeof value === 'string' && /^(lnk|chg|whk|whsec)_/.test(value) ? (expect.any(String) as unknown) : value;
}

let backend: Backend;
let receiver: Server;
let key: string;
let clickId: string;

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_BASE_URL: BASE });
	receiver = createServer((request, response) => request.resume().on('end', () => response.end())).listen(0, '127.0.0.1');
	const api = client(backend);
	key = ((await api.post('/v1/keys', { name: 'zapier', scopes: ['read', 'write'] })).data as { secret: string }).secret;
	await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'bought', append_click_id: true });
	const visit = await api.visit('bought');
	clickId = new URL(visit.headers['location'] as string).searchParams.get('lm_click') ?? '';
});

afterAll(async () => {
	await backend.stop();
	receiver.close();
});

it('has an answer for every request', () => {
	expect(steps.length).toBeGreaterThan(9);
	expect(page.match(/```http/g)).toHaveLength(steps.length);
});

it.each(steps.map((step, index) => [`${String(index + 1)}: ${step.method} ${step.route}`, step] as const))('request %s', async (_name, step) => {
	const body = step.body.replace(CLICK, clickId).replace(HOOK, `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`);
	const answer = await fetch(backend.url + step.route, {
		method: step.method,
		headers: { ...step.headers, Authorization: (step.headers['Authorization'] ?? '').replace(KEY, key) },
		...(body !== '' && { body }),
	});
	const said = (await answer.json()) as object;
	expect(said).toMatchObject(step.answer as object);
	expect(answer.status).toBe(step.status);
});
