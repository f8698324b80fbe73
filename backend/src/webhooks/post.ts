import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { IncomingMessage } from 'node:http';
import { AddressRefused, type AddressGuard } from './address-guard.ts';
import { guardedAgents } from './guarded-agents.ts';
import { connectionFailure } from './connection-failure.ts';

/** Milliseconds from the first packet to the last byte of the answer. */
export const TIMEOUT_MS = 15_000;

/** Bytes read of an answer. */
const ANSWER_LIMIT = 65_536;

const USER_AGENT = 'Linkmill-Webhooks/1 (+https://linkmill.dev)';

/** What a receiver answered. */
export interface Answer {
	status: number;
	/** The `Retry-After` header, as it is. */
	retryAfter: string | null;
	/** The first 64 kB, as text. */
	body: string;
}

/** No answer: why, as a sentence. */
export class NoAnswer extends Error {
	constructor(message: string, cause: unknown) {
		super(message, { cause });
		this.name = 'NoAnswer';
	}
}

/** One outgoing call. */
export interface Call {
	url: string;
	headers: Record<string, string>;
	/** JSON, exactly as it was signed. */
	body: string;
	/** Ends the call early; then `post` rejects with {@link NoAnswer}. */
	signal?: AbortSignal;
}

/** The one place that calls webhooks. */
export interface Poster {
	/**
	 * @throws NoAnswer where there was none within {@link TIMEOUT_MS}
	 * @throws AddressRefused where the address must not be called
	 */
	post(call: Call): Promise<Answer>;
	close(): void;
}

/** Posts with axios: no redirects, no proxy, the guard on every connection. */
export function poster(guard: AddressGuard, timeoutMs = TIMEOUT_MS): Poster {
	const agents = guardedAgents(guard);
	const client = axios.create({
		httpAgent: agents.httpAgent,
		httpsAgent: agents.httpsAgent,
		maxRedirects: 0,
		// A proxy from the environment would connect to where the guard cannot look.
		proxy: false,
		adapter: 'http',
		responseType: 'stream',
		// Nothing is unpacked, so a small answer cannot become a large one.
		decompress: false,
		validateStatus: () => true,
		transformRequest: [(data: unknown) => data],
	});
	return { post: (call) => attempt(client, call, timeoutMs), close: agents.close };
}

async function attempt(client: AxiosInstance, call: Call, timeoutMs: number): Promise<Answer> {
	const deadline = AbortSignal.timeout(timeoutMs);
	const signal = call.signal ? AbortSignal.any([deadline, call.signal]) : deadline;
	try {
		return await read(await send(client, call, signal));
	} catch (error) {
		const refused = causesOf(error).find((cause) => cause instanceof AddressRefused);
		if (refused) throw refused;
		const why = deadline.aborted ? `no answer within ${String(timeoutMs / 1000)} s` : connectionFailure(causesOf(error));
		throw new NoAnswer(`${new URL(call.url).host}: ${why}`, error);
	}
}

async function send(client: AxiosInstance, { url, headers, body }: Call, signal: AbortSignal): Promise<AxiosResponse<IncomingMessage>> {
	const request = () =>
		client.post<IncomingMessage>(url, body, {
			headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': USER_AGENT, accept: '*/*', 'accept-encoding': 'identity', ...headers },
			signal,
		});
	try {
		return await request();
	} catch (error) {
		// A receiver may close a kept connection just as we take it up again: that says nothing of the receiver.
		if (wasIdleConnection(error)) return request();
		throw error;
	}
}

function wasIdleConnection(error: unknown): boolean {
	if (!axios.isAxiosError(error) || error.code !== 'ECONNRESET') return false;
	return (error.request as { reusedSocket?: boolean } | undefined)?.reusedSocket === true;
}

/** The status counts once it is there: an answer that breaks off, or that is too long, is still that answer. */
async function read(response: AxiosResponse<IncomingMessage>): Promise<Answer> {
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of response.data as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			length += chunk.length;
			if (length >= ANSWER_LIMIT) break;
		}
	} catch {
		response.data.destroy();
	}
	const retryAfter: unknown = response.headers['retry-after'];
	return {
		status: response.status,
		retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
		body: Buffer.concat(chunks).subarray(0, ANSWER_LIMIT).toString('utf8'),
	};
}

function causesOf(error: unknown): Error[] {
	const causes: Error[] = [];
	for (let at = error; at instanceof Error && causes.length < 10; at = at.cause) {
		causes.push(at);
		if (at instanceof AggregateError) causes.push(...at.errors.filter((one): one is Error => one instanceof Error));
	}
	return causes;
}
