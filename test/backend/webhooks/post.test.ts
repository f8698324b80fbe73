import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { AddressGuard, AddressRefused } from '../../../backend/src/webhooks/address-guard.ts';
import { NoAnswer, poster, type Poster } from '../../../backend/src/webhooks/post.ts';
import { startReceiver, until, type Receiver } from './receiver.ts';

const policy = { allow: [], privateNetworks: false, loopback: true };
const closing: Array<() => unknown> = [];
const receiver = async (...parameters: Parameters<typeof startReceiver>): Promise<Receiver> => {
	const started = await startReceiver(...parameters);
	closing.push(started.close);
	return started;
};
const make = (guard = new AddressGuard(policy), timeoutMs?: number): Poster => {
	const made = poster(guard, timeoutMs);
	closing.push(made.close);
	return made;
};
const call = (url: string) => ({ url, headers: {}, body: '{"type":"ping"}' });

afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

it('sends the body exactly as it was signed, as JSON', async () => {
	const to = await receiver(() => ({ status: 201, body: 'fine' }));
	const body = '{"a": "ü\\u0000", "b":1.0}';
	expect(await make().post({ url: to.url, headers: { 'webhook-id': 'x' }, body })).toEqual({ status: 201, retryAfter: null, body: 'fine' });
	expect(to.calls[0]).toMatchObject({ raw: body, headers: { 'content-type': 'application/json; charset=utf-8', 'webhook-id': 'x' } });
});

it('follows no redirect', async () => {
	const target = await receiver();
	const to = await receiver(() => ({ status: 302, headers: { location: target.url } }));
	expect((await make().post(call(to.url))).status).toBe(302);
	expect(target.calls).toEqual([]);
});

it('reads no more than 64 kB of an answer, though it never ends', async () => {
	const closed = new Promise<void>((resolve) => {
		const server = createHttpServer((_request, response) => {
			const timer = setInterval(() => response.write('x'.repeat(20_000)), 1);
			response.writeHead(500).once('close', () => {
				clearInterval(timer);
				resolve();
			});
		}).listen(0, '127.0.0.1', () => void (url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`));
		closing.push(() => server.close());
	});
	let url = '';
	await until(() => url !== '');
	expect(await make().post(call(url))).toEqual({ status: 500, retryAfter: null, body: 'x'.repeat(65_536) });
	await closed;
});

it('keeps its connection', async () => {
	const to = await receiver();
	const one = make();
	for (let i = 0; i < 5; i++) await one.post(call(to.url));
	expect([to.calls.length, to.connections()]).toEqual([5, 1]);
});

it('does not blame a receiver that closed the connection while it was idle', async () => {
	let sockets = 0;
	// Answers one call a connection, and resets it when the second arrives.
	const server = createServer((socket) => {
		sockets++;
		let calls = 0;
		socket.on('error', () => undefined).on('data', () => {
			if (++calls === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
			else socket.resetAndDestroy();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => server.close());
	const one = make();
	const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
	await one.post(call(url));
	expect((await one.post(call(url))).status).toBe(200);
	expect(sockets).toBe(2);
});

it('gives up on a receiver that does not answer in time, and says so', async () => {
	const to = await receiver(() => 'hang');
	await expect(make(undefined, 100).post(call(to.url))).rejects.toThrow(/^127\.0\.0\.1:\d+: no answer within 0\.1 s$/);
});

it('says in words that nothing listens', async () => {
	const to = await receiver();
	await to.close();
	const failure = make().post(call(to.url));
	await expect(failure).rejects.toThrow(NoAnswer);
	await expect(failure).rejects.toThrow('nothing listens there (connection refused)');
});

it('ends when it is told to', async () => {
	const to = await receiver(() => 'hang');
	const controller = new AbortController();
	const failure = make().post({ ...call(to.url), signal: controller.signal });
	await to.received(1);
	controller.abort();
	await expect(failure).rejects.toThrow(NoAnswer);
});

describe('an address that is not allowed', () => {
	const refusing = (answers: string[]) =>
		make(new AddressGuard({ ...policy, loopback: false }, async () => answers.map((address) => ({ address, family: 4 }))));

	it.each(['127.0.0.1', '[::ffff:127.0.0.1]'])('is not connected to as %s', async (host) => {
		const to = await receiver();
		await expect(refusing([]).post(call(to.url.replace('127.0.0.1', host)))).rejects.toThrow(AddressRefused);
		expect(to.connections()).toBe(0);
	});

	it('is not connected to under a name, at the time of the connection', async () => {
		const to = await receiver();
		// The name led elsewhere when the subscription was made; only what it leads to now counts.
		await expect(refusing(['127.0.0.1']).post(call(to.url.replace('127.0.0.1', 'rebound.example')))).rejects.toThrow(AddressRefused);
		expect(to.connections()).toBe(0);
	});

	it('is connected to under a name that is allowed', async () => {
		const to = await receiver();
		const named = make(new AddressGuard({ ...policy, loopback: true }, async () => [{ address: '127.0.0.1', family: 4 }]));
		expect((await named.post(call(to.url.replace('127.0.0.1', 'n8n.example')))).status).toBe(200);
	});
});
