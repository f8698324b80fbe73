import type { ChangeReader, ChangeRecord, LinkWriter, StoredLink } from '../../../../backend/src/storage/storage.ts';
import { aLink, FULL_LINK, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const aChange = (id: number, differs: Partial<ChangeRecord> = {}): ChangeRecord => ({
	id, kind: 'update', keyId: 3, at: MORNING, links: 1, created: null, reverts: null, summary: null, ...differs,
});

/** Changes, and the versions from which they can be undone. */
export const changes: Suite = (subject) => {
	let reader: ChangeReader;
	let writer: LinkWriter;
	const record = (...all: ChangeRecord[]) =>
		writer.transaction(async (transaction) => {
			for (const change of all) await transaction.changes.record(change);
		});
	const replace = (before: StoredLink, after: StoredLink, changeId: number | null) =>
		writer.transaction((transaction) => transaction.replace([{ before, after }], { keyId: 3, at: MORNING + after.version, changeId }));

	beforeEach(async () => {
		const storage = await subject().start();
		reader = storage.changeReader();
		writer = storage.linkWriter();
	});

	it('gives back what was recorded, newest first, page by page', async () => {
		const full = aChange(20, { kind: 'import', created: { first: 11, last: 19 }, reverts: 10, summary: '{"ä":1}', links: 9 });
		await record(aChange(10), full, aChange(30));
		expect(await reader.find(20)).toEqual(full);
		expect(await reader.find(21)).toBeUndefined();
		expect((await reader.list({ limit: 2 })).map(({ id }) => id)).toEqual([30, 20]);
		expect((await reader.list({ limit: 2, before: 20 })).map(({ id }) => id)).toEqual([10]);
	});

	it('knows which change created a link, and that a link was created by itself', async () => {
		await record(aChange(20, { created: { first: 11, last: 15 } }), aChange(30, { created: { first: 25, last: 25 } }), aChange(40));
		const creators = await Promise.all([11, 13, 15, 16, 24, 25, 26, 41].map((id) => reader.creationOf(id)));
		expect(creators.map((change) => change?.id)).toEqual([20, 20, 20, undefined, undefined, 30, undefined, undefined]);
	});

	it('follows reverts to their reverts', async () => {
		await record(aChange(1), aChange(2, { reverts: 1 }), aChange(3), aChange(4, { reverts: 2 }), aChange(5, { reverts: 3 }), aChange(6, { reverts: 1 }), aChange(7, { reverts: 4 }));
		expect(await reader.revertsOf([1])).toEqual([{ id: 2, reverts: 1 }, { id: 4, reverts: 2 }, { id: 6, reverts: 1 }, { id: 7, reverts: 4 }]);
		expect((await reader.revertsOf([1, 2])).map(({ id }) => id)).toEqual([2, 4, 6, 7]);
		expect(await reader.revertsOf([5, 99])).toEqual([]);
	});

	it('shows the links of a change before, after and now', async () => {
		const [created, again] = [aLink(11, { tags: ['a'] }), aLink(12)];
		const old = { ...FULL_LINK, version: 1 };
		const change = aChange(20, { created: { first: 11, last: 12 }, links: 3 });
		await writer.transaction(async (transaction) => {
			await transaction.insert([old, created, again]);
			await transaction.changes.record(change);
		});
		const updated = { ...old, title: 'New', version: 2 };
		await replace(old, updated, 20);
		const [later, latest] = [{ ...created, title: 'Later', version: 2 }, { ...updated, deletedAt: MORNING, version: 3 }];
		await replace(created, later, null);
		await replace(updated, latest, null);

		expect(await reader.linksOf(change)).toEqual([
			{ before: null, after: created, current: later },
			{ before: null, after: again, current: again },
			{ before: old, after: updated, current: latest },
		]);
		expect((await reader.linksOf(change, 2)).map(({ current }) => current.id)).toEqual([11, 12]);
		expect((await reader.linksOf(change, 3)).map(({ current }) => current.id)).toEqual([11, 12, 7]);
		expect(await reader.replacedBy(20)).toEqual([7]);
		expect(await reader.linksOf(aChange(99))).toEqual([]);
	});

	it('tells the versions of a link, newest first, and who made each of the one before', async () => {
		const versions = [1, 2, 3, 4].map((version) => ({ ...FULL_LINK, title: `v${String(version)}`, version }));
		await writer.transaction((transaction) => transaction.insert([versions[0]!]));
		for (const [place, after] of versions.slice(1).entries()) await replace(versions[place]!, after, place === 0 ? null : 20 + place);
		const by = (version: number, changeId: number | null) => ({ keyId: 3, at: MORNING + version, changeId });
		const all = [
			{ link: versions[3], by: by(4, 22) },
			{ link: versions[2], by: by(3, 21) },
			{ link: versions[1], by: by(2, null) },
			{ link: versions[0], by: null },
		];
		expect(await reader.versions(7, { limit: 10 })).toEqual(all);
		expect(await reader.versions(7, { limit: 2 })).toEqual(all.slice(0, 2));
		expect(await reader.versions(7, { limit: 2, before: 3 })).toEqual(all.slice(2));
		expect(await reader.versions(7, { limit: 2, before: 1 })).toEqual([]);
		expect(await reader.versions(8, { limit: 2 })).toEqual([]);
	});
};
