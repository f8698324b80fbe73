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
	/** `YYYY-MM-DD` */
	day: string;
}

/** What is found of an append that was made before. */
export interface MadeBefore {
	/** The last append of this appender. */
	sequence: number;
	/** Of the hits of that one, those that were not let through: places, from 0. */
	refused: readonly number[];
}

/** What PostgreSQL says of a row for which there is no partition: `check_violation`. */
const NO_PARTITION = '23514';

/** Notes in the day that it has begun with this append, where that is so. */
const BEGIN_DAY = `UPDATE log_days SET first_position = head.before + 1 FROM head WHERE log_days.day = head.day AND log_days.first_position IS NULL`;

/** Counts uses, where there are any: parameters 7 to 9. */
const COUNT_USES = `, counted AS (
	UPDATE link_uses SET link_version = uses.link_version, used = uses.used FROM unnest($7::bigint[], $8::bigint[], $9::bigint[]) AS uses (link_id, link_version, used)
	WHERE link_uses.link_id = uses.link_id AND (SELECT count(*) FROM claim) = 1
)`;

const APPEND = appendStatement('', 7);
const APPEND_AND_COUNT = appendStatement(COUNT_USES, 10);

/**
 * One statement, in this order: it claims the name of the append, which fails where the append was made before; then it holds the
 * head of the log until the commit, and takes as many positions from it as there are hits; then it writes them.
 *
 * No reader can miss an event: who holds the head's row lets go of it only after its commit has become visible, so a transaction
 * that gets higher positions begins to write after all those with lower ones can be seen, and whoever sees it sees these too.
 */
function appendStatement(count: string, first: number): string {
	return `WITH claim AS (
		INSERT INTO log_appenders AS before (appender, sequence, refused, appended_at) VALUES ($1, $3, $4, now())
		ON CONFLICT (appender) DO UPDATE SET sequence = excluded.sequence, refused = excluded.refused, appended_at = excluded.appended_at WHERE before.sequence < $2
		RETURNING 1
	)${count}, head AS (
		UPDATE log_head SET position = position + $5, day = greatest(day, $6::date) WHERE (SELECT count(*) FROM claim) = 1 RETURNING position, position - $5 AS before, day
	), begun AS (
		${BEGIN_DAY}
	), appended AS (
		INSERT INTO events (position, day, format, type, ${HIT_COLUMNS})
		SELECT head.before + hit.nth, head.day, ${String(FORMAT)}, 'link.clicked', ${HIT_COLUMNS.replaceAll(/\w+/g, 'hit.$&')} FROM head CROSS JOIN ${unnestHits(first)}
	)
	SELECT position, day::text AS day FROM head`;
}

/**
 * Appends hits at the end of the log, all or none.
 *
 * @param refused places of hits that are not among them, to be found by {@link madeBefore}
 * @returns undefined where the append was made before, or a later one by the same appender
 * @throws where the day has no partition: see {@link hasNoPartition}
 */
export async function appendHits(connection: Connection, name: AppendName, hits: readonly NewHit[], day: string, refused: readonly number[], uses?: CountedUses): Promise<LogEnd | undefined> {
	const head = [name.appender, name.first, name.last, refused, hits.length, day] as const;
	const row = uses ? await connection.get(APPEND_AND_COUNT, ...head, ...uses, ...hitValues(hits)) : await connection.get(APPEND, ...head, ...hitValues(hits));
	return row && { position: row['position'] as number, day: row['day'] as string };
}

/** The last append of an appender; undefined where there is none. */
export async function madeBefore(connection: Connection, appender: string): Promise<MadeBefore | undefined> {
	const row = await connection.get('SELECT sequence, refused FROM log_appenders WHERE appender = $1', appender);
	return row && { sequence: row['sequence'] as number, refused: row['refused'] as number[] };
}

/** Whether an append failed because its day has not been made. */
export function hasNoPartition(error: unknown): boolean {
	return (error as { code?: unknown }).code === NO_PARTITION;
}

/** Events of the outbox that one append takes along: enough to keep up, few enough that no visitor waits. */
const OUTBOX_SHARE = 500;

/**
 * The next events of the outbox, where nobody has copied them since the statement began: then the head has another mark when its
 * row is got, and nothing is done.
 */
const COPY = `WITH mark AS MATERIALIZED (
	SELECT outbox_copied FROM log_head
), share AS MATERIALIZED (
	SELECT id, type, occurred_at, link_id, link_version, data, row_number() OVER (ORDER BY id) AS nth FROM outbox WHERE id > (SELECT outbox_copied FROM mark) ORDER BY id LIMIT ${String(OUTBOX_SHARE)}
), head AS (
	UPDATE log_head SET position = position + (SELECT count(*) FROM share), day = greatest(day, $1::date), outbox_copied = (SELECT max(id) FROM share)
	WHERE outbox_copied = (SELECT outbox_copied FROM mark) AND (SELECT count(*) FROM share) > 0
	RETURNING position, position - (SELECT count(*) FROM share) AS before, day, outbox_copied
), begun AS (
	${BEGIN_DAY}
), appended AS (
	INSERT INTO events (position, day, format, type, occurred_at, link_id, link_version, data)
	SELECT head.before + share.nth, head.day, ${String(FORMAT)}, share.type, share.occurred_at, share.link_id, share.link_version, share.data FROM head CROSS JOIN share
)
SELECT (SELECT count(*) FROM share) AS waiting, head.position AS position, head.day::text AS day, head.outbox_copied AS outbox_copied FROM mark LEFT JOIN head ON true`;

/** What became of {@link copyOutbox}: how many events waited, and where they were copied, the end of the log and the last of them. */
export interface Copied {
	waiting: number;
	end: (LogEnd & { outboxCopied: number }) | undefined;
}

/** Appends a share of the outbox. Where another was faster, it has done nothing. */
export async function copyOutbox(connection: Connection, day: string): Promise<Copied> {
	const row = await connection.get(COPY, day);
	const position = row?.['position'] as number | null;
	return {
		waiting: row?.['waiting'] as number,
		end: position === null ? undefined : { position, day: row?.['day'] as string, outboxCopied: row?.['outbox_copied'] as number },
	};
}
