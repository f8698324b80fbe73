/** What a revert does with links that were touched since, link by link. */
import type { RevertConflict, RevertedLink } from '../../../contract/change.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
beforeEach(() => {
	office = openOffice();
});
afterEach(() => office.close());

const make = async (...links: object[]): Promise<string> =>
	(await office.call('createBatch', { body: { links: links.map((link) => ({ destination: 'https://shop.example/', ...link })) } })).body.change_id;
const update = async (body: object): Promise<string> => (await office.call('bulkUpdate', { body })).body.change_id;
const patch = async (slug: string, body: object) => expect((await office.call('updateLink', { params: { id: `slug:${slug}` }, body })).status).toBe(200);
const remove = async (slug: string) => expect((await office.call('deleteLink', { params: { id: `slug:${slug}` } })).status).toBe(204);
const revert = async (id: string, body?: object) => (await office.call('revertChange', { params: { id }, ...(body && { body }) })).body;
const find = (slug: string) => office.links.find({ slug });
const reasons = (conflicts: RevertConflict[]) => conflicts.map(({ slug, reason }) => [slug, reason]);

describe('a link that was changed since', () => {
	const changed = async () => {
		await make({ slug: 'a', title: 'Old', tags: ['x'], campaign: 'c' }, { slug: 'b', title: 'Old', campaign: 'c' });
		const id = await update({ filter: { campaign: 'c' }, set: { title: 'New', destination: 'https://shop.example/new' } });
		await patch('a', { destination: 'https://shop.example/newest', fallback_url: 'https://shop.example/', add_tags: ['y'] });
		return id;
	};

	it('is left alone and listed; the others go back', async () => {
		const answer = await revert(await changed());
		expect(answer).toMatchObject({ reverted: 1, already: 0 });
		expect(reasons(answer.conflicts)).toEqual([['a', 'changed']]);
		expect(answer.conflicts[0].message).toContain('version 3');
		expect(await find('a')).toMatchObject({ title: 'New', destination: 'https://shop.example/newest' });
		expect(await find('b')).toMatchObject({ title: 'Old', destination: 'https://shop.example/' });
	});

	it('counts as changed whichever field it was', async () => {
		await make({ slug: 'a', title: 'Old' });
		const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
		await patch('a', { enabled: false });
		expect(reasons((await revert(id)).conflicts)).toEqual([['a', 'changed']]);
	});

	it('does not count as changed where somebody has put it back as the change left it', async () => {
		await make({ slug: 'a', title: 'Old' });
		const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
		await patch('a', { title: 'Newer' });
		await patch('a', { title: 'New' });
		expect(await revert(id)).toMatchObject({ reverted: 1, conflicts: [] });
	});

	it('with force gets back the fields that the change touched, and keeps the others', async () => {
		const answer = await revert(await changed(), { force: true });
		expect(answer).toMatchObject({ reverted: 2, conflicts: [] });
		expect(await find('a')).toMatchObject({ title: 'Old', destination: 'https://shop.example/', location: 'https://shop.example/', fallbackUrl: 'https://shop.example/', tags: ['x', 'y'] });
	});

	it('with force loses the tags that the change added and gets back those that it removed, and no others move', async () => {
		await make({ slug: 'a', tags: ['keep', 'gone', 'x'] });
		const id = await update({ ids: ['slug:a'], add_tags: ['new'], remove_tags: ['gone'] });
		await patch('a', { add_tags: ['later'], remove_tags: ['x'] });
		await revert(id, { force: true });
		expect((await find('a'))?.tags).toEqual(['keep', 'later', 'gone']);
	});

	it('with force and tags that are back by hand is back already', async () => {
		await make({ slug: 'a' });
		const id = await update({ ids: ['slug:a'], add_tags: ['new'] });
		await patch('a', { remove_tags: ['new'], add_tags: ['other'] });
		expect(await revert(id, { force: true })).toMatchObject({ reverted: 0, already: 1, conflicts: [], change_id: null });
	});

	it('with force stays where old and new fields do not go together', async () => {
		await make({ slug: 'a', starts_at: '2031-01-01' });
		const id = await update({ ids: ['slug:a'], set: { starts_at: null } });
		await patch('a', { expires_at: '2030-01-01' });
		const { conflicts } = await revert(id, { force: true });
		expect(reasons(conflicts)).toEqual([['a', 'invalid']]);
		expect(conflicts[0].message).toContain('expires_at must be later');
	});

	it('with force takes the address for visitors along, also where the change left that as it was', async () => {
		await make({ slug: 'a', destination: 'https://shop.example' });
		const id = await update({ ids: ['slug:a'], set: { destination: 'https://shop.example/' } });
		await patch('a', { destination: 'https://other.example/' });
		await revert(id, { force: true });
		expect(await find('a')).toMatchObject({ destination: 'https://shop.example', location: 'https://shop.example/' });
	});

	it('can be reverted for the rest later', async () => {
		const id = await changed();
		await revert(id);
		const rest = await revert(id, { force: true });
		expect(rest).toMatchObject({ reverted: 1, already: 1, conflicts: [] });
		expect(rest.links.map((link: RevertedLink) => [link.slug, link.action, link.previous.title])).toEqual([['a', 'updated', 'New']]);
		expect(await revert(id, { force: true })).toMatchObject({ reverted: 0, already: 2, change_id: null });
	});
});

