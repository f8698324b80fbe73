import { parentPort } from 'node:worker_threads';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { AddressGuard } from '../webhooks/address-guard.ts';
import type { WebhookPolicy } from '../webhooks/allow-list.ts';
import { systemClock } from '../webhooks/clock.ts';
import { Deliverer } from '../webhooks/deliverer.ts';
import { EventFeed } from '../webhooks/feed.ts';
import type { GoneWebhook } from '../webhooks/operations.ts';
import { poster } from '../webhooks/post.ts';
import { Board } from './board.ts';
import { report, type Report } from './report.ts';
import { threadSettings, type ThreadSettings } from './settings.ts';

/** What this thread is given as `workerData`. */
export interface DeliveriesSettings extends ThreadSettings {
	webhookPolicy: WebhookPolicy;
}

/** What the main thread says to this one. */
export type ToDeliveries =
	/** Webhooks were created, changed or removed. `resumed`: this one's receiver is to be tried at once. */
	| { type: 'subscriptions'; resumed?: number | undefined }
	/** End within ten seconds. */
	| { type: 'stop' };

/** What this thread says to the main thread. */
export type FromDeliveries =
	/** To be written by the writer; after it, `subscriptions` is to be said. */
	| { type: 'write'; name: 'pauseGoneWebhook'; body: GoneWebhook }
	| { type: 'write'; name: 'endExpiredWebhook'; body: Pick<GoneWebhook, 'id'> }
	| Report;

/** Milliseconds after which it looks for new events and subscriptions though nobody told it to. */
const POLL_MS = 5000;

const settings = threadSettings() as DeliveriesSettings;
const storage = sqliteStorage(settings.dataDir, settings.durability);
const board = new Board(settings.board);
const webhooks = storage.webhookReader();
const deliveries = storage.deliveryWriter();
const events = storage.eventReader();
const links = storage.linkReader();
const say = (message: FromDeliveries) => parentPort?.postMessage(message);

const deliverer = new Deliverer({
	webhooks,
	deliveries,
	feed: new EventFeed({ events, links, baseUrl: settings.baseUrl }),
	poster: poster(new AddressGuard(settings.webhookPolicy)),
	clock: systemClock,
	gone: ({ id, url }) => say({ type: 'write', name: 'pauseGoneWebhook', body: { id, url } }),
	expired: ({ id }) => say({ type: 'write', name: 'endExpiredWebhook', body: { id } }),
	report,
});

parentPort?.on('message', (message: ToDeliveries) => {
	if (message.type === 'subscriptions') void deliverer.sync(message.resumed);
	else void stop();
});

async function stop(): Promise<never> {
	await deliverer.stop();
	for (const open of [webhooks, deliveries, events, links]) open.close();
	// Ends this thread alone. It would otherwise stay for as long as it waits for the board.
	process.exit();
}

let polled = -Infinity;
for (;;) {
	if (performance.now() - polled >= POLL_MS) {
		polled = performance.now();
		await deliverer.sync();
	}
	const seen = board.get('enrichedHead');
	await deliverer.look().catch(report);
	await board.reached('enrichedHead', seen + 1, POLL_MS);
}
