/** Clicks that are followed as they come. */
import { Agent, get, type IncomingMessage } from 'node:http';
import type { ClickEvent } from '../../../contract/event.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { call, signIn, type SignedIn } from './visitor.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	await api.post('/v1/links/batch', { links: ['one', 'two'].map((slug) => ({ slug, destination: 'https://example.com/', campaign: slug })) });
});
afterAll(() => backend.stop());

/** An event of a stream. */
interface Told {
	event: string;
	id: string | undefined;
	click: ClickEvent;
}

/** Opens a stream as a browser does. */
async function follow(query = '', headers: Record<string, string> = { authorization: `Bearer ${backend.key}` }) {
	const response = await new Promise<IncomingMessage>((resolve, reject) => get(`${backend.url}/_/live${query}`, { headers, agent: false }, resolve).on('error', reject));
	const told: Told[] = [];
	let [text, ended] = ['', false];
	response.setEncoding('utf8').on('data', (part: string) => {
		const blocks = (text += part).split('\n\n');
		text = blocks.pop()!;
		for (const block of blocks) {
			const fields = Object.fromEntries(block.split('\n').filter((line) => !line.startsWith(':')).map((line) => line.split(/: (.*)/s) as [string, string]));
			if (fields['event'] !== undefined) told.push({ event: fields['event'], id: fields['id'], click: JSON.parse(fields['data']!) });
		}
	}).on('close', () => { ended = true; }).on('error', () => { ended = true; });
	return {
		response,
		told,
		slugs: () => told.map(({ click }) => click.link_slug),
		/** Resolves when the stream has told so many things; rejects after ten seconds. */
		async until(condition: () => boolean) {
			for (const end = Date.now() + 10_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 20))) {
				if (Date.now() > end) throw new Error(`The stream told: ${JSON.stringify(told.map(({ event, id }) => [event, id]))}`);
			}
		},
		ended: () => ended,
		close: () => response.destroy(),
	};
}

test('tells of the newest clicks first, then of each as it comes, as the list of clicks shows them', async () => {
	await api.visit('one');
	await api.visit('two');
	const stream = await follow();
	expect(stream.response.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
	await stream.until(() => stream.told.length === 2);
	await api.visit('one');
	await stream.until(() => stream.told.length === 3);
	expect(stream.slugs()).toEqual(['one', 'two', 'one']);
	const { data } = await api.get('/v1/clicks');
	expect(stream.told.map(({ click }) => click)).toEqual(data.clicks);
	expect(stream.told.map(({ event, id }) => [event, id])).toEqual(data.clicks.map(({ id }: ClickEvent) => ['click', id]));
	stream.close();
});

test('goes on after what a browser has seen already', async () => {
	const { data: { clicks } } = await api.get('/v1/clicks');
	const stream = await follow('', { authorization: `Bearer ${backend.key}`, 'last-event-id': clicks[0].id });
	await stream.until(() => stream.told.length === clicks.length - 1);
	expect(stream.told.map(({ id }) => id)).toEqual(clicks.slice(1).map(({ id }: ClickEvent) => id));
	stream.close();
	// What is no id of an event is passed over.
	const odd = await follow('', { authorization: `Bearer ${backend.key}`, 'last-event-id': 'evt_1; nonsense' });
	await odd.until(() => odd.told.length === clicks.length);
	odd.close();
});

test.each([['of a link', '?link=slug:two'], ['of a selection', '?campaign=two']])('tells of the clicks %s alone', async (_name, query) => {
	const stream = await follow(query);
	await stream.until(() => stream.told.length > 0);
	const before = stream.told.length;
	await api.visit('one');
	await api.visit('two');
	await stream.until(() => stream.told.length > before);
	expect(new Set(stream.slugs())).toEqual(new Set(['two']));
	stream.close();
});

test.each<[string, (id: string, session: SignedIn) => Promise<unknown>]>([
	['its key is revoked', (id) => api.delete(`/v1/keys/${id}`)],
	['somebody signs out', (_id, { headers }) => call(backend, 'DELETE', '/_/session', headers)],
])('ends, and says so, when %s', async (_name, end) => {
	const { data: key } = await api.post('/v1/keys', { name: 'follower', scopes: ['read'] });
	const session = await signIn(backend, {}, key.secret);
	await api.visit('one');
	const stream = await follow('', { cookie: session.cookie, 'sec-fetch-site': 'same-origin' });
	await stream.until(() => stream.told.length > 0);
	await end(key.id, session);
	await api.visit('one');
	await stream.until(stream.ended);
	expect(stream.told.at(-1)).toMatchObject({ event: 'end' });
	expect(stream.told.filter(({ event }) => event === 'end')).toHaveLength(1);
});

test.each([
	['without a key', '', {}, 401],
	['for a link that there is not', '?link=lnk_nothing', undefined, 404],
	['for conditions that are none', '?status=happy', undefined, 422],
	['for parameters that are none', '?page=2', undefined, 422],
])('is refused %s, in the words of the API', async (_name, query, headers, status) => {
	const answer = await call(backend, 'GET', `/_/live${query}`, headers ?? { authorization: `Bearer ${backend.key}` });
	expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
});

test('has room for a hundred; the next is asked to come later, and finds a place when one has left', async () => {
	const streams = await Promise.all(Array.from({ length: 100 }, () => follow('?link=slug:one')));
	const next = () => follow();
	const refused = await next();
	expect([refused.response.statusCode, refused.response.headers['retry-after']]).toEqual([503, '60']);
	streams.pop()!.close();
	let accepted = await next();
	for (let time = 0; accepted.response.statusCode === 503 && time < 50; time++) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		accepted = await next();
	}
	expect(accepted.response.statusCode).toBe(200);
	for (const stream of [accepted, ...streams]) stream.close();
});

test('keeps no server from stopping', async () => {
	const other = await startBackend();
	const response = await new Promise<IncomingMessage>((resolve) => get(`${other.url}/_/live`, { headers: { authorization: `Bearer ${other.key}` }, agent: new Agent({ keepAlive: true }) }, resolve));
	response.resume().on('error', () => undefined);
	const closed = new Promise((resolve) => response.on('close', resolve));
	expect(await other.stop()).toBe(0);
	await closed;
	// Ended in order: what is still open after five seconds is cut off.
	expect(response.complete).toBe(true);
});
