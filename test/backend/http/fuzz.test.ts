/**
 * Requests of every kind for every call of the document, made from its schemas. Whatever comes, the server answers: as
 * the document says, in time, and with a problem that helps where it will not do what it was asked.
 *
 * FUZZ_SEED repeats a run, FUZZ_RUNS says how many requests each call gets.
 */
import { Agent, request as open } from 'node:http';
import fc from 'fast-check';
import { operations } from '../../../backend/src/http/openapi/document.ts';
import { isReserved } from '../../../backend/src/links/slug.ts';
import { SLUG_PATTERN } from '../../../contract/link.ts';
import { PROBLEM_MEDIA_TYPE, PROBLEMS, type Problem } from '../../../contract/problem.ts';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { contradictions, describedApp, resolved } from '../../support/described.ts';
import { requestsFor, type Call, type Sent } from './fuzz/requests.ts';
import type { Known } from './fuzz/values.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const USUAL_RUNS = 150;
const RUNS = Number(process.env['FUZZ_RUNS'] ?? USUAL_RUNS);
/** What all calls together may take. On a busy machine each gets fewer requests. */
const BUDGET_MS = (60_000 * RUNS) / USUAL_RUNS;
/** A request that takes longer is a hang. */
const PATIENCE_MS = 10_000;

interface Received {
	status: number;
	headers: NodeJS.Dict<string | string[]>;
	body: Buffer;
}

const { app, document } = await describedApp();
await app.close();
const calls = operations(document).map((call) => ({ name: `${call.method.toUpperCase()} ${call.path}`, ...call }));
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

let backend: Backend;
let known: Known;

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_RATE_LIMIT: '0', LINKMILL_CONVERSION_PIXEL: 'true' });
});
afterAll(async () => {
	agent.destroy();
	await backend.stop();
});

/** Things for requests to meet: links of all kinds, a change, a key, a webhook; some of them deleted. */
async function furnish(): Promise<Known> {
	const api = client(backend);
	const plain = { enabled: true, starts_at: null, expires_at: null, max_clicks: null, password: null, variants: null, fallback_url: null };
	const special: Record<number, object> = {
		3: { expires_at: '2020-01-01T00:00:00Z' },
		4: { enabled: false },
		5: { starts_at: '2039-01-01T00:00:00Z' },
		6: { metadata: { user_id: 'ü' } },
		8: { max_clicks: 2 },
		9: { variants: [{ destination: 'https://a.example/', weight: 1 }], forward_query: true },
		10: { append_click_id: true },
	};
	const links = Array.from({ length: 30 }, (_, index) => ({
		...plain, destination: `https://shop.example/${String(index)}?x=1`, slug: `fuzz-${String(index)}`, external_id: `SKU-${String(index)}`,
		campaign: index % 2 ? 'spring' : 'ümlaut', tags: index % 3 ? ['a', 'ä'] : ['b'], ...special[index], ...(index > 17 && { password: 'secret' }),
	}));
	const { data: batch } = await api.post('/v1/links/batch', { links, if_exists: 'update' });
	const { data: key } = await api.post('/v1/keys', { name: 'fuzz', scopes: ['read'] });
	const { data: webhook } = await api.post('/v1/webhooks', { url: 'http://127.0.0.1:1/', key: 'fuzz' });
	const { data: changes } = await api.get('/v1/changes?limit=5');
	// A request may have given that slug to another link, or taken it away.
	const visits = [await api.visit('fuzz-10'), await api.visit('fuzz-10')];
	const clicks = visits.flatMap(({ headers }) => URL.parse(String(headers['location']))?.searchParams.get('lm_click') ?? []);
	const ids = (batch.links as Array<{ id: string }>).map(({ id }) => id);
	await api.delete(`/v1/links/${ids[0]!}`);
	return {
		slugs: links.map(({ slug }) => slug),
		clicks,
		externalIds: links.map((link) => link.external_id),
		ids: { lnk: ids, key: [String(key.id)], whk: [String(webhook.id)], chg: ((changes.changes ?? []) as Array<{ id: string }>).map(({ id }) => id) },
	};
}

function send({ method, url, headers, body }: Sent): Promise<Received> {
	const { authorization, ...others } = headers;
	const sent = { ...others, ...(authorization !== '' && { authorization: authorization === 'right' ? `Bearer ${backend.key}` : authorization }) };
	return new Promise((resolve, reject) => {
		const request = open(backend.url + '/', { method, path: url, headers: sent, agent, timeout: PATIENCE_MS }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => { resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }); });
		});
		request.on('timeout', () => request.destroy(new Error(`No answer in ${String(PATIENCE_MS / 1000)} s`)));
		request.on('error', reject);
		request.end(body);
	});
}

