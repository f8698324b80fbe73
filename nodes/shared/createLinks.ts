import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { BatchAnswer, BatchError, BatchMode, BatchRequest, BatchResult, NewLink } from '../../contract/link';
import type { QrOptions } from '../../contract/qr';
import { callApi } from './client';
import { idempotencyKey } from './idempotency';
import { detailsOf, hintFor } from './problem';

/** A link as the answer to a batch has it: with its place there, what became of it, and its QR code where that was asked for. */
export type BatchedLink = BatchAnswer['links'][number];

/** What became of one link: written (or found), refused by the server, or never decided because a request failed. */
export type Outcome =
	| { link: BatchedLink; result: BatchResult; changeId: string | null }
	| { refused: BatchError }
	| { error: unknown };

/** How a list of links is sent. */
export interface CreateOptions {
	mode: BatchMode;
	/** Links in one request, up to 10,000. */
	chunkSize: number;
	/** Number of the first request, unique within a run of the node; see {@link idempotencyKey}. */
	firstPart: number;
	/** Each link with its QR code as SVG. */
	qr?: boolean | QrOptions;
	/** Called after each request with the number of links that are done. */
	progress?: (done: number) => void;
}

/** Requests under way at once: while the server writes one, n8n makes the next and reads the one before. */
const AT_ONCE = 4;

/**
 * Creates links in few requests and gives an outcome for each, in the order given. A request that was broken off is sent
 * again under its Idempotency-Key, so that nothing is made twice; after one that failed as a whole no more are sent, since
 * the same would happen to them.
 */
export async function createLinks(context: IExecuteFunctions, links: NewLink[], options: CreateOptions): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	const starts = Array.from({ length: Math.ceil(links.length / options.chunkSize) }, (_, chunk) => chunk * options.chunkSize);
	const waiting = starts.values();
	let failure: { error: unknown } | undefined;
	let done = 0;

	const worker = async () => {
		for (let next = waiting.next(); !next.done && !failure; next = waiting.next()) {
			const start = next.value;
			const chunk = links.slice(start, start + options.chunkSize);
			try {
				const sent = await createChunk(context, chunk, options.firstPart + start / options.chunkSize, options);
				sent.forEach((outcome, index) => (outcomes[start + index] = outcome));
				options.progress?.((done += chunk.length));
			} catch (error) {
				failure ??= { error };
			}
		}
	};
	await Promise.all(Array.from({ length: canOverlap(links, options) ? AT_ONCE : 1 }, worker));
	return Array.from(links, (_, index) => outcomes[index] ?? failure ?? { error: new Error('The link was not sent') });
}

/**
 * Whether requests may overtake each other. Not where they share a slug or an external ID, of which the earlier row must
 * have it; not where slugs are made unique, since `a-2` may be another row's own; and not where one failure ends it all,
 * which then should have written nothing behind it.
 */
function canOverlap(links: NewLink[], { mode, chunkSize }: CreateOptions): boolean {
	if (mode === 'atomic') return false;
	const chunks = new Map<string, number>();
	return links.every(({ slug, external_id, if_exists }, index) => {
		if (slug !== undefined && if_exists === 'unique') return false;
		const chunk = Math.floor(index / chunkSize);
		const names = [slug === undefined ? '' : `slug:${slug}`, external_id ? `external:${external_id}` : ''].filter(Boolean);
		return names.every((name) => {
			const before = chunks.get(name) ?? chunk;
			chunks.set(name, chunk);
			return before === chunk;
		});
	});
}

async function createChunk(context: IExecuteFunctions, links: NewLink[], part: number, { mode, qr }: CreateOptions): Promise<Outcome[]> {
	const body: BatchRequest = { links, mode, ...(qr && { qr }) };
	const answer = await callApi<BatchAnswer>(context, {
		method: 'POST',
		path: '/v1/links/batch',
		body,
		idempotencyKey: idempotencyKey(context, part, body),
	});
	return inOrder(answer, links.length);
}

/** The answer lists successes and failures apart, each with its place in the request. */
function inOrder(answer: BatchAnswer, length: number): Outcome[] {
	const outcomes: Outcome[] = Array.from({ length }, (_, index) => ({
		refused: { index, code: 'no_result', message: 'Linkmill gave no result for this link', pointer: null },
	}));
	// Taken over as they are: a copy of each would be a quarter of the work.
	for (const link of answer.links) outcomes[link.index] = { link, result: link.result, changeId: answer.change_id };
	for (const refused of answer.errors) outcomes[refused.index] = { refused };
	return outcomes;
}

/** The error for a link that was refused within a batch that as a whole went well. */
export function refusedError(context: IExecuteFunctions, { code, message, pointer }: BatchError, itemIndex: number): NodeApiError {
	const error = new NodeApiError(context.getNode(), {}, { message, description: `${hintFor(code)} [${code}]`.trim(), itemIndex });
	error.context.details = { code, errors: [{ pointer: pointer ?? '', code, message }] };
	return error;
}

/** The first link that made an atomic batch fail, as a partial one would have told of it. */
export function firstRefusal(error: unknown): BatchError | undefined {
	for (const { pointer, code, message } of detailsOf(error)?.errors ?? []) {
		const [, index, within = ''] = /^\/links\/(\d+)(\/.*)?$/.exec(pointer) ?? [];
		if (index !== undefined) return { index: Number(index), code, message, pointer: within };
	}
	return undefined;
}
