import { connect } from 'node:net';
import type { Hit } from '../../../backend/src/storage/storage.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { inStorage } from '../../support/storage.ts';
import { clickId } from '../../../backend/src/events/click-id.ts';
import { times } from './rush.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
});
afterAll(() => backend.stop());

const make = async (slug: string, more: object) => { expect((await api.post('/v1/links', { destination: 'https://shop.example/p?a=1#top', slug, ...more })).status).toBe(200); };
const from = (address: string) => ({ 'x-forwarded-for': address });

/** The newest hits in the log. Events of links may come between them and after them. */
function hits(count: number): Promise<Hit[]> {
	return inStorage(backend.dataDir, async (storage) => {
		const events = await storage.eventReader().logged(0, 1000);
		return events.flatMap(({ hit }) => hit ?? []).slice(-count);
	});
}

it('UTM parameters of the link are in the destination, once; those of the visit are the event\'s', async () => {
	await make('utm', { destination: 'https://shop.example/?utm_source=old&b=2', utm: { source: 'new sletter', medium: 'mail' } });
	const { headers } = await api.visit('utm?utm_source=visit');
	expect(headers['location']).toBe('https://shop.example/?b=2&utm_source=new%20sletter&utm_medium=mail');
	expect((await hits(1))[0]).toMatchObject({ query: 'utm_source=visit' });
});

it('the query of the visit is forwarded where the link says so, and counted either way', async () => {
	await make('forward', { forward_query: true });
	await make('keep', {});
	expect((await api.visit('forward?ref=mail&qr=1&a=2&ref=again')).headers['location']).toBe('https://shop.example/p?a=1&ref=mail&ref=again#top');
	expect((await api.visit('keep?ref=mail')).headers['location']).toBe('https://shop.example/p?a=1#top');
	expect((await hits(2)).map(({ query }) => query)).toEqual(['ref=mail&qr=1&a=2&ref=again', 'ref=mail']);
	await api.patch('/v1/links/slug:forward', { forward_query_overrides: true });
	expect((await api.visit('forward?a=2')).headers['location']).toBe('https://shop.example/p?a=2#top');
});

it('nothing that a visitor sends breaks the answer', async () => {
	await make('hostile', { forward_query: true, forward_query_overrides: true });
	for (const query of ['x=%0d%0aSet-Cookie:%20a=b', 'x=\u00e9\u00ff', '%', '&&&=&=', 'a=1#b', `x=${'y'.repeat(9000)}`, 'lm_click=x&qr']) {
		const { status, headers } = await api.visit(`hostile?${query}`);
		expect(status).toBe(302);
		expect(headers['set-cookie']).toBeUndefined();
		expect(new URL(headers['location']).hostname).toBe('shop.example');
	}
	// What no HTTP client sends, and node:http lets through.
	const answer = await new Promise<string>((resolve) => {
		const socket = connect(Number(new URL(backend.url).port), '127.0.0.1', () => socket.write('GET /hostile?x="<>#y HTTP/1.1\r\nHost: a\r\n\r\n'));
		socket.once('data', (chunk) => { socket.destroy(); resolve(chunk.toString()); });
	});
	expect(answer).toContain('\r\nLocation: https://shop.example/p?a=1&x=%22%3C%3E%23y#top\r\n');
});

it('the click id in the destination is the event\'s', async () => {
	await make('shop', { append_click_id: true });
	const { headers } = await api.visit('shop');
	const [hit] = await hits(1);
	expect(headers['location']).toBe(`https://shop.example/p?a=1&lm_click=${clickId(hit!)}#top`);
});

it('a visitor stays with one variant, the log says with which, and a weight moves only its share', async () => {
	const variants = (weightOfB: number) => [
		{ name: 'A', destination: 'https://a.example/', weight: 50 },
		{ name: 'B', destination: 'https://b.example/', weight: weightOfB },
		{ name: 'off', destination: 'https://off.example/', weight: 0 },
	];
	await make('split', { variants: variants(50), utm: { source: 'x' }, forward_query: true });
	const visitors = Array.from({ length: 60 }, (_, index) => from(`198.51.100.${String(index)}`));
	const round = () => Promise.all(visitors.map(async (headers) => (await api.visit('split?y=1', headers)).headers['location'] as string));
	const first = await round();
	const logged = new Set((await hits(60)).map(({ variant }) => variant));
	expect(logged).toEqual(new Set(['A', 'B']));
	expect(new Set(first)).toEqual(new Set(['https://a.example/?utm_source=x&y=1', 'https://b.example/?utm_source=x&y=1']));
	expect(await round()).toEqual(first);
	await api.patch('/v1/links/slug:split', { variants: variants(500) });
	const moved = (await round()).filter((location, index) => location !== first[index]);
	expect(moved.length).toBeGreaterThan(0);
	expect(new Set(moved)).toEqual(new Set(['https://b.example/?utm_source=x&y=1']));
	await api.patch('/v1/links/slug:split', { variants: null });
	expect((await round())[0]).toBe('https://shop.example/p?a=1&utm_source=x&y=1#top');
	expect((await hits(1))[0]?.variant).toBeNull();
});

it('guessing at links that do not exist is slowed down, for one network alone and never for links that do', async () => {
	await make('there', {});
	await make('off', { enabled: false });
	const statuses = [];
	for (const [index] of times(65, { slug: '' }).entries()) statuses.push((await api.visit(`missing-${String(index)}`, from(`2001:db8:1:2::${String(index)}`))).status);
	expect(statuses).toEqual([...times(60, { slug: '' }).map(() => 404), 429, 429, 429, 429, 429]);
	const { headers, data } = await api.visit('missing-again', from('2001:db8:1:2::ffff'));
	expect(Number(headers['retry-after'])).toBeGreaterThan(0);
	expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
	expect(data).not.toContain('missing-again');
	expect((await api.visit('there', from('2001:db8:1:2::1'))).status).toBe(302);
	expect((await api.visit('off', from('2001:db8:1:2::1'))).status).toBe(404);
	expect((await api.visit('missing-again', from('2001:db8:1:3::1'))).status).toBe(404);
});
