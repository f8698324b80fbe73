import { DoneElsewhere } from '../storage/done-elsewhere.ts';
import type { Board } from './board.ts';
import { report } from './report.ts';
import type { Task } from './task.ts';

/** The least time between two rounds, in milliseconds: under a steady stream, a few large transactions instead of many small ones. */
export const ROUND_MS = 20;

/** How long to sleep when there is nothing to do and nobody tells, in milliseconds. */
export const IDLE_MS = 1000;

/** How long to wait after a failure, in milliseconds. */
const TROUBLE_MS = 1000;

/** A task of which one process does all. */
export interface Rounds {
	/** Called when it has become this process's: goes on where this one, or another, has left off. */
	begin(): Promise<void>;
	/** Does the next part, and waits where there is none. */
	round(): Promise<void>;
	/** Looks how far the process has come that has the task. It tells, too: this is for when it could not be heard. */
	watch(): Promise<void>;
}

/** Does a task until the server stops. What fails is done again: a full disk, mostly, or a database that is away. */
export async function untilStopped(board: Board, task: Task, { begin, round, watch }: Rounds): Promise<void> {
	while (board.get('stop') === 0) {
		try {
			if (await task.isMine(begin)) {
				await round();
				continue;
			}
			await watch();
			await board.reached('stop', 1, IDLE_MS);
		} catch (error) {
			// Another process was faster, and nothing is lost: no failure.
			if (error instanceof DoneElsewhere) task.beginAgain();
			else report(error);
			await board.reached('stop', 1, TROUBLE_MS);
		}
	}
	await task.giveUp().catch(report);
}
