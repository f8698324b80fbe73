import type { Answer } from '../http/answer.ts';
import type { WriteRequest } from './operation.ts';
import type { OperationName } from './operations.ts';

/** A write on its way to the writer: its body as bytes, or as a value where the server itself asks for it. */
export interface WriteJob extends Omit<WriteRequest, 'body'> {
	name: OperationName;
	body: { bytes: Uint8Array } | { value: unknown };
	idempotencyKey: string | undefined;
	/** Outbox events up to this one are in the log and can be forgotten. */
	outboxCopied: number;
}

/** An answer, and the slugs whose cached redirect must go before it leaves. */
export interface WriteJobAnswer extends Answer {
	touched: readonly string[];
}
