import { Agent, request } from 'node:http';
import { CLICK_KINDS } from '../../../contract/event.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { startReceiver, until, type Receiver } from '../webhooks/receiver.ts';
import { BOTS } from './labelled/bots.ts';
import type { Labelled } from './labelled/labelled.ts';
import { PEOPLE } from './labelled/people.ts';
import { SIGNALS } from './labelled/signals.ts';

const ALL = [...PEOPLE, ...BOTS, ...SIGNALS];
const connections = new Agent({ keepAlive: true, maxSockets: 8 });

let backend: Backend;
let api: Client;
let receiver: Receiver;

beforeAll(async () => {
	receiver = await startReceiver();
	backend = await startBackend();
	api = client(backend);
	await api.post('/v1/webhooks', { url: receiver.url, events: ['link.clicked'], filter: { kinds: CLICK_KINDS } });
});

afterAll(async () => {
	connections.destroy();
	await backend.stop();
	await receiver.close();
});

/** Sends exactly these headers, and no others but `Host` and `Connection`. */
function visit(path: string, { method, headers }: Pick<Labelled, 'method' | 'headers'>): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const sent = request(backend.url + path, { method, headers, agent: connections }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode));
		});
		sent.on('error', reject).end();
	});
}

// With a limit, the kind is decided before the answer; without, by the reader.
describe.each([['a link', {}], ['a link with a limit', { max_clicks: 1_000_000 }]])('every rule, met on %s', (_, fields) => {
	test('is in the event that a webhook gets, and in the numbers of the report', async () => {
		const { data: link } = await api.post('/v1/links', { destination: 'https://example.com/', ...fields });
		const before = receiver.calls.length;
		const statuses = await Promise.all(ALL.map((one, index) => visit(`/${link.slug}?utm_content=${String(index)}`, one)));
		expect(new Set(statuses)).toEqual(new Set([302]));
		await receiver.received(before + ALL.length, 60_000);
		const told = new Map(receiver.calls.slice(before).map(({ body }) => [Number((body['utm'] as { content: string }).content), { kind: body['kind'], bot: body['bot'] }]));
		expect(ALL.map((_one, index) => told.get(index))).toEqual(ALL.map(({ kind, bot }) => ({ kind, bot })));
		const { data: report } = await api.get(`/v1/links/${link.id}/analytics`);
		const count = (kind: string) => ALL.filter((one) => one.kind === kind).length;
		expect(report).toMatchObject({ total_clicks: count('human'), bot_clicks: count('bot'), prefetches: count('prefetch') });
	}, 90_000);
});

test('bots and prefetches are redirected, and use no click of a limit up', async () => {
	const { data: link } = await api.post('/v1/links', { destination: 'https://example.com/', max_clicks: 2 });
	const person = PEOPLE[0]!;
	for (const one of [...BOTS.slice(0, 5), ...SIGNALS.filter(({ kind }) => kind !== 'human')]) expect(await visit(`/${link.slug}`, one)).toBe(302);
	expect([await visit(`/${link.slug}`, person), await visit(`/${link.slug}`, person), await visit(`/${link.slug}`, person)]).toEqual([302, 302, 410]);
});

test('a visitor who clicks again clicks again, and is one visitor', async () => {
	const { data: link } = await api.post('/v1/links', { destination: 'https://example.com/' });
	const events = () => receiver.calls.filter(({ body }) => body['link_id'] === link.id);
	for (const person of [PEOPLE[0]!, PEOPLE[0]!, PEOPLE[1]!, PEOPLE[0]!]) await visit(`/${link.slug}`, person);
	await until(() => events().length === 4, 20_000, () => `${String(events().length)} of 4 events`);
	expect(events().map(({ body }) => body['is_unique'])).toEqual([true, false, true, false]);
	const { data: report } = await api.get(`/v1/links/${link.id}/analytics`);
	expect(report).toMatchObject({ total_clicks: 4, unique_visitors: 2 });
});
