import { startApi, type Api } from './api.ts';
import { startReceiver, until, type Receiver } from './receiver.ts';

let api: Api;
let to: Receiver;
const told = () => to.calls.map(({ body }) => [body['link_slug'], body['clicks']]);
const subscribe = async (fields: Record<string, unknown>) => (await api.call('POST', '/v1/webhooks', { url: to.url, events: ['link.milestone'], ...fields })).body;
const caughtUp = (id: string) => until(async () => (await api.call('GET', `/v1/webhooks/${id}`)).body.lag_events === 0, 15_000);

beforeAll(async () => {
	api = await startApi();
}, 60_000);
afterAll(async () => {
	await api.stop();
	expect(api.output().trim().split('\n')).toHaveLength(1);
}, 30_000);
beforeEach(async () => {
	to = await startReceiver();
});
afterEach(async () => {
	for (const { id } of (await api.call('GET', '/v1/webhooks')).body.webhooks) await api.call('DELETE', `/v1/webhooks/${id}`);
	await to.close();
});

it('tells of every third click of a link, going on from the clicks that it had', async () => {
	const slug = await api.link({ tags: ['spring'] });
	await api.visit(slug, 4);
	await until(async () => (await api.call('GET', `/v1/links/slug:${slug}`)).body.total_clicks === 4, 15_000);
	const { id, secret } = await subscribe({ filter: { milestone_every: 3 } });
	await api.visit(slug, 6);
	await to.received(2, 20_000);
	expect(told()).toEqual([[slug, 6], [slug, 9]]);
	expect(to.verify(to.calls[0]!, secret)).toMatchObject({ type: 'link.milestone', link_slug: slug, tags: ['spring'], clicks: 6 });
	await caughtUp(id);
	expect(told()).toHaveLength(2);
}, 60_000);

it('tells each subscription of its own numbers, and of each once', async () => {
	const slug = await api.link({ campaign: 'autumn' });
	await subscribe({ filter: { milestone_every: 2, campaign: 'autumn' }, name: 'two' });
	const other = await startReceiver();
	await api.call('POST', '/v1/webhooks', { url: other.url, events: ['link.milestone'], filter: { milestone_every: 3 } });
	await api.visit(slug, 6);
	await to.received(3, 20_000);
	await other.received(2, 20_000);
	expect(told()).toEqual([[slug, 2], [slug, 4], [slug, 6]]);
	expect(other.calls.map(({ body }) => body['clicks'])).toEqual([3, 6]);
	// At six both were reached by one click: there is one event, with one id.
	expect(other.calls.at(-1)!.body.id).toBe(to.calls.at(-1)!.body.id);
	await other.close();
}, 60_000);

it('counts people alone, and is not told again after a start anew or a rebuild', async () => {
	const slug = await api.link();
	const { id } = await subscribe({ key: 'again', filter: { milestone_every: 2 } });
	for (let i = 0; i < 3; i++) await fetch(`${api.url}/${slug}`, { redirect: 'manual', headers: { 'user-agent': 'curl/8.0' } });
	await api.visit(slug, 2);
	await to.received(1, 20_000);
	expect(told()).toEqual([[slug, 2]]);
	await api.call('DELETE', `/v1/webhooks/${id}`);
	const again = await subscribe({ filter: { milestone_every: 2 } });
	await api.visit(slug, 2);
	await to.received(2, 20_000);
	await caughtUp(again.id);
	expect(told()).toEqual([[slug, 2], [slug, 4]]);
}, 60_000);
