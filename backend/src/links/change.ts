import { isDeepStrictEqual } from 'node:util';
import type { ChangeCounts } from '../../../contract/change.ts';
import type { Link } from '../../../contract/link.ts';
import type { StoredLink } from '../storage/storage.ts';
import type { SetFields } from './fields.ts';

/** One link at two of its versions. */
export interface Pair {
	before: StoredLink;
	after: StoredLink;
}

/** A field of a link that a change can be about. */
export type ChangeableField = Exclude<keyof StoredLink, 'id' | 'version' | 'updatedAt'>;

/** The fields in which two states of one link differ. Of two deletions the time does not count. */
export function differingFields(before: StoredLink, after: StoredLink): ChangeableField[] {
	const fields = Object.keys(after) as Array<keyof StoredLink>;
	return fields.filter((field): field is ChangeableField => {
		if (field === 'id' || field === 'version' || field === 'updatedAt') return false;
		if (field === 'deletedAt') return (before.deletedAt === null) !== (after.deletedAt === null);
		return before[field] !== after[field] && !isDeepStrictEqual(before[field], after[field]);
	});
}

/** What was done to a link; `before` is null where there was none. */
export function actionOf(before: StoredLink | null, after: StoredLink): keyof ChangeCounts {
	if (before === null) return 'created';
	if ((before.deletedAt === null) === (after.deletedAt === null)) return 'updated';
	return before.deletedAt === null ? 'deleted' : 'restored';
}

/** The link with these fields set: the next version, or the same object where nothing differs. */
export function changed(link: StoredLink, fields: SetFields, now: number): StoredLink {
	const differs = (Object.keys(fields) as Array<keyof SetFields>).some((key) => !isDeepStrictEqual(fields[key], link[key]));
	return differs ? { ...link, ...fields, updatedAt: now, version: link.version + 1 } : link;
}

/** The link as it is kept once it is deleted: the next version. */
export function deleted(link: StoredLink, now: number): StoredLink {
	return { ...link, deletedAt: now, updatedAt: now, version: link.version + 1 };
}

/** The link's tags with some added and some removed. */
export function retagged(tags: readonly string[], { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] }): string[] {
	const removed = new Set(remove);
	return [...new Set([...tags.filter((tag) => !removed.has(tag)), ...add])];
}

/** The members of `before` that differ in `after`, without those that every change touches. */
export function previousValues(before: Link, after: Link): Partial<Link> {
	const entries = Object.entries(before).filter(
		([key, value]) => key !== 'version' && key !== 'updated_at' && !isDeepStrictEqual(value, after[key as keyof Link]),
	);
	return Object.fromEntries(entries);
}
