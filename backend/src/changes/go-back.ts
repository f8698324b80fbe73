import type { ConflictReason } from '../../../contract/change.ts';
import { differingFields, retagged, type ChangeableField } from '../links/change.ts';
import { combinationProblem } from '../links/fields.ts';
import type { StoredLink, TouchedLink } from '../storage/storage.ts';

/** What a revert makes of a link: its next version, nothing because it is back already, or nothing for a reason. */
export type GoneBack = { link: StoredLink } | 'already' | { reason: ConflictReason; message: string };

/** Fields that are only right together. */
const TOGETHER: readonly ChangeableField[][] = [['destination', 'location'], ['fallbackUrl', 'fallbackLocation']];

/**
 * A link without what a change did to it. One that somebody has changed since is left alone; with `force` the fields that
 * the change touched go back, and all others stay as they are now: of tags, those that it added go and those that it
 * removed come back.
 */
export function goBack({ before, after, current }: TouchedLink, { force, now }: { force: boolean; now: number }): GoneBack {
	// What a change created was not there before.
	const was = before ?? { ...after, deletedAt: now };
	const touched = withPartners(differingFields(was, after));
	const different = new Set(differingFields(was, current));
	if (!touched.some((field) => different.has(field))) return 'already';
	if (current.deletedAt !== null && after.deletedAt === null) {
		return { reason: 'deleted', message: `"${current.slug}" was deleted since. Bring it back first, by reverting the change that deleted it.` };
	}
	const changedSince = current !== after && differingFields(after, current).length > 0;
	if (changedSince && !force) {
		return { reason: 'changed', message: `"${current.slug}" was changed since; it has version ${String(current.version)} by now. force: true puts back what this change touched and leaves the rest.` };
	}
	const link: StoredLink = {
		...current,
		...Object.fromEntries(touched.map((field) => [field, was[field]])),
		...(touched.includes('deletedAt') && was.deletedAt !== null && { deletedAt: now }),
		...(touched.includes('tags') && changedSince && { tags: tagsBack(was.tags, after.tags, current.tags) }),
		updatedAt: now,
		version: current.version + 1,
	};
	if (!changedSince) return { link };
	if (differingFields(current, link).length === 0) return 'already';
	const problem = combinationProblem(link);
	return problem ? { reason: 'invalid', message: `"${current.slug}" was changed since, and what would come out is not valid: ${problem.message}` } : { link };
}

function withPartners(fields: readonly ChangeableField[]): ChangeableField[] {
	return [...new Set(fields.flatMap((field) => TOGETHER.find((group) => group.includes(field)) ?? [field]))];
}

function tagsBack(was: readonly string[], after: readonly string[], current: readonly string[]): string[] {
	return retagged(current, { add: was.filter((tag) => !after.includes(tag)), remove: after.filter((tag) => !was.includes(tag)) });
}
