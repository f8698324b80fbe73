import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A call as it came in. */
export interface Received {
	at: number;
	headers: IncomingHttpHeaders;
	raw: string;
	/** `raw`, parsed. */
	body: { id: string; type: string; click_id?: string; [name: string]: unknown };
}

/** What to answer; nothing at all when it returns `hang`. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'hang';

/** A receiver of webhooks on a free port, which notes every call. */
export interface Receiver {
	url: string;
	calls: Received[];
	/** Sockets that were opened to it so far. */
	connections(): number;
	/** Greatest number of calls that it had open at once. */
	atOnce(): number;
	/** Resolves when there are that many calls; rejects after `within` milliseconds. */
	received(count: number, within?: number): Promise<Received[]>;
	/** Checks a call with the reference library. Throws where it is not signed right. */
	verify(call: Received, secret: string): unknown;
	close(): Promise<void>;
}

/** Starts one. `reply` is asked for every call; it begins with 0. */
export async function startReceiver(reply: (call: Received, index: number) => Reply | Promise<Reply> = () => ({ status: 200 }), port = 0): Promise<Receiver> {
	const calls: Received[] = [];
	let [sockets, open, most] = [0, 0, 0];
	const server = createServer((request, response) => {
		most = Math.max(most, ++open);
		response.once('close', () => open--);
		void answer(request, response);
	});
	async function answer(request: IncomingMessage, response: ServerResponse) {
		let raw = '';
		for await (const chunk of request) raw += String(chunk);
		const call = { at: Date.now(), headers: request.headers, raw, body: JSON.parse(raw) };
		const index = calls.push(call) - 1;
		const given = await reply(call, index);
		if (given !== 'hang') response.writeHead(given.status, given.headers).end(given.body);
	}
	server.on('connection', () => sockets++);
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/webhook`,
		calls,
		connections: () => sockets,
		atOnce: () => most,
		async received(count, within = 5000) {
			await until(() => calls.length >= count, within, () => `${String(calls.length)} of ${String(count)} calls`);
			return calls;
		},
		verify: (call, secret) => new Webhook(secret).verify(call.raw, call.headers as Record<string, string>),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Waits until something holds; fails after `within` milliseconds, saying what there was. */
export async function until(holds: () => boolean | Promise<boolean>, within = 5000, found: () => string = () => 'not so'): Promise<void> {
	const deadline = Date.now() + within;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(`After ${String(within)} ms: ${found()}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Lets time pass, to see that nothing happens in it. */
export const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
