import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, JsonObject } from 'n8n-workflow';
import type { FieldProblem, Problem, ProblemCode } from '../../contract/problem';

/** What a person can do about a refusal, where the backend's own sentence does not say it already. */
const HINTS: Partial<Record<ProblemCode, string>> = {
	unauthorized: 'Check the API key in the Linkmill credential.',
	forbidden: 'Use a key that has this scope, or ask who runs Linkmill for one.',
	not_found: 'Check the ID, slug or short URL, and that the credential belongs to the right server.',
	slug_taken: 'Choose another slug, or set If the Slug Exists to Return It, Update It or Make It Unique.',
	external_id_taken: 'Set If the Slug Exists to Return It or Update It to use the link that has this external ID.',
	expected_count_mismatch: 'Nothing was changed. Run once with Dry Run to see which links match.',
	change_too_old: 'Changes can be undone for 30 days.',
	rate_limited: 'Linkmill was asked again several times. Raise LINKMILL_RATE_LIMIT or send fewer requests.',
	webhook_unreachable: 'Set N8N_WEBHOOK_URL (before n8n 2.35: WEBHOOK_URL) in n8n, or Callback Base URL in the node, to an address that the Linkmill server can reach, then activate the workflow again.',
	webhook_address_private: 'Add that setting where Linkmill runs and start it again, then activate the workflow again.',
	unavailable: 'Linkmill was asked again several times. Look at its log and at /readyz.',
};

/** What is known of a failure beyond its sentence: stable, for workflows that branch on it. */
export interface FailureDetails {
	code: string;
	status?: number;
	errors?: FieldProblem[];
	existing?: string;
	parameter?: string;
}

/** The one place where a refusal of Linkmill becomes an error of n8n. */
export function problemError(node: INode, statusCode: number, body: unknown, itemIndex?: number): NodeApiError {
	const problem = isProblem(body) ? body : undefined;
	const message = problem?.detail ?? `Linkmill answered with status ${statusCode}`;
	const details: FailureDetails = {
		code: problem?.code ?? `http_${statusCode}`,
		status: statusCode,
		...(problem?.errors && { errors: problem.errors }),
		...(problem?.existing && { existing: problem.existing }),
	};
	const fields = (problem?.errors ?? []).slice(0, 5).map((field) => `${field.pointer}: ${field.message}`);
	const advice = problem
		? hintFor(problem.code)
		: 'This is not how Linkmill answers. Check the Base URL in the Linkmill credential, and any proxy in between.';
	const description = [...fields, advice].filter((line) => line && line !== message).join(' ');
	const error = new NodeApiError(node, (problem ?? {}) as unknown as JsonObject, {
		message,
		description: `${description} [${details.code}]`.trim(),
		httpCode: String(statusCode),
		itemIndex,
	});
	// n8n puts a sentence of its own in the place of one that has a code such as ECONNREFUSED in it.
	error.message = message;
	return withDetails(error, details);
}

/** A parameter whose value cannot be used; found before any request is made. */
export function parameterError(node: INode, parameter: string, sentence: string, itemIndex?: number): NodeOperationError {
	return withDetails(new NodeOperationError(node, `${parameter}: ${sentence}`, { itemIndex }), {
		code: 'invalid_parameter',
		parameter,
	});
}

/** What a workflow sees of a failure under `details`; nothing where only a sentence is known. */
export function detailsOf(error: unknown): FailureDetails | undefined {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return undefined;
	return error.context.details as FailureDetails | undefined;
}

/** What to do about a code, or an empty string. */
export function hintFor(code: string): string {
	return HINTS[code as ProblemCode] ?? '';
}

/** Puts the details where {@link detailsOf} finds them. */
export function withDetails<E extends NodeApiError | NodeOperationError>(error: E, details: FailureDetails): E {
	error.context.details = details;
	return error;
}

function isProblem(body: unknown): body is Problem {
	if (typeof body !== 'object' || body === null) return false;
	return 'code' in body && typeof body.code === 'string' && 'detail' in body && typeof body.detail === 'string';
}
