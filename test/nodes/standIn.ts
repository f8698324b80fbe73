import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BatchAnswer, BatchRequest } from '../../contract/link.ts';
import type { Json } from './pack.ts';

/** A request as it arrived. */
export interface Seen {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: Json;
}

/** What to answer; `reset` breaks the connection. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | 'reset';

/** A server that does what the real one cannot be made to do on demand: refuse, break off, be something else. */
export interface StandIn {
	url: string;
	seen: Seen[];
	stop(): Promise<void>;
}

/** Starts it; the handler is told how many requests came before. */
export async function startStandIn(handler: (request: Seen, before: number) => Answer | Promise<Answer>): Promise<StandIn> {
	const seen: Seen[] = [];
	const server: Server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const text = Buffer.concat(parts).toString();
			const arrived: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
			seen.push(arrived);
			void Promise.resolve(handler(arrived, seen.length - 1)).then((answer) => {
				if (answer === 'reset') {
					request.socket.destroy();
					return;
				}
				const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
				response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(body);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** What the real server answers to a batch, in short: every link created, its slug its number. */
export function created({ body }: Seen): Answer {
	const { links } = body as BatchRequest;
	const answer = {
		links: links.map((link, index) => ({ id: `lnk_${index}`, slug: String(index), short_url: `https://s.example/${index}`, destination: link.destination, index, result: 'created' })),
		errors: [],
		summary: { requested: links.length, created: links.length, existing: 0, updated: 0, failed: 0 },
		change_id: 'chg_1',
	} as unknown as BatchAnswer;
	return { status: 200, body: answer };
}
