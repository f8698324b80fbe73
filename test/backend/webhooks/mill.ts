import type { DeliveryProgress, DeliveryWriter, EnrichmentWriter, ClickLog, Enrichment, EventReader, Hit, LinkWriter, StoredLink, StoredWebhook } from '../../../backend/src/storage/storage.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import { AddressGuard } from '../../../backend/src/webhooks/address-guard.ts';
import { systemClock, type Clock } from '../../../backend/src/webhooks/clock.ts';
import { Deliverer } from '../../../backend/src/webhooks/deliverer.ts';
import { EventFeed } from '../../../backend/src/webhooks/feed.ts';
import { poster } from '../../../backend/src/webhooks/post.ts';
import { makeSecret } from '../../../backend/src/webhooks/signature.ts';
import { aHit, aLink, anEnrichment, aWebhook } from '../storage/conformance/samples.ts';

export const BASE_URL = 'http://127.0.0.1:8787';

/** How a test has them delivered. */
interface Delivering {
	clock?: Partial<Clock>;
	timeoutMs?: number;
	deliveries?: DeliveryWriter;
	loopback?: boolean;
	retentionMs?: number;
}

/** The middle of the backend, without its HTTP: a real data folder whose log a test fills, and deliveries out of it. */
export class Mill {
	readonly log: ClickLog;
	readonly events: EventReader;
	readonly links: LinkWriter;
	readonly deliveries: DeliveryWriter;
	readonly gone: StoredWebhook[] = [];
	readonly expired: StoredWebhook[] = [];
	readonly unreachable: StoredWebhook[] = [];
	readonly replayed: string[] = [];
	readonly reported: unknown[] = [];
	deliverer: Deliverer | undefined;
	readonly #enrichments: EnrichmentWriter;
	readonly #storage: ReturnType<typeof sqliteStorage>;
	#nonce = 0;

	constructor(folder: string) {
		prepareDataFolder(folder, 'process');
		this.#storage = sqliteStorage(folder, 'process');
		this.log = this.#storage.clickLog();
		this.events = this.#storage.eventReader();
		this.links = this.#storage.linkWriter();
		this.deliveries = this.#storage.deliveryWriter();
		this.#enrichments = this.#storage.enrichmentWriter();
	}

	async link(id: number, differs: Partial<StoredLink> = {}): Promise<StoredLink> {
		const link = aLink(id, differs);
		await this.links.transaction((transaction) => transaction.insert([link]));
		return link;
	}

	/** Clicks on a link, in the log and enriched. Their nonces count up. */
	async click(linkId: number, count = 1, hit: Partial<Hit> = {}, enrichment: Partial<Enrichment> = {}): Promise<void> {
		const nonce = () => (++this.#nonce).toString(16).padStart(12, '0');
		const hits = Array.from({ length: count }, () => aHit(linkId, { nonce: nonce(), ...hit }));
		await this.log.append(hits);
		const head = this.log.head();
		await this.#enrichments.write(hits.map((_, index) => anEnrichment(head - count + 1 + index, enrichment)), head);
		await this.deliverer?.look();
	}

	/** A subscription to clicks from the beginning of the log. */
	async subscribe(differs: Partial<StoredWebhook> & { url: string }): Promise<StoredWebhook> {
		const plain = { events: ['link.clicked' as const], filter: {}, rate: null, name: null, key: null, startPosition: 0, expiresAt: null };
		const webhook = aWebhook({ ...plain, secret: makeSecret(), ...differs });
		const stored = await this.links.transaction((transaction) => transaction.webhooks.insert(webhook));
		await this.deliverer?.sync();
		return stored;
	}

	async change(webhook: StoredWebhook): Promise<void> {
		await this.links.transaction((transaction) => transaction.webhooks.update(webhook));
		await this.deliverer?.sync();
	}

	async remove(webhook: StoredWebhook): Promise<void> {
		await this.links.transaction((transaction) => transaction.webhooks.remove(webhook.id));
		await this.deliverer?.sync();
	}

	async progress(webhook: StoredWebhook): Promise<DeliveryProgress | undefined> {
		return this.deliveries.progress(webhook.id);
	}

	/** The writer of progress, with another way to save. */
	savingBy(save: DeliveryWriter['save']): DeliveryWriter {
		const real = this.deliveries;
		return {
			save,
			progress: (...which) => real.progress(...which),
			attempts: (...which) => real.attempts(...which),
			parked: (...which) => real.parked(...which),
			countParked: (id) => real.countParked(id),
			forget: (id) => real.forget(id),
			forgetReplays: (...which) => real.forgetReplays(...which),
			close: () => undefined,
		};
	}

	/** Starts delivering, as the worker thread does. */
	async deliver({ clock = {}, timeoutMs, deliveries = this.deliveries, loopback = true, retentionMs = Infinity }: Delivering = {}): Promise<void> {
		this.deliverer = new Deliverer({
			webhooks: this.#storage.webhookReader(),
			deliveries,
			isMine: () => true,
			feed: new EventFeed({ events: this.#storage.eventReader(), links: this.#storage.linkReader(), baseUrl: BASE_URL }),
			poster: poster(new AddressGuard({ allow: [], privateNetworks: false, loopback }), timeoutMs),
			clock: { ...systemClock, random: () => 0.5, ...clock },
			retentionMs,
			gone: (webhook) => { this.gone.push(webhook); },
			unreachable: (webhook) => { this.unreachable.push(webhook); },
			replayed: (_webhook, replayId) => { this.replayed.push(replayId); },
			expired: (webhook) => { this.expired.push(webhook); },
			report: (error) => { this.reported.push(error); },
		});
		await this.deliverer.sync();
	}
}
