import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IHttpRequestMethods, IN8nHttpFullResponse, JsonObject } from 'n8n-workflow';
import { CANCELED, cancelSignal, CREDENTIAL, USER_AGENT } from './context';
import type { Caller } from './context';
import { problemError, withDetails } from './problem';
import { connectionFailure, backoff, pause, TRIES, waitAfter } from './retry';

/** Milliseconds before a request is given up. A batch of 10,000 links takes well under one second. */
const TIMEOUT_MS = 30_000;

/** One call of the Linkmill API. */
export interface ApiRequest {
	method: IHttpRequestMethods;
	/** From the root of the server: `/v1/links`. */
	path: string;
	/** Members that are undefined or empty are not sent. A list is sent as the API reads one: with its commas. */
	query?: Record<string, string | number | boolean | readonly string[] | undefined>;
	body?: object;
	/** Makes a write safe to repeat; see {@link file://./idempotency.ts}. */
	idempotencyKey?: string;
	/** The item that a failure is reported for. */
	itemIndex?: number;
}

/**
 * Makes a request and gives the body of its answer. Waits and asks again where the server or the
 * connection asks for patience; what remains is thrown as a NodeApiError with the server's own sentence.
 */
export async function callApi<T>(caller: Caller, request: ApiRequest): Promise<T> {
	const baseUrl = await serverAddress(caller, request.itemIndex);
	const answer = await patiently(caller, baseUrl, request, false);
	// An answer of 2xx that is not JSON comes from something else than Linkmill.
	if (answer.statusCode !== 204 && (typeof answer.body !== 'object' || answer.body === null)) throw stranger(caller, baseUrl, answer, request);
	return answer.body as T;
}

/** The same for a call that answers with a file: a picture or a table. Any other media type than the one expected is refused. */
export async function callApiFile(caller: Caller, request: ApiRequest, mediaType: string): Promise<Buffer> {
	const baseUrl = await serverAddress(caller, request.itemIndex);
	const answer = await patiently(caller, baseUrl, request, true);
	const type = answer.headers['content-type'];
	if (typeof type !== 'string' || !type.startsWith(mediaType)) throw stranger(caller, baseUrl, answer, request);
	return bytesOf(answer.body);
}

async function patiently(caller: Caller, baseUrl: string, request: ApiRequest, file: boolean): Promise<IN8nHttpFullResponse> {
	const signal = cancelSignal(caller);
	for (let tried = 1; ; tried++) {
		if (signal?.aborted) throw new NodeOperationError(caller.getNode(), CANCELED);
		const answer = await send(caller, baseUrl, request, tried, file);
		if (answer === 'again') {
			await pause(backoff(tried), signal);
			continue;
		}
		if (answer.statusCode < 400) return answer;
		if (file) answer.body = readJson(bytesOf(answer.body)) as IDataObject;
		if (tried === TRIES || !worthWaiting(answer)) {
			throw problemError(caller.getNode(), answer.statusCode, answer.body, request.itemIndex);
		}
		await pause(waitAfter(answer.headers, tried), signal);
	}
}

/** The Base URL of the credential without a slash at its end. */
export async function serverAddress(caller: Caller, itemIndex?: number): Promise<string> {
	const credentials = await caller.getCredentials<{ baseUrl: string }>(CREDENTIAL);
	const baseUrl = credentials.baseUrl.trim().replace(/\/+$/, '');
	if (!/^https?:\/\/[^/\s]+/i.test(baseUrl)) {
		throw new NodeOperationError(caller.getNode(), 'The Base URL in the Linkmill credential is not an http or https address', {
			description: `It is "${baseUrl}"; it should look like http://127.0.0.1:8787.`,
			itemIndex,
		});
	}
	return baseUrl;
}

async function send(caller: Caller, baseUrl: string, request: ApiRequest, tried: number, file: boolean): Promise<IN8nHttpFullResponse | 'again'> {
	try {
		const answer: unknown = await caller.helpers.httpRequestWithAuthentication.call(caller, CREDENTIAL, {
			method: request.method,
			url: baseUrl + request.path,
			qs: given(request.query),
			arrayFormat: 'repeat',
			...(file && { encoding: 'arraybuffer' as const }),
			body: request.body,
			headers: {
				Accept: file ? '*/*' : 'application/json',
				'User-Agent': USER_AGENT,
				...(request.body && { 'Content-Type': 'application/json' }),
				...(request.idempotencyKey && { 'Idempotency-Key': request.idempotencyKey }),
			},
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			sendCredentialsOnCrossOriginRedirect: false,
		});
		return answer as IN8nHttpFullResponse;
	} catch (error) {
		const failure = connectionFailure(error);
		if (failure?.passing && tried < TRIES) return 'again';
		if (!failure) {
			const other = new NodeApiError(caller.getNode(), error as JsonObject);
			// The helper has thrown a NodeApiError already, and wrapping it again ignores an itemIndex option.
			other.context.itemIndex = request.itemIndex;
			throw other;
		}
		const down = new NodeApiError(caller.getNode(), {}, {
			message: `Linkmill does not answer at ${baseUrl}`,
			description: `${failure.code}, tried ${tried} times. Check that the server runs and that the Base URL in the credential is the address by which n8n reaches it.`,
			itemIndex: request.itemIndex,
		});
		throw withDetails(down, { code: 'connection_failed' });
	}
}

function stranger(caller: Caller, baseUrl: string, answer: IN8nHttpFullResponse, request: ApiRequest): NodeApiError {
	return new NodeApiError(caller.getNode(), {}, {
		message: `What answers at ${baseUrl} is not the Linkmill API`,
		description: 'Check the Base URL in the Linkmill credential: the address of the server, without a path.',
		httpCode: String(answer.statusCode),
		itemIndex: request.itemIndex,
	});
}

/** Busy, not wrong: too many requests, unavailable, a proxy without the server behind it, or the first try of this very request is still running. */
function worthWaiting({ statusCode, body }: IN8nHttpFullResponse): boolean {
	if ([429, 502, 503, 504].includes(statusCode)) return true;
	return statusCode === 409 && (body as IDataObject | null)?.code === 'idempotency_key_in_use';
}

/** The server divides a parameter at its commas unless it is there twice; an empty one does not count. */
function given(query: ApiRequest['query'] = {}): IDataObject {
	const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? [...(value as string[]), ''] : value]));
}

function bytesOf(body: unknown): Buffer {
	return Buffer.isBuffer(body) ? body : Buffer.from(body as ArrayBuffer);
}

function readJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch {
		return undefined;
	}
}
