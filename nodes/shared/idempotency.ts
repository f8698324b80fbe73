import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The Idempotency-Key of a write. "Retry On Fail" runs the whole node again with the same keys, so what
 * was written is answered again, not written again.
 *
 * The UUID is kept with the run because execution ids are small numbers that repeat across instances. The
 * execution id is in the key nevertheless: an execution that someone retries later inherits the UUID, and
 * must not be answered with the failure that was just corrected. The run index tells the rounds of a loop
 * apart, the part the requests of one run.
 */
export function idempotencyKey(context: IExecuteFunctions, part: number, body: object): string {
	const kept = context.getContext('node');
	kept.linkmillRun ??= randomUUID();
	const { $runIndex } = context.getWorkflowDataProxy(0);
	const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
	return [kept.linkmillRun, context.getExecutionId(), $runIndex, part, hash].join('.');
}
