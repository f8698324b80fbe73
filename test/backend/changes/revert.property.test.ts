/** What holds of reverts whatever the links and whatever the changes. */
import fc from 'fast-check';
import type { RevertAnswer } from '../../../contract/change.ts';
import { parsePublicId, publicId } from '../../../backend/src/ids.ts';
import { bulkCall, firstLinks, singleCall, type BulkCall } from './arbitrary.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(() => {
	office = openOffice();
});
afterEach(() => office.close());

/** An office whose earlier links are all deleted, with these instead. */
async function begin(first: BulkCall): Promise<void> {
	await office.call('bulkDelete', { body: { all: true } });
	expect((await office.call(first.name, { body: first.body })).status).toBe(200);
}

/** Does it; the id of the change, null where nothing was written. */
async function change({ name, body }: BulkCall): Promise<string | null> {
	const { status, body: answer } = await office.call(name, { body });
	expect([200, 422]).toContain(status);
	return status === 200 ? answer.change_id : null;
}

async function revert(id: string, body: object = {}): Promise<RevertAnswer> {
	const answer = await office.call('revertChange', { params: { id }, body });
	expect(answer.status).toBe(200);
	return answer.body;
}

/** A change counted from the last one, and how to revert it. */
const anyRevert = fc.record({ back: fc.nat(3), force: fc.boolean() });

async function revertAny({ back, force }: { back: number; force: boolean }): Promise<void> {
	const listed = await office.changes.list({ limit: back + 1 });
	await revert(publicId('change', listed.at(-1)!.id), { force });
}

async function size(id: string): Promise<number> {
	return (await office.changes.find(parsePublicId('change', id)!))!.links;
}

test('a change and its revert are nothing; the revert of the revert is the change', async () => {
	let written = 0;
	await fc.assert(
		fc.asyncProperty(firstLinks, bulkCall, async (first, call) => {
			await begin(first);
			const before = office.state();
			const id = await change(call);
			const after = office.state();
			if (id === null) return expect(after).toEqual(before);
			written++;

			const undone = await revert(id);
			expect(undone).toMatchObject({ reverted: await size(id), already: 0, conflicts: [] });
			expect(office.state()).toEqual(before);

			const redone = await revert(undone.change_id!);
			expect(redone).toMatchObject({ reverted: undone.reverted, already: 0, conflicts: [] });
			expect(office.state()).toEqual(after);

			expect(await revert(id)).toMatchObject({ reverted: undone.reverted, already: 0, conflicts: [] });
			expect(office.state()).toEqual(before);
		}),
		{ numRuns: 300 },
	);
	expect(written).toBeGreaterThan(60);
});

test('changes reverted in reverse order lead back step by step', async () => {
	await fc.assert(
		fc.asyncProperty(firstLinks, fc.array(bulkCall, { minLength: 2, maxLength: 8 }), async (first, calls) => {
			await begin(first);
			const steps: Array<{ id: string; before: ReturnType<Office['state']> }> = [];
			for (const call of calls) {
				const before = office.state();
				const id = await change(call);
				if (id !== null) steps.push({ id, before });
			}
			for (const { id, before } of steps.reverse()) {
				expect((await revert(id)).conflicts).toEqual([]);
				expect(office.state()).toEqual(before);
			}
		}),
		{ numRuns: 100 },
	);
});

test('whatever happened since: each link goes back, is back, or is a conflict; the second time nothing happens', async () => {
	let [reverted, refused] = [0, 0];
	await fc.assert(
		fc.asyncProperty(firstLinks, bulkCall, fc.array(fc.oneof(singleCall, bulkCall, anyRevert), { maxLength: 6 }), fc.boolean(), async (first, call, later, force) => {
			await begin(first);
			const id = await change(call);
			if (id === null) return;
			for (const one of later) await ('back' in one ? revertAny(one) : office.call(one.name, one));
			const [rows, before] = [office.everyRow(), office.state()];
			const touched = (await office.changes.linksOf((await office.changes.find(parsePublicId('change', id)!))!)).map(({ after }) => after.id);

			const dry = await revert(id, { force, dry_run: true });
			expect(office.everyRow()).toEqual(rows);
			const answer = await revert(id, { force });
			expect({ ...answer, change_id: null, dry_run: true, links: [] }).toEqual({ ...dry, links: [] });
			expect(answer.reverted + answer.already + answer.conflicts.length).toBe(await size(id));
			reverted += answer.reverted;
			refused += answer.conflicts.length;

			const after = office.state();
			const wrote = new Set(answer.links.map((link) => link.id));
			for (const linkId of new Set([...before.keys(), ...after.keys()])) {
				if (!touched.includes(linkId) || !wrote.has(publicId('link', linkId))) expect(after.get(linkId)).toEqual(before.get(linkId));
			}
			const slugs = [...after.values()].map(({ slug }) => slug);
			expect(new Set(slugs).size).toBe(slugs.length);

			const settled = office.everyRow();
			const again = await revert(id, { force });
			expect(again).toMatchObject({ reverted: 0, already: answer.already + answer.reverted, change_id: null });
			expect(again.conflicts).toEqual(answer.conflicts);
			expect(office.everyRow()).toEqual(settled);
		}),
		{ numRuns: 400 },
	);
	expect(Math.min(reverted, refused)).toBeGreaterThan(20);
});
