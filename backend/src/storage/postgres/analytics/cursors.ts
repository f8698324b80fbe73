import { CountedElsewhere } from '../../counted-elsewhere.ts';
import type { Connection, Session } from '../database.ts';
import { PLANNED } from './settings.ts';
import { tablesOf, type SetNumber } from './tables.ts';

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
	const found = await connection.get(
		`SELECT r.number AS set, c.position, c.folds FROM current_rollups r
		JOIN (SELECT 1 AS set, position, folds FROM rollup_cursor_1 UNION ALL SELECT 2, position, folds FROM rollup_cursor_2) c ON c.set = r.number`,
	);
	return found as unknown as Cursor;
}

/** Where the counting of a set is; undefined where it is empty. */
export async function cursorOf(connection: Connection, set: SetNumber): Promise<Cursor | undefined> {
	const found = await connection.get(`SELECT ${String(set)} AS set, position, folds FROM ${tablesOf(set).rollup_cursor}`);
	return found as unknown as Cursor | undefined;
}

/**
 * Moves the cursor of a set, from where it is believed to be, in a transaction that counts up to there: others wait for its end.
 *
 * @returns where it is then
 * @throws CountedElsewhere where it is elsewhere
 */
export async function claim(session: Session, believed: Cursor, position: number): Promise<Cursor> {
	const { set, folds } = believed;
	const moved = await session.get(
		`UPDATE ${tablesOf(set).rollup_cursor} SET position = $1, folds = folds + 1, folded_at = now() WHERE folds = $2 RETURNING folds, ${PLANNED}`,
		position, folds,
	);
	if (!moved) throw new CountedElsewhere();
	return { set, position, folds: moved['folds'] as number };
}
