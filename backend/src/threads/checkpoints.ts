import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { LogCheckpoint } from '../storage/sqlite/checkpoint.ts';
import { Board } from './board.ts';
import { report } from './report.ts';

/** What this thread is given as `workerData`. It is there for SQLite alone. */
export interface CheckpointSettings {
	dataDir: string;
	board: SharedArrayBuffer;
}

/** Told to the main thread after a checkpoint: the writer may begin its write-ahead file anew. */
export interface CheckpointedMessage {
	type: 'checkpointed';
}

/** Milliseconds between two checkpoints of the log: at 10,000 clicks a second, a few megabytes. */
const EVERY_MS = 500;

const { dataDir, board: memory } = workerData as CheckpointSettings;
const board = new Board(memory);
const checkpoint = new LogCheckpoint(dataDir);

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
