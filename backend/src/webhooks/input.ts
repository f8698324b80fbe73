import type { FieldProblem } from '../../../contract/problem.ts';
import type { WebhookFilter } from '../../../contract/webhook.ts';
import { orInvalid, parserFor, type Parsed } from '../http/parse.ts';
import { ProblemError } from '../http/problem.ts';
import { parsePublicId } from '../ids.ts';
import { parseTime } from '../times.ts';
import { readLinkConditions } from './filter.ts';
import { NewWebhookSchema, WebhookChangeSchema, type NewWebhookInput, type WebhookChangeInput } from './schema.ts';
import { secretProblem } from './signature.ts';
import { urlProblem } from './webhook-url.ts';

const parseShapeOfNew = parserFor(NewWebhookSchema);
const parseShapeOfChange = parserFor(WebhookChangeSchema);

/** A checked `POST` body; `expiresAt` in milliseconds. */
export type CheckedWebhook = NewWebhookInput & { expiresAt: number | null };

/**
 * Reads the body of `POST /v1/webhooks`.
 *
 * @throws ProblemError `invalid_request`, naming every bad field
 */
export function parseNewWebhook(body: unknown, now: number): CheckedWebhook {
	const input = orInvalid(parseShapeOfNew(body));
	const expiresAt = input.expires_at === undefined ? null : parseTime(input.expires_at);
	const problems = commonProblems(input);
	const secret = input.secret === undefined ? undefined : secretProblem(input.secret);
	if (secret !== undefined) problems.push({ pointer: '/secret', code: 'invalid_secret', message: secret });
	if (expiresAt === undefined || (expiresAt !== null && expiresAt <= now)) {
		const message = 'expires_at must be an ISO 8601 time in the future, such as 2027-01-31T18:00:00Z; leave it out for a subscription that does not end.';
		problems.push({ pointer: '/expires_at', code: 'invalid_time', message });
	}
	return orInvalid(checked({ ...input, expiresAt: expiresAt ?? null }, problems));
}

/**
 * Reads the body of `PATCH /v1/webhooks/{id}`.
 *
 * @throws ProblemError `invalid_request`, naming every bad field
 */
export function parseWebhookChange(body: unknown): WebhookChangeInput {
	const input = orInvalid(parseShapeOfChange(body));
	return orInvalid(checked(input, commonProblems(input)));
}

function checked<T>(value: T, problems: FieldProblem[]): Parsed<T> {
	return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

function commonProblems(input: { url?: string; events?: readonly string[]; filter?: WebhookFilter }): FieldProblem[] {
	const problems: FieldProblem[] = [];
	const url = input.url === undefined ? undefined : urlProblem(input.url);
	if (url !== undefined) problems.push({ pointer: '/url', code: 'invalid_url', message: url });
	if (input.events?.length === 0) {
		problems.push({ pointer: '/events', code: 'required', message: 'events must name at least one event; leave it out for link.clicked.' });
	}
	input.filter?.link_ids?.forEach((id, index) => {
		if (parsePublicId('link', id) !== undefined) return;
		const message = `filter.link_ids.${String(index)} must be the id of a link (lnk_…); slugs go into filter.slugs.`;
		problems.push({ pointer: `/filter/link_ids/${String(index)}`, code: 'invalid_id', message });
	});
	return [...problems, ...conditionProblems(input.filter ?? {})];
}

function conditionProblems(filter: WebhookFilter): FieldProblem[] {
	try {
		readLinkConditions(filter);
		return [];
	} catch (error) {
		if (error instanceof ProblemError) return error.details.errors ?? [];
		throw error;
	}
}
