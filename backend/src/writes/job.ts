import type { Answer } from '../http/answer.ts';
import type { WriteRequest } from './operation.ts';
import type { OperationName } from './operations.ts';

/** A file as the body of a request, with the options that came as its query. */
export interface FileBody {
	file: Uint8Array;
	options: Readonly<Record<string, unknown>>;
}

/** What the server makes of a body, or asks for by itself; `text` is what tells the request from another under the same Idempotency-Key, if that is not the value. */
export interface ValueBody {
	value: unknown;
	text?: Uint8Array | undefined;
}

/** A write on its way to the writer: its body as the bytes of JSON, as a file, or as a value. */
export interface WriteJob extends Omit<WriteRequest, 'body'> {
	name: OperationName;
	body: { bytes: Uint8Array } | FileBody | ValueBody;
	idempotencyKey: string | undefined;
	/** Outbox events up to this one are in the log and can be forgotten. */
	outboxCopied: number;
}

/** An answer, and the slugs whose cached redirect must go before it leaves. */
export interface WriteJobAnswer extends Answer {
	touched: readonly string[];
}
