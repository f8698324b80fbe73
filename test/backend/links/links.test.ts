import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

let backend: Backend;
let api: Client;
beforeAll(async () => {
	backend = await startBackend();
	api = client(backend);
});
afterAll(() => backend.stop());

describe('creating a link', () => {
	test('answers 200 with id, slug and short URL, and what was given', async () => {
		const given = { destination: 'https://shop.example/a?b=c', slug: 'spring-sale', title: 'Spring', tags: ['a', '', ' b ', 'a'], campaign: 'spring', metadata: { sku: 7 }, external_id: 'SKU-1' };
		const { status, data } = await api.post('/v1/links', given);
		expect(status).toBe(200);
		expect(data).toMatchObject({ ...given, tags: ['a', 'b'], short_url: `${backend.url}/spring-sale`, status: 'active', total_clicks: 0, version: 1, redirect_type: 302 });
		expect(data.id).toMatch(/^lnk_[0-9a-z]{11}$/);
	});

	test('makes an unambiguous slug where none is given', async () => {
		const { data } = await api.post('/v1/links', { destination: 'https://shop.example/random' });
		expect(data.slug).toMatch(/^[2-9b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]{7}$/);
	});

	test('reads a naive time with microseconds as UTC', async () => {
		const { status, data } = await api.post('/v1/links', { destination: 'https://shop.example/', expires_at: '2031-05-06T07:08:09.123456' });
		expect(status).toBe(200);
		expect(data.expires_at).toBe('2031-05-06T07:08:09.123Z');
	});

	test('a taken slug is 409 and names the link that has it', async () => {
		const { data: first } = await api.post('/v1/links', { destination: 'https://shop.example/1', slug: 'taken' });
		const { status, data, headers } = await api.post('/v1/links', { destination: 'https://shop.example/2', slug: 'taken' });
		expect(status).toBe(409);
		expect(headers['content-type']).toMatch('application/problem+json');
		expect(data).toMatchObject({ status: 409, code: 'slug_taken', existing: first.id, errors: [{ pointer: '/slug' }] });
		expect(data.message).toBe(data.detail);
		expect(data.message).toContain('"taken"');
	});

	test('a taken external id is 409', async () => {
		await api.post('/v1/links', { destination: 'https://shop.example/1', external_id: 'E-1' });
		const { status, data } = await api.post('/v1/links', { destination: 'https://shop.example/2', external_id: 'E-1' });
		expect([status, data.code]).toEqual([409, 'external_id_taken']);
	});

	test.each([
		['return', 'https://shop.example/1', 'if-return'],
		['update', 'https://shop.example/2', 'if-update'],
		['unique', 'https://shop.example/2', 'if-unique-2'],
	])('if_exists %s', async (ifExists, destination, slug) => {
		const wanted = `if-${ifExists}`;
		await api.post('/v1/links', { destination: 'https://shop.example/1', slug: wanted });
		const { status, data } = await api.post('/v1/links', { destination: 'https://shop.example/2', slug: wanted, if_exists: ifExists });
		expect([status, data.destination, data.slug]).toEqual([200, destination, slug]);
	});

	test('an update by if_exists holds to the rules of the whole link, not of what it brings alone', async () => {
		const given = { destination: 'https://shop.example/', slug: 'scheduled' };
		await api.post('/v1/links', { ...given, starts_at: '2030-06-01' });
		const { status, data } = await api.post('/v1/links', { ...given, expires_at: '2030-05-01', if_exists: 'update' });
		expect([status, data.errors[0].pointer]).toEqual([422, '/expires_at']);
		expect((await api.get('/v1/links/slug:scheduled')).data).toMatchObject({ expires_at: null, version: 1 });
	});

	test('every bad field is named, each with what it must be', async () => {
		const { status, data } = await api.post('/v1/links', { destination: 'shop.example', slug: '_x', title: 5, expires_at: 'soon', colour: 'red', redirect_type: 303 });
		expect([status, data.code]).toEqual([422, 'invalid_request']);
		const byPointer = Object.fromEntries(data.errors.map((error: { pointer: string; message: string }) => [error.pointer, error.message]));
		expect(Object.keys(byPointer).sort()).toEqual(['/colour', '/destination', '/expires_at', '/redirect_type', '/slug', '/title']);
		expect(byPointer['/redirect_type']).toBe('redirect_type must be one of 301, 302, 307, 308.');
		expect(byPointer['/title']).toBe('title must be a string of at most 500 characters or null.');
		expect(byPointer['/destination']).toContain('absolute http or https URL');
	});

	test.each([
		['javascript:alert(1)', 'absolute http or https URL'],
		['https://user:pw@shop.example/', 'user name or password'],
		['https://shop.example/a b', 'spaces'],
		['https://shop.example/a\\b', 'backslashes'],
		['https://shop.example/\u0007', 'control characters'],
		['https://', 'absolute http or https URL|valid host'],
		['https://shop.example/' + 'a'.repeat(2048), '2048 characters'],
	])('refuses the destination %s', async (destination, sentence) => {
		const { status, data } = await api.post('/v1/links', { destination });
		expect(status).toBe(422);
		expect(data.errors[0].pointer).toBe('/destination');
		expect(data.errors[0].message).toMatch(new RegExp(sentence));
	});

	test('refuses a destination that is this shortener', async () => {
		const { status, data } = await api.post('/v1/links', { destination: `${backend.url}/abc` });
		expect(status).toBe(422);
		expect(data.message).toContain('point back');
	});

	test.each(['v1', 'docs', 'healthz', 'metrics'])('refuses the reserved slug %s', async (slug) => {
		const { status, data } = await api.post('/v1/links', { destination: 'https://shop.example/', slug });
		expect([status, data.errors[0].pointer]).toEqual([422, '/slug']);
	});

	test('a body that is no JSON is 400, one that is a form is 415 and says what to send', async () => {
		expect((await api.post('/v1/links', Buffer.from('{"destination":'))).status).toBe(400);
		const form = await api.post('/v1/links', 'destination=x', { 'content-type': 'application/x-www-form-urlencoded' });
		expect([form.status, form.data.code]).toEqual([415, 'unsupported_media_type']);
		expect(form.data.message).toContain('application/json');
	});
});

