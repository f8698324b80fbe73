import type { StoredWebhook } from '../storage/storage.ts';
import type { Operation } from '../writes/operation.ts';
import { isExpired } from './present.ts';

/** What the delivery thread has found out of a subscription. */
export type WebhookNote =
	/** The receiver at `url` answered 410. */
	| { id: number; what: 'gone'; url: string }
	/** The receiver at `url` has taken nothing for longer than the log keeps events. */
	| { id: number; what: 'unreachable'; url: string }
	/** Its time has come. */
	| { id: number; what: 'expired' }
	/** A replay has come to its end. */
	| { id: number; what: 'replayed'; replayId: string };

/** Puts a {@link WebhookNote} down, unless somebody has changed the subscription meanwhile. Asked for by the delivery thread alone. */
export const noteWebhook: Operation = {
	async write({ body }, { transaction, now }) {
		const note = body as WebhookNote;
		const webhook = await transaction.webhooks.byId(note.id);
		if (!webhook) return { status: 204 };
		if (note.what === 'expired') {
			if (isExpired(webhook, now)) await transaction.webhooks.remove(webhook.id);
		} else {
			const after = noted(webhook, note);
			if (after) await transaction.webhooks.update(after);
		}
		return { status: 204 };
	},
};

function noted(webhook: StoredWebhook, note: Exclude<WebhookNote, { what: 'expired' }>): StoredWebhook | undefined {
	if (note.what === 'replayed') return webhook.replay?.id === note.replayId ? { ...webhook, replay: null } : undefined;
	if (webhook.url !== note.url || webhook.status !== 'active') return undefined;
	return note.what === 'gone' ? { ...webhook, status: 'paused', statusReason: 'receiver_gone' } : { ...webhook, status: 'closed', statusReason: 'receiver_unreachable' };
}
