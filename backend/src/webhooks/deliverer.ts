import type { DeliveryWriter, StoredWebhook, WebhookReader } from '../storage/storage.ts';
import type { Clock } from './clock.ts';
import type { EventFeed } from './feed.ts';
import { Lanes } from './lanes.ts';
import type { Poster } from './post.ts';
import { isExpired } from './present.ts';
import { Subscription, type SubscriptionTools } from './subscription.ts';

/** Milliseconds in which calls in flight may finish when everything stops; then they are abandoned, and made again at the next start. */
const GRACE_MS = 5000;

/** What deliveries work with. */
export interface DelivererTools {
	webhooks: Pick<WebhookReader, 'all'>;
	deliveries: DeliveryWriter;
	/** Whether a subscription is this process's to deliver, and not another's. */
	isMine(webhook: StoredWebhook): boolean;
	feed: EventFeed;
	poster: Poster;
	clock: Clock;
	/** Milliseconds that the log keeps events; Infinity where it keeps them all. */
	retentionMs: number;
	/** A receiver answered 410: its subscription is to be paused. */
	gone(webhook: StoredWebhook): void;
	/** A receiver has been gone for longer than the log keeps events: its subscription is to be closed. */
	unreachable(webhook: StoredWebhook): void;
	/** A replay has come to its end. */
	replayed(webhook: StoredWebhook, replayId: string): void;
	/** The time of a subscription has come: it is to be removed. */
	expired(webhook: StoredWebhook): void;
	/** Errors of our own, for the log. */
	report(error: unknown): void;
}

/** Keeps one {@link Subscription} going for each webhook that is active. */
export class Deliverer {
	readonly #tools: DelivererTools;
	readonly #shared: SubscriptionTools;
	readonly #running = new Map<number, Subscription>();
	#known = new Set<number>();
	#syncing: Promise<void> = Promise.resolve();
	#begun = false;
	/** Head of the feed when everyone was woken last. */
	#seen = -1;
	#stopped = false;

	constructor(tools: DelivererTools) {
		this.#tools = tools;
		this.#shared = { ...tools, lanes: new Lanes() };
	}

	/** Whether nothing is to be sent, whatever happens in the log. */
	get idle(): boolean {
		return this.#running.size === 0;
	}

	/**
	 * Reads the subscriptions again and makes what runs what they say.
	 *
	 * @param resumed id of one that somebody has just resumed: it is tried at once, whatever it is waiting for
	 */
	sync(resumed?: number): Promise<void> {
		this.#syncing = this.#syncing.then(() => this.#sync(resumed)).catch(this.#tools.report);
		return this.#syncing;
	}

	/** There may be new events: looks, and wakes everyone if so. */
	async look(): Promise<void> {
		if (this.idle) return;
		await this.#tools.feed.look();
		if (this.#tools.feed.head === this.#seen) return;
		this.#seen = this.#tools.feed.head;
		for (const subscription of this.#running.values()) subscription.wake();
	}

	/** Ends everything within {@link GRACE_MS} and a little. */
	async stop(): Promise<void> {
		this.#stopped = true;
		await this.#syncing;
		const running = [...this.#running.values()];
		const ended = Promise.all(running.map((subscription) => subscription.ended));
		for (const subscription of running) subscription.stop({ abandon: false });
		const over = new AbortController();
		void ended.then(() => over.abort());
		await this.#tools.clock.sleep(GRACE_MS, over.signal);
		for (const subscription of running) subscription.stop({ abandon: true });
		await ended;
		this.#tools.poster.close();
	}

	async #sync(resumed: number | undefined): Promise<void> {
		if (this.#stopped) return;
		const [all, now] = [await this.#tools.webhooks.all(), this.#tools.clock.now()];
		for (const webhook of all) if (isExpired(webhook, now)) this.#tools.expired(webhook);
		const isOurs = (webhook: StoredWebhook) => isDue(webhook, now) && this.#tools.isMine(webhook);
		const byId = new Map(all.map((webhook) => [webhook.id, webhook]));
		for (const [id, subscription] of this.#running) {
			const webhook = byId.get(id);
			const same = webhook && isOurs(webhook) && JSON.stringify(webhook) === JSON.stringify(subscription.webhook);
			if (!same || id === resumed) this.#end(subscription, webhook?.url !== subscription.webhook.url);
		}
		for (const id of this.#known) if (!byId.has(id) && !this.#running.has(id)) await this.#tools.deliveries.forget(id);
		this.#known = new Set([...byId.keys(), ...this.#running.keys()]);
		await this.#begin(all.filter((webhook) => isOurs(webhook) && !this.#running.has(webhook.id)));
	}

	async #begin(webhooks: readonly StoredWebhook[]): Promise<void> {
		if (webhooks.length > 0) await this.#tools.feed.look();
		// After a restart of the server everyone waits as long as they would have; later ones are somebody's doing.
		for (const webhook of webhooks) this.#running.set(webhook.id, new Subscription(webhook, this.#shared, this.#begun));
		this.#begun = true;
	}

	/** Once it has ended, another look at the subscriptions begins it anew, or forgets it. */
	#end(subscription: Subscription, abandon: boolean): void {
		subscription.stop({ abandon });
		void subscription.ended.then(() => {
			if (this.#running.get(subscription.webhook.id) !== subscription) return;
			this.#running.delete(subscription.webhook.id);
			void this.sync();
		});
	}
}

function isDue(webhook: StoredWebhook, now: number): boolean {
	return webhook.status === 'active' && !isExpired(webhook, now);
}
