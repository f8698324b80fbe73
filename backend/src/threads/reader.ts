import { Counter } from '../analytics/count.ts';
import { Rebuild } from '../analytics/rebuild.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import { RecentEvents } from '../clicks/recent.ts';
import { Retention } from '../events/retention.ts';
import { ownHosts } from '../links/destination.ts';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { Board } from './board.ts';
import { yieldToVisitors } from './priority.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';

/** Events that are read and enriched in one go. A transaction of 2,000 rows takes up to 20 ms. */
const CHUNK = 2000;

/** Events that are counted in one go. Each transaction writes the days of its links anew, so one of many clicks costs little more than one of few. */
const COUNTED = 5000;

/** As long as nobody waits for it, clicks are counted so many milliseconds after those before them. Workflows do not wait: they start with what is enriched. */
const COUNTING_MS = 250;

/** The least time between two rounds, in milliseconds: under a steady stream, a few large transactions instead of many small ones. */
const ROUND_MS = 20;

/** How long to sleep when there is nothing to do and nobody tells. */
const IDLE_MS = 1000;

/** How long to wait after a failure. */
const TROUBLE_MS = 1000;

yieldToVisitors();
const settings = threadSettings();
const board = new Board(settings.board);
const storage = sqliteStorage(settings.dataDir, settings.durability);
const events = storage.eventReader();
const enrichments = storage.enrichmentWriter();
const analytics = storage.analyticsWriter();
const links = storage.linkReader();
const purger = storage.logPurger();
const retention = new Retention(purger, { eventDays: settings.eventRetentionDays, saltDays: settings.visitorSaltDays });
const enricher = new Enricher(ownHosts(settings.baseUrl));
const recent = new RecentEvents(events);
const counter = new Counter({ events: recent, writer: analytics, links });
const rebuild = new Rebuild({ events, writer: analytics, links });

// One that the last stop cut short.
await analytics.rebuild.discard();
board.set('enrichedHead', await enrichments.cursor());
board.set('countedHead', await analytics.cursor());
let countedAt = 0;

while (board.get('stop') === 0) {
	try {
		await round();
	} catch (error) {
		// A full disk, mostly. Everything is in the log, and what was not written is done again.
		report(error);
		board.wait('stop', 0, TROUBLE_MS);
	}
}

events.close();
links.close();
purger.close();
enrichments.close();
analytics.close();

/** Enriches the next events, counts when it is time to, and waits where there are no more. */
async function round(): Promise<void> {
	const head = board.get('logHead');
	const enriched = await enrichNext(enricher, events, enrichments, CHUNK);
	if (enriched) {
		recent.add(enriched.after, enriched.events);
		board.set('enrichedHead', enriched.events.at(-1)?.position ?? enriched.after);
	}
	const waiting = board.get('enrichedHead') - board.get('countedHead');
	const counted = isTimeToCount(waiting) && (await count());
	if (board.get('rebuildsAsked') > board.get('rebuildsDone')) return rebuildSome();
	// Where there was nothing to enrich there is nothing more, however far the head is: what lay before it may be purged.
	if (enriched && board.get('enrichedHead') < head) return;
	// A rebuild would need what is dropped now.
	await retention.look(Date.now(), board.get('countedHead'));
	if (enriched || counted || board.get('countedHead') < board.get('enrichedHead')) board.wait('stop', 0, ROUND_MS);
	else board.wait('logHead', head, IDLE_MS);
}

function isTimeToCount(waiting: number): boolean {
	return waiting >= COUNTED || board.awaited('countedHead') || performance.now() - countedAt >= COUNTING_MS;
}

/** @returns whether there was something to count */
async function count(): Promise<boolean> {
	const counted = await counter.next(COUNTED);
	if (counted === undefined) return false;
	board.set('countedHead', counted);
	countedAt = performance.now();
	return true;
}

/** Goes on with what `rebuild-analytics` asks for, between two rounds, so that new events are counted meanwhile. */
async function rebuildSome(): Promise<void> {
	if (!rebuild.running) await rebuild.begin();
	board.set('rebuiltHead', await rebuild.next(CHUNK));
	if (!rebuild.running) board.set('rebuildsDone', board.get('rebuildsDone') + 1);
}
