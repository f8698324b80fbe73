import { indexNext } from '../search/index-links.ts';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { Board } from './board.ts';
import { yieldToVisitors } from './priority.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';

/** Links that are put into the index in one go: up to 50 ms. */
const CHUNK = 2000;

/** The least time between two rounds, in milliseconds, so that a stream of single links makes no stream of transactions. */
const ROUND_MS = 20;

/** How long to sleep when there is nothing to do and nobody tells. */
const IDLE_MS = 1000;

/** How long to wait after a failure. */
const TROUBLE_MS = 1000;

yieldToVisitors();
const settings = threadSettings();
const board = new Board(settings.board);
const storage = sqliteStorage(settings.dataDir, settings.durability);
const [feed, index] = [storage.linkFeed(), storage.indexWriter()];

while (board.get('stop') === 0) {
	try {
		const head = board.get('outboxHead');
		const { progress, idle } = await indexNext(feed, index, CHUNK);
		// Until everything is in it, the index has come nowhere.
		if (progress.builtTo === null) board.set('indexedHead', progress.cursor);
		if (idle) board.wait('outboxHead', head, IDLE_MS);
		else if (progress.builtTo === null && progress.cursor >= head) board.wait('stop', 0, ROUND_MS);
	} catch (error) {
		// A full disk, mostly. What was not written is done again.
		report(error);
		board.wait('stop', 0, TROUBLE_MS);
	}
}

feed.close();
index.close();
