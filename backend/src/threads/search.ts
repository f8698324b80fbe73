import { indexNext } from '../search/index-links.ts';
import { openStorage } from '../storage/open.ts';
import { Board } from './board.ts';
import { IDLE_MS, ROUND_MS, untilStopped } from './loop.ts';
import { yieldToVisitors } from './priority.ts';
import { threadSettings } from './settings.ts';
import { Task } from './task.ts';

/** Links that are put into the index in one go: up to 50 ms. */
const CHUNK = 2000;

yieldToVisitors();
const settings = threadSettings();
const board = new Board(settings.board);
const storage = openStorage(settings.storage);
const [feed, index, signals] = [storage.linkFeed(), storage.indexWriter(), storage.signals()];
const task = new Task(storage.shares('search', 1));

await untilStopped(board, task, { begin: async () => undefined, round, watch });
for (const open of [feed, index, signals]) open.close();

async function round(): Promise<void> {
	const head = board.get('outboxHead');
	const { progress, idle } = await indexNext(feed, index, CHUNK);
	// Until everything is in it, the index has come nowhere.
	if (progress.builtTo === null) indexed(progress.cursor);
	if (idle) await board.reached('outboxHead', head + 1, IDLE_MS);
	else if (progress.builtTo === null && progress.cursor >= head) await board.reached('stop', 1, ROUND_MS);
}

async function watch(): Promise<void> {
	const progress = await index.progress();
	if (progress?.builtTo === null) board.raise('indexedHead', progress.cursor);
}

function indexed(cursor: number): void {
	board.set('indexedHead', cursor);
	signals.tell({ indexed: cursor });
}
