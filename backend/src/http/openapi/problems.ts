import Type from 'typebox';
import { PROBLEMS, PROBLEM_MEDIA_TYPE, type Problem, type ProblemCode } from '../../../../contract/problem.ts';
import type { Response, Schema } from './document.ts';

const codes = Object.keys(PROBLEMS) as ProblemCode[];

const FieldProblemSchema = Type.Object(
	{
		pointer: Type.String({ description: 'JSON Pointer into the body (`/links/7/destination`), or `?limit` for a parameter.' }),
		code: Type.String({ description: 'Stable, snake_case.' }),
		message: Type.String({ description: 'A sentence that names the field and the remedy.' }),
	},
	{ title: 'FieldProblem', description: 'One bad field of a request.' },
);

/** The body of every error, as the document shows it. */
export const ProblemSchema = Type.Object(
	{
		type: Type.String({ format: 'uri', description: 'Names the kind of problem; ends with its code.' }),
		title: Type.String({ description: 'The kind of problem in words.' }),
		status: Type.Integer({ description: 'The HTTP status again.' }),
		detail: Type.String({ description: 'What went wrong this time, and what to do about it.' }),
		code: Type.Unsafe<ProblemCode>({ type: 'string', enum: codes, description: 'Stable: decide by this one.' }),
		message: Type.String({ description: 'The same as `detail`.' }),
		errors: Type.Optional(Type.Array(FieldProblemSchema, { description: 'Every bad field, where the request is not valid.' })),
		existing: Type.Optional(Type.String({ description: 'Where a slug or an external id is taken: the id of the link that has it.' })),
		matched: Type.Optional(Type.Integer({ description: 'Where `expected_count` is another: how many links are selected.' })),
		links: Type.Optional(Type.Array(Type.Object({ id: Type.String(), slug: Type.String(), destination: Type.String() }), { description: 'The first of them.' })),
	},
	{ title: 'Problem', description: 'An error (RFC 9457).' },
);

/** What a problem says in the examples. Without a line here, its title. */
const SENTENCES: Partial<Record<ProblemCode, string>> = {
	bad_request: 'The body is not JSON. Check its syntax.',
	unauthorized: 'Send your API key in the header "Authorization: Bearer <key>".',
	forbidden: 'The API key "reports" has the scopes read; this call needs write.',
	not_found: 'There is no link "slug:spring-sale".',
	slug_taken: 'slug "spring-sale" is taken by another link. Choose another.',
	external_id_taken: 'external_id "SKU-1001" is taken by another link. Choose another.',
	change_too_old: 'chg_0e3k5w9zq1s was made on 2027-01-02T08:00:00.000Z; changes can be reverted for 30 days.',
	expected_count_mismatch: 'The selection matches 203 links, expected_count says 200. Nothing was written.',
	idempotency_key_in_use: 'A request with this Idempotency-Key is still running. Wait for its answer, then repeat.',
	idempotency_key_reused: 'This Idempotency-Key was used for a request with another body. Use a new key for a new request.',
	version_mismatch: 'The link has version 3 by now, If-Match asks for 2. Read it again and repeat the change.',
	payload_too_large: 'The body must be at most 64 MiB. Send fewer links at once.',
	unsupported_media_type: 'Send the body as JSON, with the header "Content-Type: application/json".',
	invalid_request: 'destination is required.',
	rate_limited: 'This API key has used up its requests. Try again in 2 s, or send many links in one batch.',
	internal_error: 'Something went wrong on our side. Nothing was written; try again.',
	unavailable: 'The server cannot write at the moment. Nothing was written; try again later.',
};

const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

/** The answers for these codes by status, each as a component by its name. */
export function problemResponses(wanted: Iterable<ProblemCode>, schema: Schema): Array<{ status: number; name: string; response: Response }> {
	const byStatus = Map.groupBy(new Set(wanted), (code): number => PROBLEMS[code].status);
	return [...byStatus].map(([status, unsorted]) => {
		const together = codes.filter((code) => unsorted.includes(code));
		const response = {
			description: together.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
			...([429, 503].includes(status) && { headers: RETRY_AFTER }),
			content: {
				[PROBLEM_MEDIA_TYPE]: {
					schema,
					examples: Object.fromEntries(together.map((code) => [code, { summary: PROBLEMS[code].title, value: exampleProblem(code) }])),
				},
			},
		};
		return { status, name: together.map(pascalCase).join('Or'), response };
	});
}

/** A problem with this code, as it could be. */
export function exampleProblem(code: ProblemCode): Problem {
	const { status, title } = PROBLEMS[code];
	const sentence = SENTENCES[code] ?? `${title}.`;
	const taken = code === 'slug_taken' || code === 'external_id_taken';
	const field = taken ? code.replace('_taken', '') : 'destination';
	const bad = { pointer: `/${field}`, code: taken ? code : 'required', message: sentence };
	return {
		type: `https://linkmill.dev/problems/${code}`,
		title,
		status,
		detail: sentence,
		code,
		message: sentence,
		...((taken || code === 'invalid_request') && { errors: [bad] }),
		...(taken && { existing: 'lnk_0e3k5w9zq1r' }),
	};
}

function pascalCase(code: string): string {
	return code.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
