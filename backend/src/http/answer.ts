import { PROBLEM_MEDIA_TYPE } from '../../../contract/problem.ts';
import { IndexIncomplete, StorageUnavailable } from '../storage/unavailable.ts';
import { ProblemError } from './problem.ts';

/** An answer made in another thread: its body is bytes already, so that the redirect thread only passes it on. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: Uint8Array | undefined;
	/** What went wrong inside, for the server's own log; the caller is told nothing of it. */
	failure?: string | undefined;
}

/** A JSON answer. Without a body, an empty one. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
	if (body === undefined) return { status, headers, body: undefined };
	const mediaType = status >= 400 ? PROBLEM_MEDIA_TYPE : 'application/json';
	return { status, headers: { 'content-type': `${mediaType}; charset=utf-8`, ...headers }, body: Buffer.from(JSON.stringify(body)) };
}

/** A problem as an answer. */
export function problemAnswer(error: ProblemError): Answer {
	const { retryAfterSeconds } = error.details;
	return jsonAnswer(error.status, error.toProblem(), retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) });
}

/** What `work` answers; a problem that it throws as that problem's answer, anything else as a 500 that tells nothing. */
export async function answering(work: () => Promise<Answer>): Promise<Answer> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof ProblemError) return problemAnswer(error);
		if (error instanceof IndexIncomplete) return problemAnswer(incomplete());
		const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
		return { ...problemAnswer(error instanceof StorageUnavailable ? storageProblem(error) : unexpected()), failure };
	}
}

/** Seconds after which a caller may try again where the disk is the trouble, or the database. */
const STORAGE_RETRY_AFTER = 30;

/** What a caller is told where the storage cannot be asked, or written. */
export function storageProblem({ isUncertain }: StorageUnavailable): ProblemError {
	const sentence = isUncertain
		? 'The server lost its database while it wrote, and cannot tell whether that was done. Try again later: with the same Idempotency-Key, nothing is done twice.'
		: 'The server cannot write at the moment. Nothing was written; try again later.';
	return new ProblemError('unavailable', sentence, { retryAfterSeconds: STORAGE_RETRY_AFTER });
}

/** Seconds in which the index of some ten thousand links is built. */
const INDEX_RETRY_AFTER = 5;

function incomplete(): ProblemError {
	const sentence = 'Links cannot be looked for by their texts at the moment: the index is being built. Try again in a few seconds.';
	return new ProblemError('unavailable', sentence, { retryAfterSeconds: INDEX_RETRY_AFTER });
}

function unexpected(): ProblemError {
	return new ProblemError('internal_error', 'Something went wrong on our side. Nothing was written; try again.');
}
