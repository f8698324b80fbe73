/** Changes as a caller and a visitor meet them. */
import fc from 'fast-check';
import type { Change, ChangeDetail, HistoryEntry } from '../../../contract/change.ts';
import type { Link } from '../../../contract/link.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { anyBulkCall, firstLinks, type BulkCall } from './arbitrary.ts';

let backend: Backend;
let api: Client;
/** Another key's client. */
let other: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
	const { data } = await api.post('/v1/keys', { name: 'n8n', scopes: ['read', 'write'] });
	other = client({ url: backend.url, key: data.secret });
});
afterAll(() => backend.stop());

const batch = async (links: object[], by = api): Promise<string> =>
	(await by.post('/v1/links/batch', { links: links.map((link) => ({ destination: 'https://shop.example/?page=a', ...link })) })).data.change_id;
const revert = async (id: string, body: object = {}) => (await api.post(`/v1/changes/${id}/revert`, body)).data;
const detail = async (id: string): Promise<ChangeDetail> => (await api.get(`/v1/changes/${id}`)).data;
const location = async (slug: string) => (await api.visit(slug)).headers['location'];

describe('what visitors see', () => {
	test('a switched campaign, and back, each from the next request on', async () => {
		await batch(Array.from({ length: 20 }, (_, index) => ({ slug: `v-${String(index)}`, campaign: 'visit' })));
		const everywhere = async () => new Set(await Promise.all(Array.from({ length: 20 }, (_, index) => location(`v-${String(index)}`))));
		expect(await everywhere()).toEqual(new Set(['https://shop.example/?page=a']));
		const { data } = await api.patch('/v1/links', { filter: { campaign: 'visit' }, replace: { find: 'page=a', with: 'page=b' } });
		expect(await everywhere()).toEqual(new Set(['https://shop.example/?page=b']));
		const undo = await revert(data.change_id);
		expect(undo).toMatchObject({ reverted: 20, already: 0, conflicts: [] });
		expect(await everywhere()).toEqual(new Set(['https://shop.example/?page=a']));
		await revert(undo.change_id);
		expect(await everywhere()).toEqual(new Set(['https://shop.example/?page=b']));
	});

	test('slugs that changed places, and back', async () => {
		await batch([{ slug: 's-1', destination: 'https://shop.example/1' }, { slug: 's-2', destination: 'https://shop.example/2' }]);
		await Promise.all([location('s-1'), location('s-2')]);
		const { data } = await api.patch('/v1/links', { updates: [{ id: 'slug:s-1', set: { slug: 's-2' } }, { id: 'slug:s-2', set: { slug: 's-1' } }] });
		expect([await location('s-1'), await location('s-2')]).toEqual(['https://shop.example/2', 'https://shop.example/1']);
		await revert(data.change_id);
		expect([await location('s-1'), await location('s-2')]).toEqual(['https://shop.example/1', 'https://shop.example/2']);
	});

	test('a deleted link that is back has its id and its clicks, and goes on counting', async () => {
		await batch([{ slug: 'back', tags: ['t'] }]);
		const { data: before } = await api.get('/v1/links/slug:back');
		for (let visit = 0; visit < 3; visit++) await api.visit('back');
		const { data } = await api.delete('/v1/links', {}, { ids: ['slug:back'] });
		expect((await api.visit('back')).status).toBe(404);
		const { links } = await revert(data.change_id);
		expect(links).toMatchObject([{ id: before.id, slug: 'back', action: 'restored' }]);
		expect(await location('back')).toBe('https://shop.example/?page=a');
		expect((await api.get(`/v1/links/${before.id}`)).data).toMatchObject({ total_clicks: 4, tags: ['t'], version: 3 });
		expect((await api.get(`/v1/links/${before.id}/analytics`)).data.total_clicks).toBe(4);
	});
});

