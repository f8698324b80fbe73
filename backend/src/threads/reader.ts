import { Counter } from '../analytics/count.ts';
import { Rebuild } from '../analytics/rebuild.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import { RecentEvents } from '../clicks/recent.ts';
import { Retention } from '../events/retention.ts';
import { ownHosts } from '../links/destination.ts';
import { openStorage } from '../storage/open.ts';
import { Board } from './board.ts';
import { post } from './heads.ts';
import { IDLE_MS, ROUND_MS, untilStopped } from './loop.ts';
import { yieldToVisitors } from './priority.ts';
import { threadSettings } from './settings.ts';
import { Task } from './task.ts';

/** Events that are read and enriched in one go. A transaction of 2,000 rows takes up to 20 ms. */
const CHUNK = 2000;

/** Events that are counted in one go. Each transaction writes the days of its links anew, so one of many clicks costs little more than one of few. */
const COUNTED = 5000;

/** As long as nobody waits for it, clicks are counted so many milliseconds after those before them. Workflows do not wait: they start with what is enriched. */
const COUNTING_MS = 250;

yieldToVisitors();
const settings = threadSettings();
const board = new Board(settings.board);
const storage = openStorage(settings.storage);
const events = storage.eventReader();
const enrichments = storage.enrichmentWriter();
const analytics = storage.analyticsWriter();
const links = storage.linkReader();
const purger = storage.logPurger();
const signals = storage.signals();
const task = new Task(storage.shares('reader', 1));
const retention = new Retention(purger, { eventDays: settings.eventRetentionDays, saltDays: settings.visitorSaltDays });
const enricher = new Enricher(ownHosts(settings.baseUrl));
let recent = new RecentEvents(events);
let counter = new Counter({ events: recent, writer: analytics, links });
let rebuild = new Rebuild({ events, writer: analytics, links });
let countedAt = 0;

await untilStopped(board, task, { begin, round, watch });
for (const open of [events, links, purger, enrichments, analytics, signals]) open.close();

async function begin(): Promise<void> {
	// One that the last stop cut short.
	await analytics.rebuild.discard();
	recent = new RecentEvents(events);
	counter = new Counter({ events: recent, writer: analytics, links });
	rebuild = new Rebuild({ events, writer: analytics, links });
	enriched(await enrichments.cursor());
	counted(await analytics.cursor());
}

async function watch(): Promise<void> {
	board.raise('enrichedHead', await enrichments.cursor());
	board.raise('countedHead', await analytics.cursor());
}

/** Enriches the next events, counts when it is time to, and waits where there are no more. */
async function round(): Promise<void> {
	const head = board.get('logHead');
	const next = await enrichNext(enricher, events, enrichments, CHUNK);
	if (next) {
		recent.add(next.after, next.events);
		enriched(next.events.at(-1)?.position ?? next.after);
	}
	const waiting = board.get('enrichedHead') - board.get('countedHead');
	const some = isTimeToCount(waiting) && (await count());
	if (board.get('rebuildAsked') > board.get('rebuildDone')) return rebuildSome();
	// Where there was nothing to enrich there is nothing more, however far the head is: what lay before it may be purged.
	if (next && board.get('enrichedHead') < head) return;
	// A rebuild would need what is dropped now.
	await retention.look(Date.now(), board.get('countedHead'));
	if (next || some || board.get('countedHead') < board.get('enrichedHead')) await board.reached('stop', 1, ROUND_MS);
	else await board.reached('logHead', head + 1, IDLE_MS);
}

function isTimeToCount(waiting: number): boolean {
	return waiting >= COUNTED || board.awaited('countedHead') || performance.now() - countedAt >= COUNTING_MS;
}

/** @returns whether there was something to count */
async function count(): Promise<boolean> {
	const cursor = await counter.next(COUNTED);
	if (cursor === undefined) return false;
	counted(cursor);
	countedAt = performance.now();
	return true;
}

/** Goes on with what `rebuild-analytics` asks for, between two rounds, so that new events are counted meanwhile. */
async function rebuildSome(): Promise<void> {
	const asked = board.get('rebuildAsked');
	if (!rebuild.running) await rebuild.begin();
	const rebuilt = await rebuild.next(CHUNK);
	const heads = { rebuilt, ...(!rebuild.running && { rebuildDone: asked }) };
	post(board, heads);
	signals.tell({ rebuildAsked: asked, ...heads });
}

function enriched(cursor: number): void {
	board.set('enrichedHead', cursor);
	signals.tell({ enriched: cursor });
}

function counted(cursor: number): void {
	board.set('countedHead', cursor);
	signals.tell({ counted: cursor });
}
