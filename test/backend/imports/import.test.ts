import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

const file = (rows: string[]) => ['destination,slug,tags,created_at,clicks', ...rows].join('\n');
const importing = (data: string, options: Record<string, unknown> = {}) => api.post('/v1/links/import', { data, ...options });

test('links come with their slugs, dates, tags and clicks; every line is accounted for', async () => {
	const data = file([
		'https://shop.example/1,moved-1,"mail,spring",2021-05-06T07:08:09Z,120',
		'https://shop.example/2,moved-2,,,',
		'shop,moved-3,,,',
		'https://shop.example/4,moved-1,,,',
		'https://shop.example/5,not/a/slug,,,',
	]);
	const { status, data: answer } = await importing(data, { campaign: 'moved', tags: ['from-elsewhere'] });
	expect(status).toBe(200);
	expect(answer).toMatchObject({ format: 'csv', read: 5, created: 2, existing: 0, updated: 0, skipped: 3, imported_clicks: 120, dry_run: false, change_id: expect.stringMatching(/^chg_/) });
	expect(answer.errors.map(({ line, pointer }: { line: number; pointer: string }) => [line, pointer])).toEqual([[4, '/destination'], [5, '/slug'], [6, '/slug']]);
	const { data: link } = await api.get('/v1/links/slug:moved-1');
	expect(link).toMatchObject({
		destination: 'https://shop.example/1', tags: ['mail', 'spring', 'from-elsewhere'], campaign: 'moved', created_at: '2021-05-06T07:08:09.000Z',
		imported_clicks: 120, total_clicks: 120,
	});
	await api.visit('moved-1');
	expect((await api.get('/v1/links/slug:moved-1')).data).toMatchObject({ imported_clicks: 120, total_clicks: 121 });
	expect((await api.get('/v1/links/slug:moved-1/analytics')).data.total_clicks).toBe(1);
});

test('an import that is done again finds its own links, and another link with the slug stays as it is', async () => {
	const data = file(['https://again.example/1,again-1,,,', 'https://again.example/2,again-2,,,']);
	expect((await importing(data)).data).toMatchObject({ created: 2 });
	const again = await importing(data.replace('/2,', '/other,'));
	expect(again.data).toMatchObject({ read: 2, created: 0, existing: 1, skipped: 1, change_id: null, errors: [{ line: 3, code: 'slug_taken' }] });
	const updated = await importing(data.replace('/2,', '/other,'), { if_exists: 'update' });
	expect(updated.data).toMatchObject({ existing: 1, updated: 1, skipped: 0 });
	expect((await api.get('/v1/links/slug:again-2')).data.destination).toBe('https://again.example/other');
});

test('a dry run says the same and writes nothing', async () => {
	const data = file(['https://dry.example/1,dry-1,,,7', 'bad,dry-2,,,']);
	expect((await importing(data, { dry_run: true })).data).toMatchObject({ read: 2, created: 1, skipped: 1, imported_clicks: 7, dry_run: true, change_id: null });
	expect((await api.get('/v1/links/slug:dry-1')).status).toBe(404);
});

test('a link whose password cannot be checked is not made without one', async () => {
	const line = { linkmill: 1, slug: 'unlocked', destination: 'https://shop.example/', password_hash: 'scrypt$2$1$1$x' };
	expect((await importing(JSON.stringify(line))).data).toMatchObject({ created: 0, skipped: 1, errors: [{ line: 1, pointer: '/password_hash' }] });
	expect((await api.get('/v1/links/slug:unlocked')).status).toBe(404);
});

test('an import is undone by reverting its change', async () => {
	const { data: done } = await importing(file(['https://undo.example/1,undo-1,,,', 'https://undo.example/2,undo-2,,,']));
	expect((await api.post(`/v1/changes/${done.change_id}/revert`, {})).data).toMatchObject({ reverted: 2, conflicts: [] });
	expect((await api.visit('undo-1')).status).toBe(404);
});

test('the body may be the file itself, in whatever encoding, with options as query', async () => {
	const headers = { 'content-type': 'text/csv; charset=utf-16' };
	const bytes = Buffer.from(`\ufeff${file(['https://utf16.example/größe,utf16-1,größe,,'])}`, 'utf16le');
	const { status, data } = await api.post('/v1/links/import?format=csv&tags=a,b&campaign=file&dry_run=false', bytes, { ...headers, 'idempotency-key': 'file' });
	expect([status, data.created]).toEqual([200, 1]);
	expect((await api.get('/v1/links/slug:utf16-1')).data).toMatchObject({ destination: 'https://utf16.example/größe', tags: ['größe', 'a', 'b'], campaign: 'file' });
	const again = await api.post('/v1/links/import?format=csv&tags=a,b&campaign=file&dry_run=false', bytes, { ...headers, 'idempotency-key': 'file' });
	expect([again.headers['idempotent-replayed'], again.data]).toEqual(['true', data]);
	const other = await api.post('/v1/links/import?format=csv', bytes, { ...headers, 'idempotency-key': 'file' });
	expect([other.status, other.data.code]).toEqual([422, 'idempotency_key_reused']);
});

test.each([
	['/data', {}, 'data is required'],
	['/format', { data: 'a,b\n1,2', format: 'bit.ly' }, 'format must be one of'],
	['/format', { data: 'apples,pears\n1,2' }, 'destination'],
	['/format', { data: 'destination,slug\nhttps://shop.example/,x', format: 'bitly' }, 'bitly'],
	['/tags/0', { data: 'url\nhttps://shop.example/', tags: [7] }, 'tags.0 must be a string'],
])('%s: %j is refused with a sentence', async (pointer, body, message) => {
	const { status, data } = await api.post('/v1/links/import', body);
	expect([status, data.errors?.[0]?.pointer]).toEqual([422, pointer]);
	expect(data.errors[0].message).toContain(message);
});