test('the list of changes: newest first, who, what and how much, page by page', async () => {
	const imported = await batch([{ slug: 'l-1', campaign: 'list' }, { slug: 'l-2', campaign: 'list' }], other);
	const { data: updated } = await other.patch('/v1/links', { filter: { campaign: 'list' }, set: { title: 'T', password: 'secret' }, add_tags: ['new'] });
	const undo = await revert(updated.change_id);
	const { data: gone } = await api.delete('/v1/links', {}, { filter: { campaign: 'list' } });
	await api.patch('/v1/links/slug:l-1', { title: 'single writes are not listed' });

	const { data } = await api.get('/v1/changes?limit=4');
	const changes = data.changes as Change[];
	expect(changes.map(({ id, kind }) => [id, kind])).toEqual([[gone.change_id, 'delete'], [undo.change_id, 'revert'], [updated.change_id, 'update'], [imported, 'import']]);
	expect(changes.map(({ key }) => key?.name)).toEqual(['LINKMILL_API_KEY', 'LINKMILL_API_KEY', 'n8n', 'n8n']);
	const none = { created: 0, updated: 0, deleted: 0, restored: 0 };
	expect(changes.map(({ counts }) => counts)).toEqual([{ ...none, deleted: 2 }, { ...none, updated: 2 }, { ...none, updated: 2 }, { ...none, created: 2 }]);
	expect(changes.map(({ reverts, reverted_by }) => [reverts, reverted_by])).toEqual([[null, null], [updated.change_id, null], [null, undo.change_id], [null, null]]);
	expect(changes[2]?.summary).toEqual({ filter: { campaign: 'list' }, fields: ['title', 'password'], set: { title: 'T', password: '…' }, add_tags: ['new'] });
	expect(Date.parse(changes[0]!.revertible_until) - Date.parse(changes[0]!.at)).toBe(30 * 86_400_000);

	const first = (await api.get('/v1/changes?limit=1')).data;
	const second = (await api.get(`/v1/changes?limit=1&cursor=${String(first.next_cursor)}`)).data;
	expect([first.changes[0].id, second.changes[0].id]).toEqual([gone.change_id, undo.change_id]);
	expect((await revert(undo.change_id)).conflicts).toHaveLength(2);
	expect((await api.get('/v1/changes?limit=0')).data.errors[0].pointer).toBe('?limit');
});

test('one change: each link before and after', async () => {
	const imported = await batch([{ slug: 'd-1', title: 'Old', tags: ['x'] }]);
	const { data } = await api.patch('/v1/links', { ids: ['slug:d-1'], set: { title: 'New', expires_at: '2031-05-06' }, add_tags: ['y'] });
	const { data: link } = await api.get('/v1/links/slug:d-1');
	expect((await detail(data.change_id)).links).toEqual([
		{ link_id: link.id, slug: 'd-1', version: 2, action: 'updated', before: { title: 'Old', tags: ['x'], expires_at: null }, after: { title: 'New', tags: ['x', 'y'], expires_at: '2031-05-06T00:00:00.000Z' } },
	]);
	expect((await detail(imported)).links).toMatchObject([{ action: 'imported', version: 1, before: null, after: { slug: 'd-1', title: 'Old', tags: ['x'] } }]);
	const { status, data: missing } = await api.get('/v1/changes/chg_00000000000');
	expect([status, missing.code]).toEqual([404, 'not_found']);
});

