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

/** A checked `PATCH` body; `expiresAt` is undefined where it stays as it is. */
export type CheckedChange = WebhookChangeInput & { expiresAt: number | null | undefined };

/**
 * Reads the body of `POST /v1/webhooks`.
 *
 * @throws ProblemError `invalid_request`, naming every bad field
 */
export function parseNewWebhook(body: unknown, now: number): CheckedWebhook {
	const input = orInvalid(parseShapeOfNew(body));
	const problems = commonProblems(input, now);
	const { start } = input;
	if (typeof start === 'object' && (start.after === undefined) === (start.max_age_seconds === undefined)) {
		problems.push({ pointer: '/start', code: 'invalid', message: 'start must be "now", "resume", or an object with either after or max_age_seconds.' });
	}
	return orInvalid(checked({ ...input, expiresAt: expiryOf(input.expires_at) ?? null }, problems));
}

/**
 * Reads the body of `PATCH /v1/webhooks/{id}`.
 *
 * @throws ProblemError `invalid_request`, naming every bad field
 */
export function parseWebhookChange(body: unknown, now: number): CheckedChange {
	const input = orInvalid(parseShapeOfChange(body));
	const problems = commonProblems(input, now);
	if (input.rotate_secret === true && input.secret !== undefined) {
		problems.push({ pointer: '/rotate_secret', code: 'invalid', message: 'rotate_secret makes a new secret; leave it out to set your own.' });
	}
	return orInvalid(checked({ ...input, expiresAt: expiryOf(input.expires_at) }, problems));
}

function checked<T>(value: T, problems: FieldProblem[]): Parsed<T> {
	return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** Undefined where it is not named, or is no time. */
function expiryOf(text: string | null | undefined): number | null | undefined {
	return typeof text === 'string' ? parseTime(text) : text;
}

interface Common {
	url?: string;
	events?: readonly string[];
	filter?: WebhookFilter;
	secret?: string;
	expires_at?: string | null;
}

function commonProblems(input: Common, now: number): FieldProblem[] {
	const problems: FieldProblem[] = [];
	const url = input.url === undefined ? undefined : urlProblem(input.url);
	if (url !== undefined) problems.push({ pointer: '/url', code: 'invalid_url', message: url });
	if (input.events?.length === 0) {
		problems.push({ pointer: '/events', code: 'required', message: 'events must name at least one event; leave it out for link.clicked.' });
	}
	const secret = input.secret === undefined ? undefined : secretProblem(input.secret);
	if (secret !== undefined) problems.push({ pointer: '/secret', code: 'invalid_secret', message: secret });
	if (typeof input.expires_at === 'string' && (expiryOf(input.expires_at) ?? 0) <= now) {
		const message = 'expires_at must be an ISO 8601 time in the future, such as 2027-01-31T18:00:00Z; leave it out for a subscription that does not end.';
		problems.push({ pointer: '/expires_at', code: 'invalid_time', message });
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
