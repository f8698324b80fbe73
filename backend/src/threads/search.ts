import { indexNext } from '../search/index-links.ts';
import { openStorage } from '../storage/open.ts';
import { Board } from './board.ts';
import { yieldToVisitors } from './priority.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';
import { Task } from './task.ts';

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
const storage = openStorage(settings.storage);
const [feed, index, signals] = [storage.linkFeed(), storage.indexWriter(), storage.signals()];
const task = new Task(storage.shares('search', 1));

while (board.get('stop') === 0) {
	try {
		if (await task.isMine(async () => undefined)) await round();
		else await watch();
	} catch (error) {
		// A full disk, mostly. What was not written is done again.
		report(error);
		await board.reached('stop', 1, TROUBLE_MS);
	}
}

await task.giveUp().catch(report);
for (const open of [feed, index, signals]) open.close();

async function round(): Promise<void> {
	const head = board.get('outboxHead');
	const { progress, idle } = await indexNext(feed, index, CHUNK);
	// Until everything is in it, the index has come nowhere.
	if (progress.builtTo === null) indexed(progress.cursor);
	if (idle) await board.reached('outboxHead', head + 1, IDLE_MS);
	else if (progress.builtTo === null && progress.cursor >= head) await board.reached('stop', 1, ROUND_MS);
}

/** While another process does it. */
async function watch(): Promise<void> {
	const progress = await index.progress();
	if (progress?.builtTo === null) board.raise('indexedHead', progress.cursor);
	await board.reached('stop', 1, IDLE_MS);
}

function indexed(cursor: number): void {
	board.set('indexedHead', cursor);
	signals.tell({ indexed: cursor });
}
