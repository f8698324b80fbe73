import { ProblemError } from '../http/problem.ts';
import { parsePublicId } from '../ids.ts';
import type { ChangeReader, ChangeRecord } from '../storage/storage.ts';

/**
 * The change that a path names.
 *
 * @throws ProblemError `not_found`
 */
export async function findChange(changes: Pick<ChangeReader, 'find'>, text: string): Promise<ChangeRecord> {
	const id = parsePublicId('change', text);
	const change = id === undefined ? undefined : await changes.find(id);
	if (change) return change;
	const remedy = id === undefined ? ' Name it by its id (chg_…), which the call that made it answered as change_id.' : '';
	throw new ProblemError('not_found', `There is no change "${text}".${remedy}`);
}
