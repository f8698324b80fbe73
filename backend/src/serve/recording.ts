import type { Logger } from 'pino';
import { GroupCommit } from '../clicks/group-commit.ts';
import { createMetrics } from '../http/metrics.ts';
import type { ClickLog, Signals, Storage } from '../storage/storage.ts';
import type { Board } from '../threads/board.ts';

/** What clicks are recorded with. */
export interface Recording {
	log: ClickLog;
	clicks: GroupCommit;
	metrics: ReturnType<typeof createMetrics>;
}

/** Opens the log, its group commits, and the numbers that both make. */
export async function openRecording(storage: Storage, board: Board, signals: Signals, logger: Logger): Promise<Recording> {
	const log = storage.clickLog();
	board.set('logHead', await log.catchUp());
	const readerLag = () => Math.max(0, board.get('logHead') - board.get('countedHead'));
	const metrics = createMetrics({ readerLag, indexLag: () => indexLag(board), walBytes: () => log.walBytes(), spooled: () => log.spooled() });
	const clicks = new GroupCommit(log, {
		committed(hits, milliseconds) {
			board.raise('logHead', log.head());
			signals.tell({ log: log.head() });
			metrics.commits.committed(hits, milliseconds);
		},
		failed(hits, error) {
			metrics.commits.failed(hits, error);
			logger.error(error, hits > 0 ? `${String(hits)} clicks could not be recorded; their visitors were redirected` : 'Events wait in the outbox, visitors of links with max_clicks are asked to come back');
		},
		unanswered(error) {
			logger.error(error, 'A visitor could not be answered');
		},
	});
	return { log, clicks, metrics };
}

/** Changes of links that no search knows of yet. */
export function indexLag(board: Board): number {
	return board.get('outboxHead') - Math.max(0, board.get('indexedHead'));
}

/** Lets go of the log's write-ahead file. Where the disk is full it goes on growing, until the next checkpoint. */
export function letGo(log: ClickLog, logger: Logger): void {
	try {
		log.restartWal();
	} catch (error) {
		logger.error(error, 'The write-ahead file of the log goes on growing');
	}
}