describe('reverting twice', () => {
	it('does nothing, whatever was done to the link in between', async () => {
		await make({ slug: 'a', title: 'Old' });
		const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
		await revert(id);
		await patch('a', { title: 'New' });
		expect(await revert(id)).toMatchObject({ reverted: 0, already: 1 });
		expect((await find('a'))?.title).toBe('New');
	});

	it('undoes again what a revert of the revert has done again', async () => {
		await make({ slug: 'a', title: 'Old' });
		const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
		const undo = await revert(id);
		const redo = await revert(undo.change_id);
		expect((await find('a'))?.title).toBe('New');
		expect(await revert(undo.change_id)).toMatchObject({ reverted: 0, already: 1 });
		expect(await revert(id)).toMatchObject({ reverted: 1, already: 0 });
		expect(await revert(redo.change_id)).toMatchObject({ reverted: 0, already: 1 });
		expect((await find('a'))?.title).toBe('Old');
	});
});

describe('a slug or external id that another link has by now', () => {
	it('keeps a deleted link from coming back, force or not', async () => {
		await make({ slug: 'a', external_id: 'A' }, { slug: 'b', external_id: 'B' }, { slug: 'c' });
		const { change_id: id } = (await office.call('bulkDelete', { body: { all: true } })).body;
		await make({ slug: 'a' }, { slug: 'other', external_id: 'B' });
		for (const force of [false, true]) {
			const { conflicts } = await revert(id, { force, dry_run: true });
			expect(reasons(conflicts)).toEqual([['a', 'slug_taken'], ['b', 'external_id_taken']]);
			expect(conflicts[0].message).toContain('"a" is taken by another link, lnk_');
		}
		expect(await revert(id)).toMatchObject({ reverted: 1, already: 0 });
		expect((await find('c'))?.deletedAt).toBeNull();
		await remove('a');
		expect(await revert(id)).toMatchObject({ reverted: 1, already: 1 });
	});

	it('keeps the whole circle of a swap where it is', async () => {
		await make({ slug: 'a', title: 'A' }, { slug: 'b', title: 'B' });
		const id = await update({ updates: [{ id: 'slug:a', set: { slug: 'b' } }, { id: 'slug:b', set: { slug: 'a' } }] });
		await patch('a', { slug: 'moved' });
		await make({ slug: 'a' });
		const { conflicts, reverted } = await revert(id);
		expect(reverted).toBe(0);
		expect(reasons(conflicts).sort()).toEqual([['b', 'slug_taken'], ['moved', 'changed']]);
	});
});

