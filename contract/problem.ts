/**
 * Errors on the wire: `application/problem+json` (RFC 9457), with a stable `code`
 * and, for bad input, every bad field by its JSON Pointer (RFC 6901).
 */

/** Media type of every error answer. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** One bad field of a request. */
export interface FieldProblem {
	/** JSON Pointer into the body (`/destination`), or `?name` for a query parameter. */
	pointer: string;
	code: string;
	/** A sentence that names the field and the remedy. */
	message: string;
}

/** The body of every answer with a status of 400 or more. */
export interface Problem {
	type: string;
	title: string;
	status: number;
	detail: string;
	/** Stable, snake_case; see {@link PROBLEMS}. */
	code: ProblemCode;
	/** The same as `detail`: the member that n8n and many clients show. */
	message: string;
	errors?: FieldProblem[];
	/** For `slug_taken` and `external_id_taken`: the id of the link that has it. */
	existing?: string;
	/** For `expected_count_mismatch`: how many links are selected, and the first of them. For an empty filter: how many it would have been. */
	matched?: number;
	links?: Array<{ id: string; slug: string; destination: string }>;
}

/** Every code that an answer can carry, with its HTTP status and title. */
export const PROBLEMS = {
	bad_request: { status: 400, title: 'Bad request' },
	unauthorized: { status: 401, title: 'API key missing or not valid' },
	forbidden: { status: 403, title: 'API key lacks a scope' },
	cross_site_request: { status: 403, title: 'Request comes from another site' },
	not_found: { status: 404, title: 'Not found' },
	slug_taken: { status: 409, title: 'Slug is taken' },
	external_id_taken: { status: 409, title: 'External id is taken' },
	change_too_old: { status: 409, title: 'Change is too old to be reverted' },
	expected_count_mismatch: { status: 409, title: 'The selection is not what was expected' },
	idempotency_key_in_use: { status: 409, title: 'Request with this Idempotency-Key is still running' },
	version_mismatch: { status: 412, title: 'Link has changed since' },
	payload_too_large: { status: 413, title: 'Request body is too large' },
	unsupported_media_type: { status: 415, title: 'Media type is not supported' },
	invalid_request: { status: 422, title: 'Request is not valid' },
	idempotency_key_reused: { status: 422, title: 'Idempotency-Key was used for another request' },
	batch_rejected: { status: 422, title: 'Batch was rejected, nothing was written' },
	webhook_address_private: { status: 422, title: 'Webhook address is private' },
	webhook_unreachable: { status: 422, title: 'Webhook address does not answer' },
	rate_limited: { status: 429, title: 'Too many requests' },
	internal_error: { status: 500, title: 'Internal error' },
	unavailable: { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

/** A stable error code. */
export type ProblemCode = keyof typeof PROBLEMS;
