import { isDeepStrictEqual } from 'node:util';
import type { Link } from '../../../contract/link.ts';
import type { StoredLink } from '../storage/storage.ts';
import type { SetFields } from './fields.ts';

/** The link with these fields set: the next version, or the same object where nothing differs. */
export function changed(link: StoredLink, fields: SetFields, now: number): StoredLink {
	const differs = (Object.keys(fields) as Array<keyof SetFields>).some((key) => !isDeepStrictEqual(fields[key], link[key]));
	return differs ? { ...link, ...fields, updatedAt: now, version: link.version + 1 } : link;
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
