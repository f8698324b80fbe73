import type { FieldProblem, Problem } from '../../../contract/problem.ts';

/** Why a call did not succeed, in the API's own words: `message` is a sentence for people. */
export class ApiProblem extends Error {
	/** HTTP status; 0 where there was no answer. */
	readonly status: number;
	/** Stable code of the API; `unreachable` where there was no answer. */
	readonly code: string;
	/** Every bad field, where the request was not valid. */
	readonly fields: readonly FieldProblem[];
	/** The whole answer, where it was a problem. */
	readonly problem: Problem | undefined;

	constructor(message: string, { status = 0, problem }: { status?: number; problem?: Problem } = {}) {
		super(message);
		this.name = 'ApiProblem';
		this.status = status;
		this.code = problem?.code ?? (status === 0 ? 'unreachable' : 'unexpected');
		this.fields = problem?.errors ?? [];
		this.problem = problem;
	}

	/** What a failed `fetch` or anything else that was thrown means to a person. */
	static from(error: unknown): ApiProblem {
		if (error instanceof ApiProblem) return error;
		if (error instanceof TypeError) return new ApiProblem('The server does not answer. Check your connection, and try again.');
		return new ApiProblem(error instanceof Error ? error.message : String(error));
	}

	/**
	 * What is wrong with one field, in a sentence.
	 *
	 * @param pointer JSON Pointer into the body (`/destination`), or `?name` for a query parameter; what lies below it counts too
	 */
	field(pointer: string): string | undefined {
		return this.fields.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`))?.message;
	}
}

/** Whether a call was given up because its page went on: nothing to tell anybody. */
export function isAbort(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'AbortError';
}
