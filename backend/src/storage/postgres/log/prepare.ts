import { dayOf } from '../../log-days.ts';
import type { Database } from '../database.ts';
import { goOnIn, makeDaysAfter } from './days.ts';
import { ensureEpoch } from './epochs.ts';

/** Makes what the log needs to go on today. */
export async function prepareLog(database: Database, now = Date.now()): Promise<void> {
	await ensureEpoch(database, now);
	await goOnIn(database, dayOf(now));
	await makeDaysAfter(database, dayOf(now));
}