describe('reading, changing and deleting a link', () => {
	test('is found by id, slug and external id', async () => {
		const { data: made } = await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'by-name', external_id: 'E 2/3' });
		for (const name of [made.id, 'slug:by-name', `external:${encodeURIComponent('E 2/3')}`]) {
			const { status, data } = await api.get(`/v1/links/${name}`);
			expect([status, data.id]).toEqual([200, made.id]);
		}
		const missing = await api.get('/v1/links/slug:nobody');
		expect([missing.status, missing.data.code]).toEqual([404, 'not_found']);
	});

	test('PATCH changes what is given, null clears, tags are added and removed', async () => {
		const { data: made } = await api.post('/v1/links', { destination: 'https://shop.example/', title: 'Old', campaign: 'c', tags: ['a', 'b'] });
		const { status, data } = await api.patch(`/v1/links/${made.id}`, { title: null, destination: 'https://shop.example/new', add_tags: ['c'], remove_tags: ['a'] });
		expect(status).toBe(200);
		expect(data).toMatchObject({ title: null, campaign: 'c', destination: 'https://shop.example/new', tags: ['b', 'c'], version: 2 });
		expect((await api.patch(`/v1/links/${made.id}`, { title: null })).data.version).toBe(2);
	});

	test('If-Match refuses a change that was made for another version', async () => {
		const { data: made } = await api.post('/v1/links', { destination: 'https://shop.example/' });
		expect((await api.patch(`/v1/links/${made.id}`, { title: 'a' }, { 'if-match': '"1"' })).status).toBe(200);
		const stale = await api.patch(`/v1/links/${made.id}`, { title: 'b' }, { 'if-match': '1' });
		expect([stale.status, stale.data.code]).toEqual([412, 'version_mismatch']);
	});

	test('a deleted link answers 404 from the next request on, and its slug is free', async () => {
		const { data: made } = await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'short-lived' });
		expect((await api.visit('short-lived')).status).toBe(302);
		expect((await api.delete(`/v1/links/${made.id}`)).status).toBe(204);
		expect((await api.visit('short-lived')).status).toBe(404);
		expect((await api.get(`/v1/links/${made.id}`)).status).toBe(404);
		expect((await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'short-lived' })).status).toBe(200);
	});

	test('moving a slug onto a taken one is refused', async () => {
		await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'here' });
		const { data: other } = await api.post('/v1/links', { destination: 'https://shop.example/', slug: 'there' });
		expect((await api.patch(`/v1/links/${other.id}`, { slug: 'here' })).status).toBe(409);
	});
});

describe('listing links', () => {
	test('without paging returns up to 1,000, newest first; with a cursor every link once', async () => {
		const links = Array.from({ length: 25 }, (_, index) => ({ destination: `https://shop.example/${String(index)}`, campaign: 'list', tags: index % 2 ? ['odd', 'all'] : ['all'] }));
		await api.post('/v1/links/batch', { links });
		const { data: all } = await api.get('/v1/links?campaign=list&count=true');
		expect([all.links.length, all.total, all.next_cursor]).toEqual([25, 25, null]);

		const seen: string[] = [];
		for (let cursor: string | null = ''; cursor !== null; ) {
			const { data } = await api.get(`/v1/links?campaign=list&limit=10&cursor=${cursor}`);
			seen.push(...data.links.map((link: { id: string }) => link.id));
			// A link made while somebody pages does not push others to a page that was read already.
			await api.post('/v1/links', { destination: 'https://shop.example/new', campaign: 'list' });
			cursor = data.next_cursor;
		}
		expect(seen).toEqual(all.links.map((link: { id: string }) => link.id));
	});

	test('tags must all be there', async () => {
		const { data } = await api.get('/v1/links?tags=all,odd');
		expect(data.links).toHaveLength(12);
	});

	test.each([['limit=0', '?limit'], ['limit=1001', '?limit'], ['nope=1', '?nope'], ['cursor=xyz', '?cursor']])('%s is refused by name', async (query, pointer) => {
		const { status, data } = await api.get(`/v1/links?${query}`);
		expect([status, data.errors[0].pointer]).toEqual([422, pointer]);
	});
});
