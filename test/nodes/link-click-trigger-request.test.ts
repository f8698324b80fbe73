/** What the trigger's parameters become in the request that registers it. A stand-in answers, so that every request can be looked at. */
import type { NewWebhook } from '../../contract/webhook.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { node, PACK } from './pack.ts';
import type { Json } from './pack.ts';
import { startStandIn } from './standIn.ts';
import type { Answer, StandIn } from './standIn.ts';

let server: StandIn;
let engine: Engine;
/** What the stand-in knows besides links; set by a test. */
let answers: Record<string, Answer> = {};

beforeAll(async () => {
	server = await startStandIn(({ method, path, body }) => {
		const given = answers[`${method} ${path}`];
		if (given) return given;
		if (method === 'POST' && path === '/v1/webhooks') return { status: 200, body: { ...(body as object), id: 'whk_1', created_at: '2026-11-22T08:00:00.000Z', status: 'active' } };
		const link = /^GET \/v1\/links\/(slug|external)%3A(\w+)$/.exec(`${method} ${path}`);
		return link ? { status: 200, body: { id: `lnk_${String(link[2])}` } } : { status: 404, body: { code: 'not_found', detail: 'There is no such thing.' } };
	});
	engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: server.url, apiKey: 'key' } } });
});
afterAll(() => server.stop());
beforeEach(() => {
	answers = {};
	server.seen.length = 0;
});

const HOOK = 'http://n8n.example:5678/webhook';
const trigger = (parameters: object, options: object = {}) => engine.trigger(node('linkClickTrigger', parameters, { webhookId: 'hook-1' }), { webhookBaseUrl: HOOK, ...options });
const requested = async (...parts: Parameters<typeof trigger>) => {
	await trigger(...parts).create();
	return server.seen.at(-1)?.body as NewWebhook;
};
const links = (...chosen: object[]) => ({ filters: { links: { link: chosen.map((link) => ({ link: { __rl: true, ...link } })) } } });

/** What a trigger asks for as it is dragged in: every click of a person, ten executions a second. */
const USUAL: Json = {
	url: `${HOOK}/hook-1/clicks`,
	events: ['link.clicked'],
	filter: {},
	batch: { max_events: 1, max_wait_ms: 1000 },
	rate: 10,
	on_failure: 'block',
	name: 'n8n: Workflow / Node',
	key: expect.stringMatching(/^n8n:.+:w1:node-1$/),
	secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
	start: { max_age_seconds: 259_200 },
	ping: true,
};

test.each<[string, object, Json]>([
	['nothing', {}, {}],
	['events', { events: ['link.created', 'link.expired'] }, { events: ['link.created', 'link.expired'], filter: {} }],
	['milestones', { events: ['link.milestone'], milestoneEvery: 50 }, { events: ['link.milestone'], filter: { milestone_every: 50 } }],
	['milestones that nobody asks for', { milestoneEvery: 50 }, { filter: {} }],
	['a campaign from the list', { filters: { campaign: { __rl: true, mode: 'list', value: 'spring' } } }, { filter: { campaign: 'spring' } }],
	['a campaign from an expression', { filters: { campaign: '={{ "spr" + "ing" }}' } }, { filter: { campaign: 'spring' } }],
	['tags', { filters: { tags: 'a, b' } }, { filter: { tags: ['a', 'b'] } }],
	['countries', { filters: { countries: ['DE', 'AT'] } }, { filter: { countries: ['DE', 'AT'] } }],
	['first clicks', { filters: { uniqueOnly: true } }, { filter: { unique_only: true } }],
	['bots', { filters: { includeBots: true } }, { filter: { kinds: ['human', 'bot'] } }],
	['what is turned off', { filters: { includeBots: false, uniqueOnly: false, tags: '', countries: [], campaign: { __rl: true, mode: 'list', value: '' } } }, { filter: {} }],
	['links by slug and short URL', links({ mode: 'slug', value: 'a' }, { mode: 'url', value: 'https://go.example/b' }, { mode: 'slug', value: 'a' }), { filter: { slugs: ['a', 'b'] } }],
	['links from the list and by id', links({ mode: 'list', value: 'lnk_1' }, { mode: 'id', value: 'lnk_2' }), { filter: { link_ids: ['lnk_1', 'lnk_2'] } }],
	['links by external id', links({ mode: 'externalId', value: 'SKU1' }), { filter: { link_ids: ['lnk_SKU1'] } }],
	['links of all kinds', links({ mode: 'slug', value: 'a' }, { mode: 'list', value: 'lnk_1' }), { filter: { link_ids: ['lnk_a', 'lnk_1'] } }],
	['batches', { delivery: 'batched', maxEvents: 500, maxWait: 2.5 }, { batch: { max_events: 500, max_wait_ms: 2500 } }],
	['batches as they are offered', { delivery: 'batched' }, { batch: { max_events: 100, max_wait_ms: 5000 } }],
	['a rate', { maxPerSecond: 0.5 }, { rate: 0.5 }],
	['no rate', { maxPerSecond: 0 }, { rate: undefined }],
	['a callback address', { options: { callbackBaseUrl: 'https://inside:8443/' } }, { url: 'https://inside:8443/webhook/hook-1/clicks' }],
])('of what is usual, %s changes only this', async (_, parameters, change) => {
	expect(await requested(parameters)).toEqual({ ...USUAL, ...change });
});

