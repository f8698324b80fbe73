import type { ChangeCounts, ChangeKind, ChangeSummary } from '../../../contract/change.ts';
import { actionOf, type Pair } from '../links/change.ts';
import type { Creation } from '../links/create.ts';
import type { ChangeRecord } from '../storage/storage.ts';
import type { WriteTools } from '../writes/operation.ts';

/** What the list of changes is to say of one. */
export interface ChangeNote {
	counts: ChangeCounts;
	summary: ChangeSummary;
}

/** Whose change it is, and what it is about. */
export interface ChangeAbout {
	keyId: number;
	summary: ChangeSummary;
}

/**
 * Writes links as one change: what they were, what they are, the events that tell of it, and the record by which all of it
 * can be found again.
 *
 * @returns the change's id; null where there was nothing to write
 */
export async function writeChange(
	pairs: readonly Pair[],
	{ kind, keyId, summary, reverts = null }: ChangeAbout & { kind: Exclude<ChangeKind, 'import'>; reverts?: number | null },
	{ transaction, now }: WriteTools,
): Promise<number | null> {
	if (pairs.length === 0) return null;
	const id = transaction.nextId();
	const done = pairs.map(({ before, after }) => ({ action: actionOf(before, after), after }));
	await transaction.replace(pairs, { keyId, at: now, changeId: id });
	await transaction.emit(done.map(({ action, after }) => ({ type: `link.${action}`, occurredAt: now, linkId: after.id, linkVersion: after.version })));
	const counts = noCounts();
	for (const { action } of done) counts[action]++;
	await transaction.changes.record({ id, kind, keyId, at: now, links: pairs.length, created: null, reverts, summary: JSON.stringify({ counts, summary } satisfies ChangeNote) });
	return id;
}

/**
 * Writes what a creation has decided as one change.
 *
 * @returns the change's id; null where there was nothing to write
 */
export async function writeImport(creation: Creation, { keyId, summary }: ChangeAbout, { transaction, now }: WriteTools): Promise<number | null> {
	const { newLinks, replacements } = creation;
	const links = newLinks.length + replacements.length;
	if (links === 0) return null;
	const id = transaction.nextId();
	await creation.write(id);
	const [first, last] = [newLinks[0], newLinks.at(-1)];
	const counts = { ...noCounts(), created: newLinks.length, updated: replacements.length };
	await transaction.changes.record({
		id, kind: 'import', keyId, at: now, links,
		created: first && last ? { first: first.id, last: last.id } : null,
		reverts: null,
		summary: JSON.stringify({ counts, summary } satisfies ChangeNote),
	});
	return id;
}

/** What was noted of a change. */
export function noteOf({ kind, links, summary }: ChangeRecord): ChangeNote {
	if (summary !== null) return JSON.parse(summary) as ChangeNote;
	// Written before there were notes: an import then, or an update.
	return { counts: { ...noCounts(), [kind === 'import' ? 'created' : 'updated']: links }, summary: {} };
}

function noCounts(): ChangeCounts {
	return { created: 0, updated: 0, deleted: 0, restored: 0 };
}
