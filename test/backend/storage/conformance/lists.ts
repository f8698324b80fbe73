import fc from 'fast-check';
import { readCriteria } from '../../../../backend/src/links/filter.ts';
import { readPlace, writePlace } from '../../../../backend/src/links/place.ts';
import { indexNext } from '../../../../backend/src/search/index-links.ts';
import type { LinkLists, Place, Storage, StoredLink } from '../../../../backend/src/storage/storage.ts';
import { known, links, matches, NOW, question, sorted, type Given, type Known } from './lists-model.ts';
import { aLink } from './samples.ts';

/** Looking for a smaller counterexample would take minutes. */
const AT_ONCE = { endOnFailure: true };

/** Lists of links beside a model that looks at every link. `empty` makes an empty storage, and throws away the one before; that it does `runs` times. */
export function describeLists(name: string, empty: () => Promise<{ storage: Storage; lists: LinkLists }>, runs = 15): void {
	describe(name, () => {
		it('are those of a model, in its order, page by page', async () => {
			await fc.assert(
				fc.asyncProperty(links, fc.array(question, { minLength: 30, maxLength: 30 }), async (given, questions) => {
					const { lists, storage } = await empty();
					const { model } = await filled(storage, given);
					for (const { filter: asked, order: by, limit } of questions) {
						const criteria = readCriteria(asked, NOW);
						const expected = sorted(model.filter((one) => matches(asked, one)), by);
						const found: number[] = [];
						let after: Place | undefined;
						do {
							const page = await lists.list(criteria, by, { limit, after });
							expect(page.links.length).toBeLessThanOrEqual(limit);
							found.push(...page.links.map(({ id }) => id));
							// Each place goes out and comes back, as a caller carries it.
							after = page.next === null ? undefined : readPlace(writePlace(by, page.next), undefined).after;
						} while (after);
						expect({ asked, by, found }).toEqual({ asked, by, found: expected });
						expect(await lists.count(criteria)).toBe(expected.length);
					}
				}),
				{ numRuns: runs, ...AT_ONCE },
			);
		});

		it('come once each while others are made', async () => {
			await fc.assert(
				fc.asyncProperty(links, fc.array(question, { minLength: 5, maxLength: 5 }), fc.infiniteStream(known), async (given, questions, more) => {
					const { lists, storage } = await empty();
					const { model, add } = await filled(storage, given);
					let id = 1000;
					for (const { filter: asked, order: by, limit } of questions) {
						const criteria = readCriteria(asked, NOW);
						const expected = (await lists.list(criteria, by, { limit: 1000 })).links.map((link) => link.id);
						expect(expected.filter((one) => one <= model.length)).toEqual(sorted(model.filter((one) => matches(asked, one)), by));
						const found: number[] = [];
						for (let after: Place | undefined | null; after !== null; ) {
							const page = await lists.list(criteria, by, { limit, after });
							found.push(...page.links.map((link) => link.id));
							after = page.next;
							// For a while: a list that grows as fast as it is read has no end.
							if (id >= 1050) continue;
							id++;
							const { value } = more.next() as { value: Given };
							await add(aLink(id, { ...value.link, slug: `new-${String(id)}`, externalId: null, deletedAt: null, importedClicks: 0 }));
						}
						expect(new Set(found).size).toBe(found.length);
						expect(found.filter((one) => expected.includes(one))).toEqual(expected);
					}
				}),
				{ numRuns: Math.ceil(runs / 3), ...AT_ONCE },
			);
		});
	});
}

/** Links in a storage, all that they went through told to the indexes. */
async function filled(storage: Storage, given: readonly Given[]): Promise<{ model: Known[]; add(link: StoredLink): Promise<void> }> {
	const [writer, feed, index, analytics] = [storage.linkWriter(), storage.linkFeed(), storage.indexWriter(), storage.analyticsWriter()];
	const externalIds = new Set<string>();
	const model = given.map(({ link, clicks, lastClickedAt }, at): Known => {
		const externalId = link.externalId && !externalIds.has(link.externalId) ? link.externalId : null;
		if (externalId) externalIds.add(externalId);
		const stored = aLink(at + 1, { ...link, externalId });
		return { link: stored, clicks: clicks + stored.importedClicks, lastClickedAt: clicks > 0 ? lastClickedAt : null };
	});
	const created = (link: StoredLink) => ({ type: 'link.created' as const, occurredAt: NOW, linkId: link.id, linkVersion: 1 });
	const catchUp = async () => {
		while (!(await indexNext(feed, index, 7)).idle);
	};
	const add = async (link: StoredLink) => {
		await writer.transaction(async (transaction) => {
			await transaction.insert([{ ...link, deletedAt: null }]);
			await transaction.emit([created(link)]);
		});
		await catchUp();
	};
	await writer.transaction(async (transaction) => {
		await transaction.insert(model.map(({ link }) => ({ ...link, deletedAt: null })));
		await transaction.emit(model.map(({ link }) => created(link)));
	});
	await catchUp();
	const gone = model.map(({ link }) => link).filter(({ deletedAt }) => deletedAt !== null);
	await writer.transaction(async (transaction) => {
		await transaction.replace(gone.map((after) => ({ before: { ...after, deletedAt: null }, after: { ...after, version: 2 } })), { keyId: 1, at: NOW, changeId: null });
		await transaction.emit(gone.map((link) => ({ ...created(link), type: 'link.deleted' as const })));
	});
	await catchUp();
	const clicks = model.flatMap(({ link, clicks, lastClickedAt }) =>
		Array.from({ length: clicks - link.importedClicks }, (_, nth) => ({ linkId: link.id, occurredAt: (lastClickedAt ?? 0) - nth, kind: 'human' as const, visitorId: 'v' })),
	);
	const folds = clicks.map((click, index) => ({ ...click, position: index + 1 }));
	await analytics.fold(folds, folds.length, await storage.linkReader().importedClicks(model.map(({ link }) => link.id)));
	return { model, add };
}
