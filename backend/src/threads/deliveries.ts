import { parentPort } from 'node:worker_threads';
import { DoneElsewhere } from '../storage/done-elsewhere.ts';
import { openStorage } from '../storage/open.ts';
import { AddressGuard } from '../webhooks/address-guard.ts';
import type { WebhookPolicy } from '../webhooks/allow-list.ts';
import { systemClock } from '../webhooks/clock.ts';
import { Deliverer } from '../webhooks/deliverer.ts';
import { EventFeed } from '../webhooks/feed.ts';
import { milestoneInterest, MilestoneWatch, type Milestone } from '../webhooks/milestones.ts';
import type { WebhookNote } from '../webhooks/notes.ts';
import { poster } from '../webhooks/post.ts';
import { Board } from './board.ts';
import { report, type Report } from './report.ts';
import { threadSettings, type ThreadSettings } from './settings.ts';
import { HOLD_MS } from './task.ts';

/** What this thread is given as `workerData`. */
export interface DeliveriesSettings extends ThreadSettings {
	webhookPolicy: WebhookPolicy;
}

/** What the main thread says to this one. */
export type ToDeliveries =
	/** Webhooks were created, changed or removed. `resumed`: this one's receiver is to be tried at once. */
	| { type: 'subscriptions'; resumed?: number | undefined }
	/** A `write` is done, or has failed. */
	| { type: 'written'; ticket: number; failure?: string | undefined }
	/** End within ten seconds. */
	| { type: 'stop' };

/** What this thread says to the main thread. */
export type FromDeliveries =
	/** To be written by the writer; after it, `subscriptions` is to be said. */
	| { type: 'write'; name: 'noteWebhook'; body: WebhookNote }
	/** To be written by the writer; after it, `written` is to be said. */
	| { type: 'write'; name: 'recordMilestones'; body: readonly Milestone[]; ticket: number }
	| Report;

/** Milliseconds after which it looks for new events and subscriptions though nobody told it to. */
const POLL_MS = 5000;

/** What subscriptions are divided into among the processes, by their ids: more than there will ever be processes. */
const SHARES = 32;

/** Milliseconds in which reports may catch up before milestones are looked for again. */
const REPORTS_MS = 200;

const settings = threadSettings() as DeliveriesSettings;
const storage = openStorage(settings.storage);
const board = new Board(settings.board);
const webhooks = storage.webhookReader();
const deliveries = storage.deliveryWriter();
const events = storage.eventReader();
const links = storage.linkReader();
const say = (message: FromDeliveries) => parentPort?.postMessage(message);

const analytics = storage.analyticsReader();
const counts = storage.milestoneCounts();
const note = (body: WebhookNote) => { say({ type: 'write', name: 'noteWebhook', body }); };

const feed = new EventFeed({ events, links, baseUrl: settings.baseUrl });
const shares = storage.shares('deliveries', SHARES);
let held: ReadonlySet<number> = new Set();
const deliverer = new Deliverer({
	webhooks,
	deliveries,
	isMine: ({ id }) => held.has(id % SHARES),
	feed,
	poster: poster(new AddressGuard(settings.webhookPolicy)),
	clock: systemClock,
	retentionMs: settings.eventRetentionDays > 0 ? settings.eventRetentionDays * 86_400_000 : Infinity,
	gone: ({ id, url }) => { note({ id, what: 'gone', url }); },
	unreachable: ({ id, url }) => { note({ id, what: 'unreachable', url }); },
	replayed: ({ id }, replayId) => { note({ id, what: 'replayed', replayId }); },
	expired: ({ id }) => { note({ id, what: 'expired' }); },
	report,
});

/** What was asked of the writer, and is not done yet. */
const writing = new Map<number, (failure: string | undefined) => void>();
let tickets = 0;
/** Before this time there is no use in looking for milestones. */
let milestonesFrom = -Infinity;
let milestonesTimer: NodeJS.Timeout | undefined;
const milestones = new MilestoneWatch({
	feed,
	counts,
	analytics,
	tell: (body) =>
		new Promise((resolve, reject) => {
			const ticket = ++tickets;
			writing.set(ticket, (failure) => { if (failure === undefined) resolve(); else reject(new Error(failure)); });
			say({ type: 'write', name: 'recordMilestones', body, ticket });
		}),
});

parentPort?.on('message', (message: ToDeliveries) => {
	if (message.type === 'subscriptions') sync(message.resumed).catch(report);
	else if (message.type === 'written') {
		writing.get(message.ticket)?.(message.failure);
		writing.delete(message.ticket);
	} else void stop();
});

async function sync(resumed?: number): Promise<void> {
	await deliverer.sync(resumed);
	milestones.ask(milestoneInterest(await webhooks.all()));
	void lookForMilestones();
}

/** Not waited for: what it tells is written by another thread. */
async function lookForMilestones(): Promise<void> {
	// Counting is not divided: it goes with the first share.
	if (!held.has(0) || performance.now() < milestonesFrom) return;
	try {
		if (await milestones.look()) return;
		milestonesFrom = performance.now() + REPORTS_MS;
	} catch (error) {
		milestonesFrom = performance.now() + POLL_MS;
		if (!(error instanceof DoneElsewhere)) report(error);
	}
	milestonesTimer ??= setTimeout(() => {
		milestonesTimer = undefined;
		void lookForMilestones();
	}, milestonesFrom - performance.now() + 1);
}

async function stop(): Promise<never> {
	clearInterval(holding);
	await deliverer.stop();
	await shares.release().catch(report);
	for (const open of [webhooks, deliveries, events, links, analytics, counts, shares]) open.close();
	// Ends this thread alone. It would otherwise stay for as long as it waits for the board.
	process.exit();
}

/** Holds on to this process's shares, and delivers for those that have come to it. */
async function hold(): Promise<void> {
	const before = held;
	try {
		held = await shares.hold();
	} catch (error) {
		held = new Set();
		report(error);
	}
	if (before.size !== held.size || [...held].some((share) => !before.has(share))) await sync();
}

// Not in the loop below: that may be busy with a long backlog.
const holding = setInterval(() => void hold().catch(report), HOLD_MS);
await hold().catch(report);
let polled = performance.now();
for (;;) {
	if (performance.now() - polled >= POLL_MS) {
		polled = performance.now();
		await sync().catch(report);
	}
	const seen = board.get('enrichedHead');
	await deliverer.look().catch(report);
	void lookForMilestones();
	await board.reached('enrichedHead', seen + 1, POLL_MS);
}
