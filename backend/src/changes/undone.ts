import type { ChangeReader } from '../storage/storage.ts';

/** A change that undid another. */
interface Revert {
	id: number;
	reverts: number;
}

/** Links for which a change is undone: a revert has put them back, and was not undone for them itself. */
export async function undoneLinks(changeId: number, changes: Pick<ChangeReader, 'revertsOf' | 'replacedBy'>): Promise<Set<number>> {
	const reverts = Map.groupBy(await changes.revertsOf([changeId]), (revert) => revert.reverts);
	const undoneFor = async (id: number): Promise<Set<number>> => {
		const undone = new Set<number>();
		for (const revert of reverts.get(id) ?? []) {
			const redone = await undoneFor(revert.id);
			for (const linkId of await changes.replacedBy(revert.id)) if (!redone.has(linkId)) undone.add(linkId);
		}
		return undone;
	};
	return undoneFor(changeId);
}

/**
 * The last revert of a change that was not reverted itself.
 *
 * @param all every revert of the change, of those reverts, and so on
 */
export function lastRevert(changeId: number, all: readonly Revert[]): number | undefined {
	const reverts = Map.groupBy(all, (revert) => revert.reverts);
	const last = (id: number): number | undefined => reverts.get(id)?.findLast((revert) => last(revert.id) === undefined)?.id;
	return last(changeId);
}
