import { errorOf, jsonOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { node, PACK, runNode, startBench } from './pack.ts';
import type { Bench } from './pack.ts';
import { created, startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const open: StandIn[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (standIn) => await standIn.stop()));
});

async function against(handler: (request: Seen, before: number) => Answer | Promise<Answer>): Promise<{ engine: Engine; seen: Seen[]; url: string }> {
	const standIn = await startStandIn(handler);
	open.push(standIn);
	const engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: `${standIn.url}/`, apiKey: 'secret' } } });
	return { engine, ...standIn };
}

const link = { destination: '=https://shop.example/{{ $json.n }}' };
const busy = (status: number, wait = '0'): Answer => ({ status, headers: { 'retry-after': wait }, body: { code: 'rate_limited', detail: 'Too many requests.', status } });
const keysOf = (seen: Seen[]) => seen.map(({ headers }) => headers['idempotency-key']);

describe('requests', () => {
	test('carry the key, the name of the pack and, for writes, an Idempotency-Key', async () => {
		const { engine, seen } = await against(created);
		await runNode(engine, 'createLink', link);
		expect(seen).toHaveLength(1);
		expect(seen[0]).toMatchObject({
			method: 'POST',
			path: '/v1/links/batch',
			headers: { authorization: 'Bearer secret', 'user-agent': expect.stringMatching(/^n8n-nodes-linkmill\/\d/), 'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}\.\S+$/) },
		});
	});

	test('2,500 items are three, and their results come back in the order of the items', async () => {
		const { engine, seen } = await against(created);
		const input = Array.from({ length: 2500 }, (_, n) => ({ n }));
		const run = await runNode(engine, 'createLink', { destination: '=https://shop.example/{{ $json.n }}' }, input);
		expect(seen.map(({ body }) => body.links.length)).toEqual([1000, 1000, 500]);
		expect(new Set(keysOf(seen)).size).toBe(3);
		expect(jsonOf(run, 'Node').map(({ destination }) => destination)).toEqual(input.map(({ n }) => `https://shop.example/${n}`));
	});

	test.each([429, 503])('after a %i they are repeated, with the same Idempotency-Key, when Retry-After is over', async (status) => {
		const times: number[] = [];
		const { engine, seen } = await against((request, before) => {
			times.push(Date.now());
			return before === 0 ? busy(status, '1') : created(request);
		});
		const run = await runNode(engine, 'createLink', link);
		expect(errorOf(run)).toBeUndefined();
		expect(seen).toHaveLength(2);
		expect(new Set(keysOf(seen)).size).toBe(1);
		expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(950);
	});

	test('after five refusals the sentence of the server is the error', async () => {
		const { engine, seen } = await against(() => busy(429));
		const run = await runNode(engine, 'createLink', link);
		expect(seen).toHaveLength(5);
		expect(errorOf(run)).toMatchObject({ message: 'Too many requests.', description: expect.stringContaining('LINKMILL_RATE_LIMIT') });
	});

	test('a connection that breaks is tried again, with the same Idempotency-Key', async () => {
		const { engine, seen } = await against((request, before) => (before < 2 ? 'reset' : created(request)));
		const run = await runNode(engine, 'createLink', link);
		expect(errorOf(run)).toBeUndefined();
		expect(seen).toHaveLength(3);
		expect(new Set(keysOf(seen)).size).toBe(1);
	});

	test('a first try that is still running is waited for', async () => {
		const running: Answer = { status: 409, body: { code: 'idempotency_key_in_use', detail: 'Still running.' } };
		const { engine, seen } = await against((request, before) => (before === 0 ? running : created(request)));
		expect(errorOf(await runNode(engine, 'createLink', link))).toBeUndefined();
		expect(seen).toHaveLength(2);
	});

	test('any other refusal is not repeated', async () => {
		const { engine, seen } = await against(() => ({ status: 403, body: { code: 'forbidden', detail: 'The key lacks the scope write.' } }));
		const run = await runNode(engine, 'createLink', link);
		expect(seen).toHaveLength(1);
		expect(errorOf(run)).toMatchObject({ message: 'The key lacks the scope write.', description: expect.stringContaining('[forbidden]') });
	});

	test('a redirect to another origin does not get the key', async () => {
		const elsewhere = await startStandIn(created);
		open.push(elsewhere);
		const { engine } = await against(() => ({ status: 307, headers: { location: `${elsewhere.url.replace('127.0.0.1', 'localhost')}/v1/links/batch` } }));
		await runNode(engine, 'createLink', link);
		expect(elsewhere.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
	});

	test('a cancelled execution sends no more', async () => {
		let cancel = () => {};
		const { engine, seen } = await against((request, before) => {
			if (before === 1) cancel();
			return created(request);
		});
		const input = Array.from({ length: 10_000 }, (_, n) => ({ n }));
		const run = await runNode(engine, 'createLink', { destination: 'https://shop.example/' }, input, { onError: 'continueRegularOutput' }, { onStart: (stop) => (cancel = stop) });
		expect(run.status).toBe('canceled');
		await new Promise((resolve) => setTimeout(resolve, 200));
		// Those that were under way already.
		expect(seen.length).toBeLessThanOrEqual(5);
	});

	test('what is not Linkmill is told apart from it', async () => {
		const { engine, url } = await against(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>It works</h1>' }));
		expect(errorOf(await runNode(engine, 'createLink', link))?.message).toBe(`What answers at ${url} is not the Linkmill API`);
	});
});

describe('Retry On Fail', () => {
	test('repeats what was sent with the same keys, so that nothing is written twice', async () => {
		// The second chunk fails for good at first: the node is run again, from its first chunk.
		const { engine, seen } = await against((request, before) => (before === 1 ? { status: 500, body: { code: 'internal_error', detail: 'Internal error.' } } : created(request)));
		const input = Array.from({ length: 1500 }, (_, n) => ({ n }));
		// An expiry that is counted from now is counted from the first try.
		const parameters = { destination: '=https://shop.example/{{ $json.n }}', additionalFields: { expiresInDays: 7 } };
		const run = await runNode(engine, 'createLink', parameters, input, { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 });
		expect(errorOf(run)).toBeUndefined();
		const keys = keysOf(seen);
		expect(keys).toHaveLength(4);
		expect([keys[2], keys[3]]).toEqual([keys[0], keys[1]]);
	});

	test('another execution has keys of its own', async () => {
		const { engine, seen } = await against(created);
		await runNode(engine, 'createLink', link);
		await runNode(engine, 'createLink', link);
		expect(new Set(keysOf(seen)).size).toBe(2);
	});
});

describe('the credential', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.stop());

	const tested = async (baseUrl: string, apiKey: string) =>
		await (await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl, apiKey } } })).credentialTest('linkmillApi');

	test('its test passes with the right key, with or without a slash at the end of the URL', async () => {
		expect(await tested(bench.url, bench.key)).toEqual({ status: 200 });
		expect(await tested(`${bench.url}/ `, bench.key)).toEqual({ status: 200 });
	});

	test('its test names a wrong key and a wrong URL', async () => {
		expect(await tested(bench.url, 'x')).toEqual({ status: 401, message: expect.stringContaining('API key') });
		expect(await tested(`${bench.url}/path`, bench.key)).toEqual({ status: 404, message: expect.stringContaining('Base URL') });
	});

	test.each([
		['a wrong key', () => ({ baseUrl: bench.url, apiKey: 'x' }), /key/i, /credential/],
		['a server that is down', () => ({ baseUrl: 'http://127.0.0.1:9', apiKey: 'x' }), /does not answer at http:\/\/127\.0\.0\.1:9$/, /ECONNREFUSED/],
		['a URL that is none', () => ({ baseUrl: '127.0.0.1:8787', apiKey: 'x' }), /not an http or https address/, /127\.0\.0\.1:8787/],
	])('%s is told in a sentence', async (_, values, message, description) => {
		const engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: values() } });
		const error = errorOf(await runNode(engine, 'createLink', link));
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
	});
});

describe('a loop', () => {
	test('that makes the same link in each round makes one each time', async () => {
		const { engine, seen } = await against(created);
		const between = (name: string) => ({ id: name, name, type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} });
		const to = (...names: string[]) => ({ main: [names.map((name) => ({ node: name, type: 'main' as const, index: 0 }))] });
		// Two ways to the same node: it runs twice in one execution.
		const run = await engine.run({
			nodes: [{ ...between('Start'), type: 'n8n-nodes-base.manualTrigger' }, between('A'), between('B'), node('createLink', { destination: 'https://shop.example/' })],
			connections: { Start: to('A', 'B'), A: to('Node'), B: to('Node') },
		});
		expect(run.data.resultData.runData.Node).toHaveLength(2);
		expect(new Set(keysOf(seen)).size).toBe(2);
	});
});
