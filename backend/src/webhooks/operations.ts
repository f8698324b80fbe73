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
	webhook: Omit<StoredWebhook, 'secret'>;
	secret?: string | null;
}

/** `POST /v1/webhooks`: a new subscription, or the one with the same key, resumed. */
export const createWebhook: Operation = {
	async write({ body }, { transaction, now, logHead }) {
		const input = parseNewWebhook(body, now);
		const head = logHead();
		const known = input.key === undefined ? undefined : await transaction.webhooks.byKey(input.key);
		if (known && !isExpired(known, now)) {
			const webhook = resumed(known, input, head);
			await transaction.webhooks.update(webhook);
			return answer(webhook, webhook.secret !== known.secret);
		}
		if (known) await transaction.webhooks.remove(known.id);
		return answer(await transaction.webhooks.insert(created(input, head, now)), true);
	},
};

/** `PATCH /v1/webhooks/{id}`. A changed filter applies from the cursor on. */
export const updateWebhook: Operation = {
	async write({ params, body }, tools) {
		const change = parseWebhookChange(body);
		const known = await existing(params['id'] ?? '', tools);
		const webhook: StoredWebhook = {
			...known,
			url: change.url ?? known.url,
			events: change.events ? [...new Set(change.events)] : known.events,
			filter: change.filter ?? known.filter,
			rate: change.rate === undefined ? known.rate : change.rate,
			name: change.name === undefined ? known.name : change.name,
			status: change.status ?? known.status,
		};
		await tools.transaction.webhooks.update(webhook);
		return answer(webhook, false);
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

/** Body of {@link pauseGoneWebhook}: the receiver at `url` answered 410. */
export interface GoneWebhook {
	id: number;
	url: string;
}

/** A receiver answered 410: pauses the subscription, unless it goes to another URL meanwhile. Asked for by the delivery thread alone. */
export const pauseGoneWebhook: Operation = {
	async write({ body }, { transaction }) {
		const { id, url } = body as GoneWebhook;
		const webhook = await transaction.webhooks.byId(id);
		if (webhook?.url === url) await transaction.webhooks.update({ ...webhook, status: 'paused' });
		return { status: 204 };
	},
};

/** The time of a subscription has come: removes it. Asked for by the delivery thread alone. */
export const endExpiredWebhook: Operation = {
	async write({ body }, { transaction, now }) {
		const { id } = body as Pick<GoneWebhook, 'id'>;
		const webhook = await transaction.webhooks.byId(id);
		if (webhook && isExpired(webhook, now)) await transaction.webhooks.remove(id);
		return { status: 204 };
	},
};

function created(input: CheckedWebhook, head: number, now: number): Omit<StoredWebhook, 'id'> {
	return {
		...replaced(input),
		rate: input.rate ?? null,
		name: input.name ?? null,
		key: input.key ?? null,
		secret: input.secret ?? makeSecret(),
		status: 'active',
		startPosition: head,
		startRevision: 1,
		createdAt: now,
		expiresAt: input.expiresAt,
	};
}

/** The same key again: what it does not name stays, but url, events, filter and expiry are as it says. */
function resumed(known: StoredWebhook, input: CheckedWebhook, head: number): StoredWebhook {
	const fromNow = input.start === 'now' ? { startPosition: head, startRevision: known.startRevision + 1 } : {};
	return {
		...known,
		...replaced(input),
		...fromNow,
		rate: input.rate ?? known.rate,
		name: input.name ?? known.name,
		secret: input.secret ?? known.secret,
		status: 'active',
		expiresAt: input.expiresAt,
	};
}

function replaced(input: CheckedWebhook): Pick<StoredWebhook, 'url' | 'events' | 'filter'> {
	return { url: input.url, events: [...new Set(input.events ?? (['link.clicked'] as const))], filter: input.filter ?? {} };
}

async function existing(text: string, { transaction, now }: WriteTools): Promise<StoredWebhook> {
	const id = parsePublicId('webhook', text);
	const webhook = id === undefined ? undefined : await transaction.webhooks.byId(id);
	if (webhook && !isExpired(webhook, now)) return webhook;
	throw noSuchWebhook(text);
}

/** The problem of an id that no subscription has. */
export function noSuchWebhook(text: string): ProblemError {
	return new ProblemError('not_found', `There is no webhook "${text}". GET /v1/webhooks lists those that there are.`);
}

function answer({ secret, ...webhook }: StoredWebhook, showSecret: boolean): WriteAnswer {
	if (!showSecret) return { status: 200, body: { webhook } satisfies WrittenWebhook };
	return { status: 200, body: { webhook, secret } satisfies WrittenWebhook, kept: { webhook, secret: null } satisfies WrittenWebhook };
}
