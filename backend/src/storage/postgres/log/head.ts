import type { Connection } from '../database.ts';

/** Where the log has come to. */
export interface LogHead {
	/** Position of the last event that can be seen; 0 where there is none. */
	position: number;
	/** High-water mark of the outbox. */
	outboxCopied: number;
}

const MARKS = `SELECT log_head.day::text AS day, coalesce(log_days.first_position - 1, 0) AS before, log_outbox.copied AS copied
	FROM log_head CROSS JOIN log_outbox LEFT JOIN log_days ON log_days.day = log_head.day`;
const LAST = 'SELECT max(position) AS position FROM events WHERE day = $1::date';

/** The head of the log: not what was drawn last, which may never become an event. */
export async function readHead(connection: Connection): Promise<LogHead> {
	const marks = await connection.get(MARKS);
	const last = await connection.get(LAST, marks?.['day'] as string);
	return { position: (last?.['position'] ?? marks?.['before']) as number, outboxCopied: marks?.['copied'] as number };
}