test('a revert needs no body, whatever the client calls it; an unknown member is an error', async () => {
	const id = await batch([{ slug: 'n-1' }]);
	expect((await api.post(`/v1/changes/${id}/revert`, { forse: true })).data.errors[0].pointer).toBe('/forse');
	expect((await api.post(`/v1/changes/${id}/revert`, 'force=true', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
	const { status, data } = await api.post(`/v1/changes/${id}/revert`, undefined);
	expect([status, data.reverted]).toEqual([200, 1]);
});

describe('the history of a link', () => {
	const history = async (reference: string, query = '') => (await api.get(`/v1/links/${reference}/history${query}`)).data as { history: HistoryEntry[]; next_cursor: string | null };

	test('who did what and when, before and after, newest first, also once the link is gone', async () => {
		const { data: made } = await other.post('/v1/links', { destination: 'https://shop.example/', slug: 'h-1', title: 'One', tags: ['a'] });
		await api.patch('/v1/links/slug:h-1', { title: 'Two', add_tags: ['b'], password: 'first' });
		await api.patch('/v1/links/slug:h-1', { password: 'second' });
		const { data: bulk } = await other.patch('/v1/links', { ids: [made.id], set: { metadata: { user_id: 7 } } });
		const { data: gone } = await api.delete('/v1/links', {}, { ids: [made.id] });
		await revert(gone.change_id);
		await api.delete(`/v1/links/${String(made.id)}`);

		const { history: entries, next_cursor: next } = await history(made.id);
		expect(next).toBeNull();
		expect(entries.map(({ action, version, key }) => [version, action, key?.name])).toEqual([
			[7, 'deleted', 'LINKMILL_API_KEY'],
			[6, 'restored', 'LINKMILL_API_KEY'],
			[5, 'deleted', 'LINKMILL_API_KEY'],
			[4, 'updated', 'n8n'],
			[3, 'updated', 'LINKMILL_API_KEY'],
			[2, 'updated', 'LINKMILL_API_KEY'],
			[1, 'created', 'n8n'],
		]);
		expect(entries.slice(3, 6).map(({ before, after }) => [before, after])).toEqual([
			[{ metadata: null }, { metadata: { user_id: 7 } }],
			[{ has_password: true }, { has_password: true }],
			[{ title: 'One', tags: ['a'], has_password: false }, { title: 'Two', tags: ['a', 'b'], has_password: true }],
		]);
		expect(entries[6]).toMatchObject({ at: made.created_at, before: null, after: { slug: 'h-1', destination: 'https://shop.example/', title: 'One' } });
		expect([entries[0]?.after, entries[0]?.before?.slug, entries[1]?.before]).toEqual([null, 'h-1', null]);
		expect(entries.map((entry) => entry.change_id !== null)).toEqual([false, true, true, true, false, false, false]);
		expect(entries[3]?.change_id).toBe(bulk.change_id);
		expect(JSON.stringify(entries)).not.toMatch(/scrypt|first|second/);
		expect((await api.get('/v1/links/slug:h-1/history')).status).toBe(404);
	});

	test('tells an import, and turns pages', async () => {
		const imported = await batch([{ slug: 'h-2' }], other);
		for (const title of ['a', 'b', 'c', 'd']) await api.patch('/v1/links/slug:h-2', { title });
		const seen: HistoryEntry[] = [];
		for (let cursor: string | null = ''; cursor !== null; ) {
			const page: { history: HistoryEntry[]; next_cursor: string | null } = await history('slug:h-2', `?limit=2&cursor=${cursor}`);
			expect(page.history.length).toBeGreaterThan(0);
			seen.push(...page.history);
			// What is done meanwhile pushes nothing to a page that was read already.
			await api.patch('/v1/links/slug:h-2', { title: `later ${String(seen.length)}` });
			cursor = page.next_cursor;
		}
		expect(seen.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
		expect(seen[4]).toMatchObject({ action: 'imported', change_id: imported, key: { name: 'n8n' } });
	});
});

test('over HTTP as well: a change and its revert are nothing', async () => {
	const routes = { createBatch: (body: object) => api.post('/v1/links/batch', body), bulkUpdate: (body: object) => api.patch('/v1/links', body), bulkDelete: (body: object) => api.delete('/v1/links', {}, body) };
	const call = ({ name, body }: BulkCall) => routes[name as keyof typeof routes](body);
	const state = async () => {
		const { data } = await api.get('/v1/links');
		return (data.links as Link[]).map(({ version: _version, updated_at: _updatedAt, ...link }) => link);
	};
	let written = 0;
	await fc.assert(
		fc.asyncProperty(firstLinks, anyBulkCall, async (first, change) => {
			await api.delete('/v1/links', {}, { all: true });
			await call(first);
			const before = await state();
			const { status, data } = await call(change);
			expect([200, 422]).toContain(status);
			if (status === 200 && data.change_id !== null) {
				written++;
				expect((await revert(data.change_id)).conflicts).toEqual([]);
			}
			expect(await state()).toEqual(before);
		}),
		{ numRuns: 60 },
	);
	expect(written).toBeGreaterThan(10);
});
