import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { BatchAnswer, BatchError, BatchMode, BatchRequest, BatchResult, Link, NewLink } from '../../contract/link';
import { callApi } from './client';
import { idempotencyKey } from './idempotency';
import { detailsOf, hintFor } from './problem';

/** What became of one link: written (or found), refused by the server, or never decided because a request failed. */
export type Outcome =
	| { link: Link; result: BatchResult; changeId: string | null }
	| { refused: BatchError }
	| { error: unknown };

/** How a list of links is sent. */
export interface CreateOptions {
	mode: BatchMode;
	/** Links in one request, up to 10,000. */
	chunkSize: number;
	/** Number of the first request, unique within a run of the node; see {@link idempotencyKey}. */
	firstPart: number;
	/** Called after each request with the number of links that are done. */
	progress?: (done: number) => void;
}

/**
 * Creates links in few requests and gives an outcome for each, in the order given. Requests go out one
 * after the other: of two equal slugs the earlier must win, in whatever chunks they are. After a request
 * that failed as a whole no more are sent, since the same would happen to them.
 */
export async function createLinks(context: IExecuteFunctions, links: NewLink[], options: CreateOptions): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (let start = 0, part = options.firstPart; start < links.length; start += options.chunkSize, part++) {
		const chunk = links.slice(start, start + options.chunkSize);
		const body: BatchRequest = { links: chunk, mode: options.mode };
		try {
			const answer = await callApi<BatchAnswer>(context, {
				method: 'POST',
				path: '/v1/links/batch',
				body,
				idempotencyKey: idempotencyKey(context, part, body),
			});
			outcomes.push(...inOrder(answer, chunk.length));
			options.progress?.(outcomes.length);
		} catch (error) {
			return outcomes.concat(Array.from({ length: links.length - start }, () => ({ error })));
		}
	}
	return outcomes;
}

/** The answer lists successes and failures apart, each with its place in the request. */
function inOrder(answer: BatchAnswer, length: number): Outcome[] {
	const outcomes: Outcome[] = Array.from({ length }, (_, index) => ({
		refused: { index, code: 'no_result', message: 'Linkmill gave no result for this link', pointer: null },
	}));
	for (const { index, result, ...link } of answer.links) {
		outcomes[index] = { link, result, changeId: answer.change_id };
	}
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
