import { PROBLEMS, type FieldProblem, type Problem, type ProblemCode } from '../../../contract/problem.ts';

/** What a problem carries beside its code and sentence. */
export interface ProblemDetails extends Pick<Problem, 'errors' | 'existing' | 'matched' | 'links'> {
	/** For the answer's headers, not its body. */
	retryAfterSeconds?: number;
}

/** An answer other than success, thrown by whoever finds it. The only place that knows its wire form. */
export class ProblemError extends Error {
	readonly code: ProblemCode;
	readonly details: ProblemDetails;

	constructor(code: ProblemCode, detail: string, details: ProblemDetails = {}) {
		super(detail);
		this.name = 'ProblemError';
		this.code = code;
		this.details = details;
	}

	get status(): number {
		return PROBLEMS[this.code].status;
	}

	/** The body (RFC 9457). */
	toProblem(): Problem {
		const { errors, existing, matched, links } = this.details;
		return {
			type: `https://linkmill.dev/problems/${this.code}`,
			title: PROBLEMS[this.code].title,
			status: this.status,
			detail: this.message,
			code: this.code,
			message: this.message,
			...(errors && { errors }),
			...(existing !== undefined && { existing }),
			...(matched !== undefined && { matched }),
			...(links && { links }),
		};
	}
}

/** Input that is not valid: the sentence is that of the first bad field, the list names all of them. */
export function invalidRequest(errors: FieldProblem[]): ProblemError {
	const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more, see errors)` : '';
	return new ProblemError('invalid_request', `${errors[0]?.message ?? 'The request is not valid.'}${more}`, { errors });
}