describe('an import', () => {
	it('goes as a whole: what it created is deleted, what it updated gets its values back', async () => {
		await make({ slug: 'old', title: 'Old', tags: ['x'] });
		const { body } = await office.call('createBatch', { body: { if_exists: 'update', links: [{ destination: 'https://shop.example/', slug: 'old', title: 'New', tags: [] }, { destination: 'https://shop.example/', slug: 'new' }] } });
		const answer = await revert(body.change_id);
		expect(answer).toMatchObject({ reverted: 2, conflicts: [] });
		expect(answer.links.map((link: RevertedLink) => [link.slug, link.action])).toEqual([['new', 'deleted'], ['old', 'updated']]);
		expect(await find('new')).toBeUndefined();
		expect(await find('old')).toMatchObject({ title: 'Old', tags: ['x'] });
	});

	it('leaves what somebody has worked on since, and what is deleted is already gone', async () => {
		const id = await make({ slug: 'a' }, { slug: 'b' }, { slug: 'c' });
		await patch('a', { title: 'Mine' });
		await remove('b');
		const answer = await revert(id);
		expect(answer).toMatchObject({ reverted: 1, already: 1 });
		expect(reasons(answer.conflicts)).toEqual([['a', 'changed']]);
		expect(await revert(id, { force: true })).toMatchObject({ reverted: 1, already: 2 });
		expect(await find('a')).toBeUndefined();
	});
});

it('does not bring back a link that was deleted since, force or not', async () => {
	await make({ slug: 'a', title: 'Old' });
	const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
	await remove('a');
	for (const force of [false, true]) expect(reasons((await revert(id, { force })).conflicts)).toEqual([['a', 'deleted']]);
});

it('gives a password back without showing it', async () => {
	await make({ slug: 'a', password: 'secret one' }, { slug: 'b' });
	const [before] = await office.links.bySlugs(['a']);
	const id = await update({ ids: ['slug:a', 'slug:b'], set: { password: 'secret two' } });
	const { body } = await office.call('revertChange', { params: { id } });
	expect((await find('a'))?.passwordHash).toBe(before?.passwordHash);
	expect((await find('b'))?.passwordHash).toBeNull();
	expect(JSON.stringify(body)).not.toMatch(/secret|scrypt/);
	expect((await office.changes.find((await office.changes.list({ limit: 2 }))[1]!.id))?.summary).not.toMatch(/secret|scrypt/);
});

it('tells events of what became of each link', async () => {
	await make({ slug: 'a' }, { slug: 'b' });
	const { change_id: id } = (await office.call('bulkDelete', { body: { ids: ['slug:a'] } })).body;
	const { change_id: undo } = await revert(id);
	await revert(undo);
	await revert(await update({ ids: ['slug:b'], set: { title: 'New' } }));
	expect(office.events()).toEqual(['link.created', 'link.created', 'link.deleted', 'link.restored', 'link.deleted', 'link.updated', 'link.updated']);
});

it('drops every slug that leads elsewhere now from the cache', async () => {
	await make({ slug: 'a' });
	const id = await update({ updates: [{ id: 'slug:a', set: { slug: 'b' } }] });
	expect((await office.call('revertChange', { params: { id }, body: { dry_run: true } })).touched).toEqual([]);
	expect((await office.call('revertChange', { params: { id } })).touched).toEqual(['b', 'a']);
});

it('is refused after 30 days, and not before', async () => {
	await make({ slug: 'a', title: 'Old' });
	const id = await update({ ids: ['slug:a'], set: { title: 'New' } });
	office.age(30.01);
	const { status, body } = await office.call('revertChange', { params: { id } });
	expect([status, body.code]).toEqual([409, 'change_too_old']);
	expect(body.message).toContain('30 days');
	office.age(-0.02);
	expect((await revert(id)).reverted).toBe(1);
});

it('gives its answer again under an Idempotency-Key, without doing anything anew', async () => {
	await make({ slug: 'a', title: 'Old' }, { slug: 'b' });
	const id = await update({ all: true, set: { title: 'New' } });
	await patch('b', { enabled: false });
	const first = await office.call('revertChange', { params: { id }, idempotencyKey: 'k' });
	await patch('a', { title: 'Other' });
	const rows = office.everyRow();
	const again = await office.call('revertChange', { params: { id }, idempotencyKey: 'k' });
	expect(again).toMatchObject({ replayed: true, body: first.body });
	expect(first.body).toMatchObject({ reverted: 1, conflicts: [{ slug: 'b' }], links: [{ slug: 'a' }] });
	expect(office.everyRow()).toEqual(rows);
});

it.each(['chg_00000000001', 'lnk_00000000001', 'nonsense'])('answers 404 for %s', async (id) => {
	expect((await office.call('revertChange', { params: { id } })).status).toBe(404);
});
