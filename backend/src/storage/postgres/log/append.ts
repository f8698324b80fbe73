import type { NewHit } from '../../storage.ts';
import type { Connection } from '../database.ts';
import type { CountedUses } from './uses.ts';
import { FORMAT, HIT_COLUMNS, hitValues, unnestHits } from './rows.ts';

/** What tells an append from all others, also when it is made again. */
export interface AppendName {
	/** UUID of who appends, one append after the other. */
	appender: string;
	/** Number of the append; of several that are made as one, the first and the last. */
	first: number;
	last: number;
}

/** Where an append has come to. */
export interface LogEnd {
	/** Position of the last event. */
	position: number;
	/** The day into which it was appended: `YYYY-MM-DD`. */
	day: string;
}

/** What is found of an append that was made before. */
export interface MadeBefore {
	/** The last append of this appender. */
	sequence: number;
	/** Of the hits of that one, those that were not let through: places, from 0. */
	refused: readonly number[];
}

/** Counts uses, where there are any: parameters 5 to 7. */
const COUNT_USES = `, counted AS (
	UPDATE link_uses SET link_version = uses.link_version, used = uses.used FROM unnest($5::bigint[], $6::bigint[], $7::bigint[]) AS uses (link_id, link_version, used)
	WHERE link_uses.link_id = uses.link_id AND (SELECT count(*) FROM claim) = 1
)`;

const APPEND = appendStatement('', 5);
const APPEND_AND_COUNT = appendStatement(COUNT_USES, 8);

/**
 * One statement, in this order: it claims the name of the append, which fails where the append was made before; then it holds the
 * row of the log's head until the commit; then it draws a position for each hit, and writes them.
 *
 * No reader can miss an event. Positions are drawn only by who holds the row, and who holds it lets go of it only when its commit has become
 * visible: so a transaction that gets higher positions draws them after all those with lower ones can be seen, and whoever sees
 * its events sees these too. What is drawn by a transaction that fails is a gap, and never given again.
 */
function appendStatement(count: string, first: number): string {
	return `WITH claim AS (
		INSERT INTO log_appenders AS before (appender, sequence, refused, appended_at) VALUES ($1, $3, $4, now())
		ON CONFLICT (appender) DO UPDATE SET sequence = excluded.sequence, refused = excluded.refused, appended_at = excluded.appended_at WHERE before.sequence < $2
		RETURNING 1
	)${count}, head AS (
		SELECT day FROM log_head WHERE (SELECT count(*) FROM claim) = 1 FOR UPDATE
	), appended AS (
		INSERT INTO events (position, day, format, type, ${HIT_COLUMNS})
		SELECT nextval('log_position'), head.day, ${String(FORMAT)}, 'link.clicked', ${HIT_COLUMNS.replaceAll(/\w+/g, 'hit.$&')} FROM head CROSS JOIN (SELECT * FROM ${unnestHits(first)} ORDER BY nth) AS hit
		RETURNING position
	)
	SELECT (SELECT max(position) FROM appended) AS position, day::text AS day FROM head`;
}

/**
 * Appends hits at the end of the log, all or none.
 *
 * @param refused places of hits that are not among them, to be found by {@link madeBefore}
 * @returns undefined where the append was made before, or a later one by the same appender
 */
export async function appendHits(connection: Connection, name: AppendName, hits: readonly NewHit[], refused: readonly number[], uses?: CountedUses): Promise<LogEnd | undefined> {
	const head = [name.appender, name.first, name.last, refused] as const;
	const row = uses ? await connection.get(APPEND_AND_COUNT, ...head, ...uses, ...hitValues(hits)) : await connection.get(APPEND, ...head, ...hitValues(hits));
	return row && { position: row['position'] as number, day: row['day'] as string };
}

/** The last append of an appender; undefined where there is none. */
export async function madeBefore(connection: Connection, appender: string): Promise<MadeBefore | undefined> {
	const row = await connection.get('SELECT sequence, refused FROM log_appenders WHERE appender = $1', appender);
	return row && { sequence: row['sequence'] as number, refused: row['refused'] as number[] };
}

/** Events of the outbox that one append takes along: enough to keep up, few enough that no visitor waits. */
const OUTBOX_SHARE = 500;

/**
 * The next events of the outbox, where nobody has copied them since the statement began: then the mark is another when its row
 * is got, and nothing is done.
 */
const COPY = `WITH mark AS MATERIALIZED (
	SELECT copied FROM log_outbox
), share AS MATERIALIZED (
	SELECT id, type, occurred_at, link_id, link_version, data FROM outbox WHERE id > (SELECT copied FROM mark) ORDER BY id LIMIT ${String(OUTBOX_SHARE)}
), moved AS (
	UPDATE log_outbox SET copied = (SELECT max(id) FROM share) WHERE copied = (SELECT copied FROM mark) AND (SELECT count(*) FROM share) > 0 RETURNING copied
), head AS (
	SELECT day FROM log_head WHERE (SELECT count(*) FROM moved) = 1 FOR UPDATE
), appended AS (
	INSERT INTO events (position, day, format, type, occurred_at, link_id, link_version, data)
	SELECT nextval('log_position'), head.day, ${String(FORMAT)}, one.type, one.occurred_at, one.link_id, one.link_version, one.data FROM head CROSS JOIN (SELECT * FROM share ORDER BY id) AS one
	RETURNING position
)
SELECT (SELECT count(*) FROM share) AS waiting, (SELECT max(position) FROM appended) AS position, head.day::text AS day, moved.copied AS copied FROM mark LEFT JOIN head ON true LEFT JOIN moved ON true`;

/** What became of {@link copyOutbox}: how many events waited, and where they were copied, the end of the log and the last of them. */
export interface Copied {
	waiting: number;
	end: (LogEnd & { outboxCopied: number }) | undefined;
}

/** Appends a share of the outbox. Where another was faster, it has done nothing. */
export async function copyOutbox(connection: Connection): Promise<Copied> {
	const row = await connection.get(COPY);
	const position = row?.['position'] as number | null;
	return {
		waiting: row?.['waiting'] as number,
		end: position === null ? undefined : { position, day: row?.['day'] as string, outboxCopied: row?.['copied'] as number },
	};
}
