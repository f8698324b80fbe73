import { Counter } from '../analytics/count.ts';
import { Rebuild } from '../analytics/rebuild.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import { Retention } from '../events/retention.ts';
import { ownHosts } from '../links/destination.ts';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { Board } from './board.ts';
import { yieldToVisitors } from './priority.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';

/** Events that are read, enriched and counted in one go. A transaction of 2,000 rows takes up to 20 ms. */
const CHUNK = 2000;

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
const counter = new Counter({ events, writer: analytics, links });
const rebuild = new Rebuild({ events, writer: analytics, links });

// One that the last stop cut short.
await analytics.rebuild.discard();
board.set('enrichedHead', await enrichments.cursor());
board.set('countedHead', await analytics.cursor());

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

/** Enriches and counts the next events, and waits where there are no more. */
async function round(): Promise<void> {
	const head = board.get('logHead');
	const enriched = await enrichNext(enricher, events, enrichments, CHUNK);
	if (enriched !== undefined) board.set('enrichedHead', enriched);
	const counted = await counter.next(CHUNK);
	if (counted !== undefined) board.set('countedHead', counted);
	if (board.get('rebuildsAsked') > board.get('rebuildsDone')) await rebuildSome();
	else if (enriched === undefined && counted === undefined) await idle(head);
	else if ((enriched ?? 0) >= head) board.wait('stop', 0, ROUND_MS);
}

/** Nothing is to be read, nor is a rebuild under way that would need what is dropped now. */
async function idle(head: number): Promise<void> {
	await retention.look(Date.now(), board.get('countedHead'));
	board.wait('logHead', head, IDLE_MS);
}

/** Goes on with what `rebuild-analytics` asks for, between two rounds, so that new events are counted meanwhile. */
async function rebuildSome(): Promise<void> {
	if (!rebuild.running) await rebuild.begin();
	board.set('rebuiltHead', await rebuild.next(CHUNK));
	if (!rebuild.running) board.set('rebuildsDone', board.get('rebuildsDone') + 1);
}
