import type { IExecuteFunctions } from 'n8n-workflow';
import { DateTime } from 'luxon';

/**
 * When this run of the node began. "Retry On Fail" runs it again with the same time, so that what depends on it has the
 * same Idempotency-Key; a retried execution and the next round of a loop have a time of their own.
 */
export function runTime(context: IExecuteFunctions): DateTime {
	const kept = context.getContext('node');
	const run = `${context.getExecutionId()}.${context.getWorkflowDataProxy(0).$runIndex as number}`;
	const known = kept.linkmillTime as { run: string; at: number } | undefined;
	const time = known?.run === run ? known : { run, at: Date.now() };
	kept.linkmillTime = time;
	return DateTime.fromMillis(time.at);
}