describe('where it begins', () => {
	const paused = (ago: number) => ({ 'node:Node': { production: { pausedAt: new Date(Date.now() - ago).toISOString() } } });

	test.each<[string, object, object, Json]>([
		['as it is', {}, {}, { max_age_seconds: 259_200 }],
		['after one day', { skipOlderThan: 1 }, {}, { max_age_seconds: 86_400 }],
		['with no age', { skipOlderThan: 0 }, {}, 'resume'],
		['from now', { onActivation: 'now' }, {}, 'now'],
		['from now, but published again while active', { onActivation: 'now' }, { republished: true }, 'resume'],
		['published again while active', {}, { republished: true }, 'resume'],
		['from now, where an activation is tried again', { onActivation: 'now' }, { republished: true, staticData: paused(3_600_000) }, 'now'],
		['from now, but changed while active', { onActivation: 'now' }, { republished: true, staticData: paused(500) }, 'resume'],
		['in a test', {}, { test: true }, 'now'],
	])('%s', async (_, parameters, options, start) => {
		expect((await requested(parameters, options)).start).toEqual(start);
	});
});

describe('what cannot be used is an error of that parameter, and nothing is registered', () => {
	test.each<[string, object, RegExp]>([
		['no event', { events: [] }, /^Events: is empty/],
		['an event that there is none', { events: ['link.eaten'] }, /^Events: "link.eaten" is none of link\.clicked, /],
		['a negative rate', { maxPerSecond: -1 }, /^Max Executions a Second: must be a number from 0/],
		['a rate that is no number', { maxPerSecond: 'many' }, /^Max Executions a Second: /],
		['a batch of none', { delivery: 'batched', maxEvents: 0 }, /^Max Events: "0" is not a whole number, from 1 to 1000/],
		['a batch of too many', { delivery: 'batched', maxEvents: 1001 }, /^Max Events: /],
		['a wait of a day', { delivery: 'batched', maxWait: 86_400 }, /^Max Wait in Seconds: must be a number from 0 to 3600/],
		['a milestone of none', { events: ['link.milestone'], milestoneEvery: 0 }, /^Milestone Every: /],
		['a negative age', { skipOlderThan: -1 }, /^Skip Events Older Than \(Days\): /],
		['an empty row of links', links({ mode: 'list', value: '' }), /^Links: has an empty row/],
		['a slug that is none', links({ mode: 'slug', value: 'a b' }), /^Links: "a b" is not a slug/],
		['a link that is not there', links({ mode: 'id', value: 'lnk_1' }, { mode: 'externalId', value: 'no-such' }), /^There is no such thing/],
		['a callback address with a path', { options: { callbackBaseUrl: 'http://n8n:5678/n8n' } }, /^Callback Base URL: .* must be scheme, host and port alone/],
		['a callback address with a password', { options: { callbackBaseUrl: 'http://me:secret@n8n:5678' } }, /^Callback Base URL: /],
		['a callback address that is none', { options: { callbackBaseUrl: 'n8n:5678' } }, /^Callback Base URL: /],
	])('%s', async (_, parameters, sentence) => {
		await expect(trigger(parameters).create()).rejects.toThrow(sentence);
		expect(server.seen.filter(({ method }) => method === 'POST')).toEqual([]);
	});
});

describe('a refusal is a sentence that says what to do', () => {
	const refused = async (code: string, detail: string, options: object = {}) => {
		answers['POST /v1/webhooks'] = { status: 422, body: { code, detail } };
		return await trigger({}, options).create().then(() => '', (error: unknown) => (error as Error).message);
	};

	test('an address that does not answer', async () => {
		expect(await refused('webhook_unreachable', 'The webhook URL does not answer: nothing listens there (ECONNREFUSED).')).toMatch(
			/^Linkmill could not register the webhook http:\/\/n8n\.example:5678\/webhook\/hook-1\/clicks\. The webhook URL does not answer: .*N8N_WEBHOOK_URL.*Callback Base URL/,
		);
	});

	test('a private address, with the line to add', async () => {
		expect(await refused('webhook_address_private', 'Start the backend with LINKMILL_WEBHOOK_ALLOW=n8n:5678 to allow it.')).toMatch(/LINKMILL_WEBHOOK_ALLOW=n8n:5678 to allow it\. /);
	});

	test('an address that means another machine to each, in containers', async () => {
		expect(await refused('webhook_address_private', 'It is private.', { webhookBaseUrl: 'http://localhost:5678/webhook' })).toMatch(/localhost:5678 is not n8n there, so set N8N_WEBHOOK_URL/);
		expect(await refused('webhook_address_private', 'It is private.')).not.toMatch(/is not n8n there/);
	});
});

describe('the subscription that is remembered', () => {
	const kept = { 'node:Node': { production: { id: 'whk_1', createdAt: '2026-11-22T08:00:00.000Z', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', lastEventId: 'evt_1_9' } } };
	const theirs = (more: object) => ({ status: 200, body: { id: 'whk_1', created_at: '2026-11-22T08:00:00.000Z', key: 'someone else', ...more } });

	test('is left alone where another server has given its id to somebody else', async () => {
		answers['GET /v1/webhooks/whk_1'] = theirs({});
		const made = trigger({}, { staticData: structuredClone(kept) });
		expect(await made.checkExists()).toBe(false);
		expect(await made.delete()).toBe(true);
		expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
	});

	test('is not taken for one of the same id and key on another server: secret and last event are new', async () => {
		const key = (await requested({})).key;
		answers['GET /v1/webhooks/whk_1'] = theirs({ key, created_at: '2020-01-01T00:00:00.000Z' });
		const made = trigger({}, { staticData: structuredClone(kept) });
		await made.create();
		const now = (made.staticData['node:Node'] as Json).production;
		expect(now.secret).not.toBe(kept['node:Node'].production.secret);
		expect(now.lastEventId).toBeUndefined();
	});
});
