import { createHash } from 'node:crypto';
import type { FindClicks } from '../conversions/click.ts';
import { ProblemError } from '../http/problem.ts';
import type { LinkTotals, LinkTransaction, LinkWriter } from '../storage/storage.ts';
import type { Operation, WriteAnswer, WriteRequest, WriteTools } from './operation.ts';

/** How long an answer is kept for its Idempotency-Key. */
export const ANSWER_RETENTION_MS = 24 * 3_600_000;

/** A write with what makes it repeatable. */
export interface KeyedWrite {
	/** Name of the operation; with the path's parameters and the API key, the scope of an Idempotency-Key. */
	name: string;
	idempotencyKey: string | undefined;
	/** What the body is compared by when the key comes again. */
	bodyText: string | Uint8Array;
}

/** What came of a write, and whether it was done just now. */
export interface WriteResult extends WriteAnswer {
	replayed: boolean;
}

/** What a thread that writes has at hand. */
export interface WriterDependencies {
	writer: LinkWriter;
	totals(linkIds: readonly number[]): Promise<LinkTotals[]>;
	baseUrl: string;
	logHead(): number;
	indexed?(): Promise<void>;
	clicks?: FindClicks;
}

interface Kept {
	status: number;
	kept: unknown;
	/** A problem is given again as it was, whatever the operation's `replay` does. */
	problem: boolean;
}

/**
 * Runs an operation in one transaction. Under an Idempotency-Key its answer is kept in the same transaction and given
 * again for 24 hours; what failed for a reason of the caller's is kept as well, what failed for one of ours is not.
 */
export async function write(operation: Operation, request: WriteRequest, keyed: KeyedWrite, dependencies: WriterDependencies): Promise<WriteResult> {
	const now = Date.now();
	const scope = answerScope(keyed.name, request);
	const { writer, ...rest } = dependencies;
	const tools = (transaction: LinkTransaction): WriteTools => ({ transaction, ...rest, now });
	const hash = createHash('sha256').update(keyed.bodyText).digest('base64url');
	const keep = async (transaction: LinkTransaction, kept: Kept) => {
		if (keyed.idempotencyKey === undefined) return;
		await transaction.keepAnswer({ scope, key: keyed.idempotencyKey, request: hash, answer: JSON.stringify(kept), at: now });
	};
	try {
		return await writer.transaction(async (transaction) => {
			const again = keyed.idempotencyKey === undefined ? undefined : await transaction.keptAnswer(scope, keyed.idempotencyKey);
			if (again && again.at > now - ANSWER_RETENTION_MS) {
				if (again.request !== hash) throw new IdempotencyKeyReused();
				return await replay(operation, JSON.parse(again.answer) as Kept, tools(transaction));
			}
			const answer = await operation.write(request, tools(transaction));
			await keep(transaction, { status: answer.status, kept: answer.kept ?? answer.body, problem: false });
			return { ...answer, replayed: false };
		});
	} catch (error) {
		if (!(error instanceof ProblemError) || error instanceof IdempotencyKeyReused || error.status >= 500) throw error;
		await writer.transaction((transaction) => keep(transaction, { status: error.status, kept: error.toProblem(), problem: true }));
		throw error;
	}
}

/** The scope of an Idempotency-Key: the API key, the operation, and what it is about. */
export function answerScope(name: string, { keyId, params }: Pick<WriteRequest, 'keyId' | 'params'>): string {
	return `${String(keyId)} ${name} ${Object.values(params).join('/')}`;
}

async function replay(operation: Operation, { status, kept, problem }: Kept, tools: WriteTools): Promise<WriteResult> {
	if (problem || !operation.replay) return { status, body: kept, replayed: true };
	return { ...(await operation.replay(kept, tools)), replayed: true };
}

class IdempotencyKeyReused extends ProblemError {
	constructor() {
		super('idempotency_key_reused', 'This Idempotency-Key was used for a request with another body. Use a new key for a new request.');
	}
}
