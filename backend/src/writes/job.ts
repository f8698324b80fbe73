import type { Answer } from '../http/answer.ts';
import type { WriteRequest } from './operation.ts';
import type { OperationName } from './operations.ts';

/** A file as the body of a request, with the options that came as its query. */
export interface FileBody {
	file: Uint8Array;
	options: Readonly<Record<string, unknown>>;
}

/** A write on its way to the writer: its body as the bytes of JSON, as a file, or as a value where the server itself asks for it. */
export interface WriteJob extends Omit<WriteRequest, 'body'> {
	name: OperationName;
	body: { bytes: Uint8Array } | FileBody | { value: unknown };
	idempotencyKey: string | undefined;
	/** Outbox events up to this one are in the log and can be forgotten. */
	outboxCopied: number;
}

/** An answer, and the slugs whose cached redirect must go before it leaves. */
export interface WriteJobAnswer extends Answer {
	touched: readonly string[];
}
