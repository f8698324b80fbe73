import type { LinkCriteria, LinkReader, LinkWriter, Place, StoredLink } from '../../../../backend/src/storage/storage.ts';
import { aLink, FULL_LINK, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const BY = { keyId: 3, at: MORNING, changeId: null };

/** Links as they are found, listed, replaced and remembered. */
export const links: Suite = (subject) => {
	let reader: LinkReader;
	let writer: LinkWriter;
	const insert = (...all: StoredLink[]) => writer.transaction((transaction) => transaction.insert(all));
	const replace = (before: StoredLink, after: StoredLink) => writer.transaction((transaction) => transaction.replace([{ before, after }], BY));
	const page = async (limit: number, after?: Place | null) => reader.list({}, { by: 'created_at', descending: true }, { limit, after: after ?? undefined });
	const idsOf = (links: StoredLink[]) => links.map((link) => link.id);
	const ids = async (criteria: LinkCriteria) => idsOf((await reader.list(criteria, { by: 'created_at', descending: true }, { limit: 100 })).links);

	beforeEach(async () => {
		const storage = await subject().start();
		reader = storage.linkReader();
		writer = storage.linkWriter();
	});

	it('gives back every field as it was written', async () => {
		await insert(FULL_LINK, aLink(8));
		expect(await reader.find({ id: 7 })).toEqual(FULL_LINK);
		expect(await reader.find({ slug: 'spring-sale' })).toEqual(FULL_LINK);
		expect(await reader.find({ externalId: 'SKU-1' })).toEqual(FULL_LINK);
		expect(await reader.find({ id: 8 })).toEqual(aLink(8));
	});

	it('finds nothing where there is nothing, and tells slugs by case', async () => {
		await insert(aLink(1, { slug: 'Sale' }));
		expect(await reader.find({ slug: 'sale' })).toBeUndefined();
		expect(await reader.find({ id: 2 })).toBeUndefined();
		expect(await reader.bySlugs(['sale', 'SALE'])).toEqual([]);
		expect(await reader.byIds([2, 1])).toEqual([aLink(1, { slug: 'Sale' })]);
	});

	it('refuses a taken slug and a taken external id, and frees both with the link', async () => {
		const first = aLink(1, { slug: 'sale', externalId: 'A' });
		await insert(first);
		await expect(insert(aLink(2, { slug: 'sale' }))).rejects.toThrow();
		await expect(insert(aLink(2, { externalId: 'A' }))).rejects.toThrow();
		await replace(first, { ...first, deletedAt: MORNING, version: 2 });
		await insert(aLink(2, { slug: 'sale', externalId: 'A' }));
		expect((await reader.find({ slug: 'sale' }))?.id).toBe(2);
		expect((await reader.bySlugs(['sale'])).map((link) => link.id)).toEqual([2]);
		expect((await reader.byExternalIds(['A'])).map((link) => link.id)).toEqual([2]);
	});

	it('keeps a deleted link for those who know its id, and for nobody else', async () => {
		const link = aLink(1, { tags: ['sale'], campaign: 'spring' });
		const deleted = { ...link, deletedAt: MORNING, version: 2 };
		await insert(link);
		await replace(link, deleted);
		expect(await reader.find({ id: 1 })).toBeUndefined();
		expect(await reader.byIds([1])).toEqual([deleted]);
		expect(await ids({})).toEqual([]);
		expect(await ids({ tags: ['sale'] })).toEqual([]);
		expect(await reader.count({ campaign: 'spring' })).toBe(0);
	});

	it('finds a link that was deleted and brought back by all of its tags', async () => {
		const link = aLink(1, { tags: ['sale', 'mail'] });
		const deleted = { ...link, deletedAt: MORNING, version: 2 };
		await insert(link);
		await replace(link, deleted);
		await replace(deleted, { ...link, tags: ['sale', 'back'], version: 3 });
		expect(await ids({ tags: ['sale', 'back'] })).toEqual([1]);
		expect(await ids({ tags: ['mail'] })).toEqual([]);
	});

	it('shows a link as it was at any of its versions', async () => {
		const versions = [1, 2, 3].map((version) => ({ ...FULL_LINK, version, destination: `https://example.com/v${String(version)}`, tags: [`v${String(version)}`] }));
		await insert(versions[0]!);
		await replace(versions[0]!, versions[1]!);
		await replace(versions[1]!, versions[2]!);
		const asked = [3, 1, 2, 4].map((version) => ({ linkId: 7, version }));
		const found = await reader.asOf([...asked, { linkId: 99, version: 1 }]);
		expect(found.sort((a, b) => a.version - b.version)).toEqual(versions);
	});

	it('shows the last version of a deleted link', async () => {
		const deleted = { ...FULL_LINK, deletedAt: MORNING, version: 6 };
		await insert(FULL_LINK);
		await replace(FULL_LINK, deleted);
		const found = await reader.asOf([{ linkId: 7, version: 5 }, { linkId: 7, version: 6 }]);
		expect(found.sort((a, b) => a.version - b.version)).toEqual([FULL_LINK, deleted]);
	});

	it('lists newest first what meets every condition', async () => {
		await insert(
			aLink(1, { tags: ['a', 'b'], campaign: 'x' }),
			aLink(2, { tags: ['a'], campaign: 'x' }),
			aLink(3, { tags: ['b'], campaign: 'y', externalId: 'E' }),
			aLink(4),
		);
		expect(await ids({})).toEqual([4, 3, 2, 1]);
		expect(await ids({ tags: ['a'] })).toEqual([2, 1]);
		expect(await ids({ tags: ['a', 'b'] })).toEqual([1]);
		expect(await ids({ tags: ['a'], campaign: 'x', slug: 'slug-2' })).toEqual([2]);
		expect(await ids({ campaign: 'y', tags: ['a'] })).toEqual([]);
		expect(await ids({ external_id: 'E' })).toEqual([3]);
		expect(await reader.count({ campaign: 'x' })).toBe(2);
		expect(await reader.count({})).toBe(4);
	});

	it('finds nothing by a text with NUL, which not every database can keep', async () => {
		await insert(aLink(1, { tags: ['a'], campaign: 'a', externalId: 'a' }));
		const nul = 'a\0';
		expect([await reader.find({ slug: nul }), await reader.find({ externalId: nul }), ...(await reader.bySlugs([nul])), ...(await reader.byExternalIds([nul]))]).toEqual([undefined, undefined]);
		for (const criteria of [{ slug: nul }, { external_id: nul }, { campaign: nul }, { tags: [nul] }, { tags_any: [nul] }, { destination: { text: nul, prefix: true } }]) {
			expect(await ids(criteria)).toEqual([]);
		}
		expect(await reader.labels('tag', { prefix: nul, by: 'name', descending: false, limit: 9 })).toEqual([]);
		expect((await reader.list({}, { by: 'slug', descending: false }, { limit: 9, after: { value: nul, id: 1 } })).links).toHaveLength(1);
	});

	it('follows a change of tags and of campaign', async () => {
		const before = aLink(1, { tags: ['a', 'b'], campaign: 'x' });
		await insert(before);
		await replace(before, { ...before, tags: ['b', 'c'], campaign: 'y', version: 2 });
		expect(await ids({ tags: ['a'] })).toEqual([]);
		expect(await ids({ tags: ['b', 'c'], campaign: 'y' })).toEqual([1]);
		expect(await ids({ campaign: 'x' })).toEqual([]);
	});

	it('turns pages that neither repeat nor miss a link while others are inserted', async () => {
		await insert(...[10, 20, 30, 40, 50].map((id) => aLink(id)));
		const first = await page(2);
		await insert(aLink(60), aLink(70));
		const second = await page(2, first.next);
		await insert(aLink(80));
		const third = await page(2, second.next);
		expect([first, second, third].flatMap(({ links }) => idsOf(links))).toEqual([50, 40, 30, 20, 10]);
		expect(third.next).toBeNull();
	});

	it('replaces links whose slugs change places', async () => {
		const [a, b] = [aLink(1, { slug: 'a' }), aLink(2, { slug: 'b' })];
		await insert(a, b);
		await writer.transaction((transaction) =>
			transaction.replace([{ before: a, after: { ...a, slug: 'b', version: 2 } }, { before: b, after: { ...b, slug: 'a', version: 2 } }], BY),
		);
		expect((await reader.find({ slug: 'a' }))?.id).toBe(2);
		expect((await reader.find({ slug: 'b' }))?.id).toBe(1);
	});
};