/** What is wrong with an answer; undefined where nothing is. */
function complaint({ operation, path }: Call, sent: Sent, { status, headers, body }: Received): string | undefined {
	const media = headers['content-type'] as string | undefined;
	// A path that means another one (`..`, a slash, nothing) is answered by that, and one that nothing is at by 404.
	const asked = decode(sent.url.split('?')[0]!);
	const elsewhere = path === '/{slug}' ? !SLUG_PATTERN.test(asked.slice(1)) || isReserved(asked.slice(1)) : !new RegExp(`^${path.replaceAll(/\{\w+\}/g, '(?!\\.{0,2}$)[^/]+')}$`).test(asked);
	if (status >= 500 && !(status === 503 && headers['retry-after'] !== undefined && sent.body?.toString().includes('password'))) return 'a failure';
	if (path === '/{slug}' && elsewhere) return undefined;
	// A POST to a link without a password is none of the redirects'.
	if (path === '/{slug}' && !media?.startsWith(PROBLEM_MEDIA_TYPE)) return operation.responses[status] && (status < 300 || status >= 400 ? media?.startsWith('text/html') : headers['location']) ? undefined : 'not a page';
	if (path === '/{slug}' && [400, 415].includes(status)) return undefined;
	if (elsewhere && status < 400) return undefined;
	const described = operation.responses[status];
	if (!described && !elsewhere) return 'a status that the document does not have';
	if (status < 400) {
		if (!media?.startsWith('application/json')) return undefined;
		const wrong = contradictions(document, resolved(document, described!).content?.['application/json']?.schema ?? {}, JSON.parse(body.toString()));
		return wrong.length > 0 ? `not what the document says: ${wrong.join('; ')}` : undefined;
	}
	if (!media?.startsWith(PROBLEM_MEDIA_TYPE)) return `${media ?? 'nothing'} instead of a problem`;
	const problem = JSON.parse(body.toString()) as Problem;
	const wrong = contradictions(document, { $ref: '#/components/schemas/Problem' }, problem);
	if (wrong.length > 0) return `not a problem as the document has it: ${wrong.join('; ')}`;
	if (problem.message === '' || problem.status !== status || PROBLEMS[problem.code].status !== status) return 'a problem that contradicts itself';
	if (!elsewhere && !Object.hasOwn(resolved(document, described!).content?.[PROBLEM_MEDIA_TYPE]?.examples ?? {}, problem.code)) return `${problem.code}, which the document does not have`;
	if (problem.code === 'invalid_request' && !problem.errors?.every(({ pointer, message }) => message !== '' && (pointer === '' || /^[/?]/.test(pointer)))) return 'bad input, and not what is bad';
	if (problem.code === 'invalid_request' && problem.errors?.length === 0) return 'bad input, and nothing that is bad';
	return undefined;
}

function decode(url: string): string {
	try {
		return decodeURI(url);
	} catch {
		return url;
	}
}

describe(`with FUZZ_SEED=${String(SEED)}`, () => {
	beforeEach(async () => { known = await furnish(); });

	test.each(calls)('$name answers whatever comes', async (call) => {
		let [made, obeyed] = [0, 0];
		const end = performance.now() + BUDGET_MS / calls.length;
		const property = fc.asyncProperty(requestsFor(call, document, known), async (sent) => {
			// One at least, however long it takes.
			if (made > 0 && performance.now() > end) return;
			const received = await send(sent);
			made++;
			if (received.status < 400) obeyed++;
			const wrong = complaint(call, sent, received);
			if (wrong !== undefined) throw new Error(`${wrong}\n→ ${String(received.status)} ${received.body.subarray(0, 500).toString()}`);
		});
		await fc.assert(property, { seed: SEED, numRuns: RUNS });
		// Else all of them were turned away at the door, and nothing behind it was met.
		expect(obeyed > 0 || made < USUAL_RUNS).toBe(true);
	}, 30_000 + BUDGET_MS);

	it('leaves the server healthy, and nothing in its log that it should not have met', async () => {
		const api = client(backend);
		expect((await api.get('/readyz')).data.status).toBe('ready');
		expect((await api.post('/v1/links', { destination: 'https://shop.example/' })).status).toBe(200);
		expect((await api.get('/v1/links?limit=5&count=true')).status).toBe(200);
		const alarming = backend.output().split('\n').filter((line) => /^\s+at .+:\d+|"level":(50|60)|"stack"/.test(line));
		expect(alarming.slice(0, 3)).toEqual([]);
	});
});
