import { countNext } from '../analytics/count.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import { ownHosts } from '../links/destination.ts';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { Board } from './board.ts';
import { threadSettings } from './settings.ts';

/** Events that are read, enriched and counted in one go. A transaction of 5,000 rows takes up to 50 ms. */
const CHUNK = 2000;

/** While the redirect thread is busy: events in one go, and the pause after each. At most a tenth of a shared core. */
const BUSY_CHUNK = 500;
const BUSY_PAUSE_MS = 45;

/** How long to sleep when there is nothing to do and nobody tells. */
const IDLE_MS = 1000;

const settings = threadSettings();
const board = new Board(settings.board);
const storage = sqliteStorage(settings.dataDir, settings.durability);
const events = storage.eventReader();
const enrichments = storage.enrichmentWriter();
const analytics = storage.analyticsWriter();
const enricher = new Enricher(ownHosts(settings.baseUrl));

board.set('enrichedHead', await enrichments.cursor());
board.set('countedHead', await analytics.cursor());

while (board.get('stop') === 0) {
	const head = board.get('logHead');
	const busy = board.get('busy') === 1;
	const limit = busy ? BUSY_CHUNK : CHUNK;
	const enriched = await enrichNext(enricher, events, enrichments, limit);
	if (enriched !== undefined) board.set('enrichedHead', enriched);
	const counted = await countNext(events, analytics, limit);
	if (counted !== undefined) board.set('countedHead', counted);
	if (enriched === undefined && counted === undefined) board.wait('logHead', head, IDLE_MS);
	else if (busy) board.wait('stop', 0, BUSY_PAUSE_MS);
}

events.close();
enrichments.close();
analytics.close();
