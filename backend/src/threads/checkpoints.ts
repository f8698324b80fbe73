import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { LogCheckpoint } from '../storage/sqlite/checkpoint.ts';
import { Board } from './board.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';

/** Told to the main thread after a checkpoint: the writer may begin its write-ahead file anew. */
export interface CheckpointedMessage {
	type: 'checkpointed';
}

/** Milliseconds between two checkpoints of the log: at 10,000 clicks a second, a few megabytes. */
const EVERY_MS = 500;

const settings = threadSettings();
const board = new Board(settings.board);
const checkpoint = new LogCheckpoint(settings.dataDir);

let seen = 0;
while (board.get('stop') === 0) {
	await sleep(EVERY_MS);
	const head = board.get('logHead');
	if (head === seen) continue;
	seen = head;
	try {
		if (checkpoint.run()) parentPort?.postMessage({ type: 'checkpointed' } satisfies CheckpointedMessage);
	} catch (error) {
		report(error);
	}
}
checkpoint.close();
