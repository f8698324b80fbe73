import { BULK_SHOWN, type ChangedLink } from '../../../../contract/bulk.ts';
import type { Link } from '../../../../contract/link.ts';
import type { LinkTransaction, LinkVersion, StoredLink } from '../../storage/storage.ts';
import type { WriteTools } from '../../writes/operation.ts';
import { differingFields, previousValues, type Pair } from '../change.ts';
import { presentLink } from '../present.ts';

/** What an Idempotency-Key keeps of a link that an answer shows: enough to find it again. */
export interface KeptPair {
	id: number;
	/** Its version before. */
	version: number;
	/** Of a dry run, which leaves no version behind: what would have been set. */
	set?: Partial<StoredLink>;
}

/** The links that an answer shows. */
export function shownOf<T>(all: readonly T[]): T[] {
	return all.slice(0, BULK_SHOWN);
}

/** Links as they are and were, each shown with its clicks. */
export async function presentPairs<P extends Pair>(pairs: readonly P[], tools: WriteTools): Promise<Array<{ pair: P; before: Link; after: Link }>> {
	const totals = new Map((await tools.totals(pairs.map(({ after }) => after.id))).map((one) => [one.linkId, one]));
	const present = (link: StoredLink) => presentLink(link, totals.get(link.id), tools);
	return pairs.map((pair) => ({ pair, before: present(pair.before), after: present(pair.after) }));
}

/** Links as they are, with the fields that differ as they were. */
export async function presentChanged(pairs: ReadonlyArray<Pair & { index?: number | null }>, tools: WriteTools): Promise<ChangedLink[]> {
	const shown = await presentPairs(pairs, tools);
	return shown.map(({ pair: { index }, before, after }) => ({ ...after, previous: previousValues(before, after), ...(typeof index === 'number' && { index }) }));
}

/**
 * What is kept of a pair.
 *
 * @param written whether the change was written, so that its versions can be looked up
 */
export function keepPair({ before, after }: Pair, written: boolean): KeptPair {
	const kept = { id: before.id, version: before.version };
	if (written) return kept;
	const { updatedAt, version } = after;
	return { ...kept, set: { ...Object.fromEntries(differingFields(before, after).map((field) => [field, after[field]])), updatedAt, version } };
}

/** The pairs that were kept, in their order; those of which a version is gone are left out. */
export async function findPairs<K extends KeptPair>(kept: readonly K[], transaction: Pick<LinkTransaction, 'asOf'>): Promise<Array<Pair & { kept: K }>> {
	const wanted = kept.flatMap(({ id, version, set }) => [{ linkId: id, version }, ...(set ? [] : [{ linkId: id, version: version + 1 }])]);
	const find = await versionFinder(wanted, transaction);
	return kept.flatMap((one) => {
		const before = find({ linkId: one.id, version: one.version });
		const after = before && one.set ? { ...before, ...one.set } : find({ linkId: one.id, version: one.version + 1 });
		return before && after ? [{ before, after, kept: one }] : [];
	});
}

/** Links as they were at these versions, in their order. */
export async function findVersions(versions: readonly LinkVersion[], transaction: Pick<LinkTransaction, 'asOf'>): Promise<StoredLink[]> {
	const find = await versionFinder(versions, transaction);
	return versions.flatMap((version) => find(version) ?? []);
}

async function versionFinder(versions: readonly LinkVersion[], transaction: Pick<LinkTransaction, 'asOf'>): Promise<(version: LinkVersion) => StoredLink | undefined> {
	const nameOf = ({ linkId, version }: LinkVersion) => `${String(linkId)}@${String(version)}`;
	const found = new Map((await transaction.asOf(versions)).map((link) => [nameOf({ linkId: link.id, version: link.version }), link]));
	return (version) => found.get(nameOf(version));
}
