import { DoneElsewhere } from '../../done-elsewhere.ts';
import type { Connection, Session } from '../database.ts';
import { PLANNED } from './settings.ts';
import type { SetNumber } from './tables.ts';

/**
 * SQL that lets PostgreSQL end this transaction where nothing is heard of it for ten seconds: a machine that has lost its network holds
 * the cursor otherwise, and the process that takes the task over waits.
 */
const LET_GO = `set_config('idle_in_transaction_session_timeout', '10s', true)`;

/** Where the counting of a set is. */
export interface Cursor {
	set: SetNumber;
	/** Position up to which events are counted. */
	position: number;
	/** How many transactions have counted, on top of some number. */
	folds: number;
}

/** Where the counting of the current set is. */
export async function currentCursor(connection: Connection): Promise<Cursor> {
	return (await connection.get('SELECT c.set, c.position, c.folds FROM current_rollups r JOIN rollup_cursors c ON c.set = r.number')) as unknown as Cursor;
}

/** Where the counting of a set is; undefined where it is empty. */
export async function cursorOf(connection: Connection, set: SetNumber): Promise<Cursor | undefined> {
	return (await connection.get('SELECT set, position, folds FROM rollup_cursors WHERE set = $1', set)) as unknown as Cursor | undefined;
}

/**
 * Moves the cursor of a set, from where it is believed to be, in a transaction that counts up to there: others wait for its end.
 *
 * @returns where it is then
 * @throws DoneElsewhere where it is elsewhere
 */
export async function claim(session: Session, { set, folds }: Cursor, position: number): Promise<Cursor> {
	const moved = await session.get(
		`UPDATE rollup_cursors SET position = $1, folds = folds + 1, folded_at = now() WHERE set = $2 AND folds = $3 RETURNING folds, ${PLANNED}, ${LET_GO}`,
		position, set, folds,
	);
	if (!moved) throw new DoneElsewhere();
	return { set, position, folds: moved['folds'] as number };
}
