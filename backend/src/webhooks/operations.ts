import { WEBHOOK_LIMITS } from '../../../contract/webhook.ts';
import { ProblemError } from '../http/problem.ts';
import { parsePublicId } from '../ids.ts';
import type { StoredWebhook } from '../storage/storage.ts';
import type { Operation, WriteAnswer, WriteTools } from '../writes/operation.ts';
import { parseNewWebhook, parseWebhookChange, type CheckedWebhook } from './input.ts';
import { isExpired } from './present.ts';
import { makeSecret } from './signature.ts';

/**
 * What an operation answers: the subscription as it is kept, for the route to complete with where it stands in the log,
 * which is not the writer's to read. `secret` is there where this call set it, null where it is not shown again.
 */
export interface WrittenWebhook {
	webhook: Omit<StoredWebhook, 'secret' | 'oldSecret'>;
	secret?: string | null;
}

/** Body of {@link createWebhook}: the caller's, and the position of the event in its `start.after`, which only who reads the log can tell. */
export interface ResolvedWebhook {
	input: unknown;
	after?: number | undefined;
}

/** `POST /v1/webhooks`: a new subscription, or the one with the same key, resumed. */
export const createWebhook: Operation = {
	async write({ body }, { transaction, now, logHead }) {
		const { input: given, after } = (body ?? {}) as Partial<ResolvedWebhook>;
		const [input, head] = [parseNewWebhook(given, now), logHead()];
		const known = input.key === undefined ? undefined : await transaction.webhooks.byKey(input.key);
		if (known && !isExpired(known, now)) {
			const webhook = { ...known, ...replaced(input), ...rotated(known, input.secret, now), ...started(known, input, { head, after, now }) };
			await transaction.webhooks.update(webhook);
			return answer(webhook, webhook.secret !== known.secret);
		}
		if (known) await transaction.webhooks.remove(known.id);
		const secret = input.secret ?? makeSecret();
		const start = { startPosition: after ?? head, startRevision: 1, skipBefore: null, skipUpTo: 0 };
		const webhook = { ...replaced(input), ...start, secret, oldSecret: null, oldSecretUntil: null, key: input.key ?? null, replay: null, createdAt: now };
		return answer(await transaction.webhooks.insert(webhook), true);
	},
};

/** `PATCH /v1/webhooks/{id}`. A changed filter applies from the cursor on. */
export const updateWebhook: Operation = {
	async write({ params, body }, tools) {
		const { rotate_secret: rotate, secret, ...change } = parseWebhookChange(body, tools.now);
		const known = await existing(params['id'] ?? '', tools);
		const webhook: StoredWebhook = {
			...known,
			url: change.url ?? known.url,
			events: change.events ? [...new Set(change.events)] : known.events,
			filter: change.filter ?? known.filter,
			...(change.batch === undefined ? {} : batched(change.batch)),
			rate: change.rate === undefined ? known.rate : change.rate,
			name: change.name === undefined ? known.name : change.name,
			expiresAt: change.expiresAt === undefined ? known.expiresAt : change.expiresAt,
			onFailure: change.on_failure ?? known.onFailure,
			...(change.status && { status: change.status, statusReason: change.status === 'active' ? null : ('caller' as const) }),
			...rotated(known, rotate === true ? makeSecret() : secret, tools.now),
		};
		await tools.transaction.webhooks.update(webhook);
		return answer(webhook, webhook.secret !== known.secret);
	},
};

/** `DELETE /v1/webhooks/{id}`. */
export const deleteWebhook: Operation = {
	async write({ params }, tools) {
		const { id } = await existing(params['id'] ?? '', tools);
		await tools.transaction.webhooks.remove(id);
		return { status: 204 };
	},
};

/** What a caller says of a subscription, whether it is there already or not. */
function replaced(input: CheckedWebhook) {
	return {
		url: input.url,
		events: [...new Set(input.events ?? (['link.clicked'] as const))],
		filter: input.filter ?? {},
		...batched(input.batch ?? null),
		rate: input.rate ?? null,
		name: input.name ?? null,
		status: 'active' as const,
		statusReason: null,
		onFailure: input.on_failure ?? ('park' as const),
		expiresAt: input.expiresAt,
	};
}

function batched(batch: { max_events: number; max_wait_ms?: number } | null): Pick<StoredWebhook, 'maxEvents' | 'maxWaitMs'> {
	return { maxEvents: batch?.max_events ?? 1, maxWaitMs: batch?.max_wait_ms ?? WEBHOOK_LIMITS.default_wait_ms };
}

/** For a day the old secret is signed with too: a receiver can take up the new one without missing anything. */
function rotated({ secret, oldSecret, oldSecretUntil }: StoredWebhook, to: string | undefined, now: number): Pick<StoredWebhook, 'secret' | 'oldSecret' | 'oldSecretUntil'> {
	if (to === undefined || to === secret) return { secret, oldSecret, oldSecretUntil };
	return { secret: to, oldSecret: secret, oldSecretUntil: now + WEBHOOK_LIMITS.old_secret_ms };
}

/** Where a subscription that is there already goes on. */
function started(known: StoredWebhook, { start }: CheckedWebhook, { head, after, now }: { head: number; after: number | undefined; now: number }) {
	const anew = (startPosition: number) => ({ startPosition, startRevision: known.startRevision + 1, skipBefore: null, skipUpTo: 0 });
	if (after !== undefined) return anew(after);
	if (start === 'now') return anew(head);
	const maxAge = typeof start === 'object' ? start.max_age_seconds : undefined;
	return maxAge === undefined ? { skipBefore: null, skipUpTo: 0 } : { skipBefore: now - maxAge * 1000, skipUpTo: head };
}

/**
 * The subscription that a path names.
 *
 * @throws ProblemError `not_found`
 */
export async function existing(text: string, { transaction, now }: Pick<WriteTools, 'transaction' | 'now'>): Promise<StoredWebhook> {
	const id = parsePublicId('webhook', text);
	const webhook = id === undefined ? undefined : await transaction.webhooks.byId(id);
	if (webhook && !isExpired(webhook, now)) return webhook;
	throw noSuchWebhook(text);
}

/** The problem of an id that no subscription has. */
export function noSuchWebhook(text: string): ProblemError {
	return new ProblemError('not_found', `There is no webhook "${text}". GET /v1/webhooks lists those that there are.`);
}

function answer({ secret, oldSecret: _oldSecret, ...webhook }: StoredWebhook, showSecret: boolean): WriteAnswer {
	if (!showSecret) return { status: 200, body: { webhook } satisfies WrittenWebhook };
	return { status: 200, body: { webhook, secret } satisfies WrittenWebhook, kept: { webhook, secret: null } satisfies WrittenWebhook };
}
