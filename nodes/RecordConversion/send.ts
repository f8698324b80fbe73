import type { IExecuteFunctions } from 'n8n-workflow';
import { CONVERSION_LIMITS } from '../../contract/conversion';
import type { ConversionBatchAnswer, NewConversion, RecordedConversion } from '../../contract/conversion';
import type { BatchError, BatchMode } from '../../contract/link';
import { callApi } from '../shared/client';
import { idempotencyKey } from '../shared/idempotency';
import { detailsOf } from '../shared/problem';

/** What became of one conversion: recorded (or found), refused by the server, or never decided because a request failed. */
export type Outcome = { recorded: RecordedConversion } | { refused: BatchError } | { error: unknown };

/**
 * Sends conversions in few requests and gives an outcome for each, in the order given. Requests go out one after the other:
 * of two with one external ID the earlier is it, in whatever chunks they are. After one that failed as a whole no more are sent.
 */
export async function sendConversions(context: IExecuteFunctions, conversions: NewConversion[], mode: BatchMode): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (let start = 0; start < conversions.length; start += CONVERSION_LIMITS.batch) {
		const chunk = conversions.slice(start, start + CONVERSION_LIMITS.batch);
		const body = { conversions: chunk, mode };
		try {
			const answer = await callApi<ConversionBatchAnswer>(context, {
				method: 'POST',
				path: '/v1/conversions',
				body,
				idempotencyKey: idempotencyKey(context, start, body),
			});
			outcomes.push(...inOrder(answer, chunk.length));
		} catch (error) {
			return outcomes.concat(Array.from({ length: conversions.length - start }, () => ({ error })));
		}
	}
	return outcomes;
}

/** The answer lists successes and failures apart, each with its place in the request. */
function inOrder(answer: ConversionBatchAnswer, length: number): Outcome[] {
	const outcomes: Outcome[] = Array.from({ length }, (_, index) => ({
		refused: { index, code: 'no_result', message: 'Linkmill gave no result for this conversion', pointer: null },
	}));
	for (const { index, ...recorded } of answer.conversions) outcomes[index] = { recorded };
	for (const refused of answer.errors) outcomes[refused.index] = { refused };
	return outcomes;
}

/** The first conversion that made an atomic request fail, as a partial one would have told of it. */
export function firstRefusal(error: unknown): BatchError | undefined {
	for (const { pointer, code, message } of detailsOf(error)?.errors ?? []) {
		const [, index, within = ''] = /^\/conversions\/(\d+)(\/.*)?$/.exec(pointer) ?? [];
		if (index !== undefined) return { index: Number(index), code, message, pointer: within };
	}
	return undefined;
}
