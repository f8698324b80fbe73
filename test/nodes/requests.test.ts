/** What is sent for what was filled in: one row a case, against a stand-in that answers as the server would. */
import type { BatchAnswer } from '../../contract/link.ts';
import { errorOf, startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { PACK, runNode } from './pack.ts';
import { created, startStandIn } from './standIn.ts';
import type { Answer, Seen, StandIn } from './standIn.ts';

const LINK = { id: 'lnk_1', slug: 'a', short_url: 'https://s.example/a', destination: 'https://a.example/', tags: [], external_id: null };

let standIn: StandIn;
let engine: Engine;
beforeAll(async () => {
	standIn = await startStandIn((request) => {
		if (request.path === '/v1/links/batch') return withCodes(request);
		if (request.path.includes('/revert')) return { status: 200, body: { reverted: 0, already: 0, conflicts: [], links: [], dry_run: false, change_id: null } };
		if (request.path.includes('/qr')) return { status: 200, headers: { 'content-type': 'image/png' }, body: 'picture' };
		return { status: 200, body: { matched: 1, changed: 1, unchanged: 0, deleted: 1, links: [LINK], errors: [], dry_run: false, change_id: 'chg_2' } };
	});
	engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: standIn.url, apiKey: 'secret' } } });
});
afterAll(async () => await standIn.stop());

/** A batch whose links have codes where that was asked for. */
function withCodes(request: Seen): Answer {
	const answer = created(request);
	if (answer === 'reset' || !request.body.qr) return answer;
	const { links, ...rest } = answer.body as BatchAnswer;
	return { ...answer, body: { ...rest, links: links.map((link) => ({ ...link, qr: '<svg/>' })) } };
}

/** The requests of one run. */
async function requests(type: string, parameters: object, input: object[] = [{}]): Promise<Seen[]> {
	standIn.seen.length = 0;
	const run = await runNode(engine, type, parameters, input);
	expect(errorOf(run)).toBeUndefined();
	return [...standIn.seen];
}

const to = 'https://a.example/';
const fields = (additionalFields: object) => ({ destination: to, additionalFields });
const url = { destination: to, if_exists: 'fail' };

describe('Create Link sends', () => {
	test.each<[string, object, object]>([
		['a destination alone', { destination: to }, url],
		['all that is above the fold', { destination: to, slug: 'a', title: 'A', tags: 'x, y', campaign: { __rl: true, mode: 'name', value: 'c' }, ifExists: 'update' }, { destination: to, slug: 'a', title: 'A', tags: ['x', 'y'], campaign: 'c', if_exists: 'update' }],
		['a campaign of an older workflow', { destination: to, campaign: 'c' }, { ...url, campaign: 'c' }],
		['external ID and enabled', fields({ externalId: 'e', enabled: false }), { ...url, external_id: 'e', enabled: false }],
		['times', fields({ startsAt: '2030-01-01', expiresAt: '2030-02-01T12:00:00+01:00' }), { ...url, starts_at: '2030-01-01T00:00:00.000Z', expires_at: '2030-02-01T11:00:00.000Z' }],
		['limits', fields({ maxClicks: 5, password: 'secret', fallbackUrl: to }), { ...url, max_clicks: 5, password: 'secret', fallback_url: to }],
		['how it redirects', fields({ redirectType: 308, appendClickId: true }), { ...url, redirect_type: 308, append_click_id: true }],
		['no forwarding', fields({ forwardQuery: 'no' }), { ...url, forward_query: false, forward_query_overrides: false }],
		['forwarding', fields({ forwardQuery: 'forward' }), { ...url, forward_query: true, forward_query_overrides: false }],
		['forwarding where the visitor wins', fields({ forwardQuery: 'override' }), { ...url, forward_query: true, forward_query_overrides: true }],
		['UTM parameters', fields({ utm: { parameters: { source: 's', medium: 'm', campaign: 'c', term: 't', content: '' } } }), { ...url, utm: { source: 's', medium: 'm', campaign: 'c', term: 't' } }],
		[
			'variants',
			fields({ variants: { variant: [{ destination: to, name: 'old', weight: 3 }, { destination: 'https://b.example/', weight: '1' }] } }),
			{ ...url, variants: [{ destination: to, weight: 3, name: 'old' }, { destination: 'https://b.example/', weight: 1 }] },
		],
		['metadata', fields({ metadata: { entry: [{ name: 'a', value: '1' }, { name: '', value: 'x' }] }, metadataJson: '{"b": [2]}' }), { ...url, metadata: { b: [2], a: '1' } }],
		['nothing for what is empty', { destination: to, slug: '', tags: ' , ', additionalFields: { expiresAt: '', utm: {}, variants: {}, metadataJson: '', maxClicks: '' } }, url],
	])('%s', async (_, parameters, link) => {
		const seen = await requests('createLink', parameters);
		expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([['POST', '/v1/links/batch', { links: [link], mode: 'atomic' }]]);
	});

	test('a link for each channel', async () => {
		const channels = { channel: [{ name: 'Línkedin Page', utmSource: 'linkedin', utmMedium: 'social', tags: 'b, social' }, { name: 'Mail', slugSuffix: '-m' }] };
		const [request] = await requests('createLink', { ...fields({ externalId: 'e', utm: { parameters: { source: 'blog', campaign: 'c' } } }), slug: 'post', tags: 'b', channels });
		expect(request?.body.links).toEqual([
			{ ...url, slug: 'post-Linkedin-Page', external_id: 'e:Línkedin Page', tags: ['b', 'social'], utm: { source: 'linkedin', medium: 'social', campaign: 'c' } },
			{ ...url, slug: 'post-m', external_id: 'e:Mail', tags: ['b'], utm: { source: 'blog', campaign: 'c' } },
		]);
	});

	test('QR codes that look alike with the batch, others one by one', async () => {
		const code = { format: 'svg', size: 300, color: '#123456', level: 'H' };
		const query = 'size=300&margin=4&color=%23123456&background=%23ffffff&level=H';
		const asked = async (looks: unknown) => (await requests('createLink', { destination: to, options: { qrCode: { code: looks } } }, [{}, {}])).map(({ method, path, body }) => [`${method} ${path}`, body?.qr]);
		expect(await asked(code)).toEqual([['POST /v1/links/batch', { size: 300, margin: 4, color: '#123456', background: '#ffffff', level: 'H' }]]);
		expect((await asked({ ...code, format: 'png' })).map(([call]) => call).sort()).toEqual([...[0, 1].map((n) => `GET /v1/links/lnk_${n}/qr?format=png&${query}`), 'POST /v1/links/batch']);
	});
});

describe('Batch Create sends', () => {
	test.each<[string, object, object[], object[]]>([
		['the fields below', { destination: '={{ $json.u }}', slug: '=s-{{ $json.n }}', ifExists: 'return' }, [{ u: to, n: 1 }, { u: to, n: 2 }], [{ destination: to, slug: 's-1', if_exists: 'return' }, { destination: to, slug: 's-2', if_exists: 'return' }]],
		[
			'columns by their names',
			{ fieldsFrom: 'columns', tags: 'all', campaign: 'c' },
			[{ URL: to, Slug: 'a', 'External ID': 7, Tags: 'x,y', utm_source: 's', 'Max Clicks': '3', Enabled: 'no', 'redirect type': 301, 'forward query': 'yes', 'append click id': true, Starts_At: '2030-01-01', note: 'n' }],
			[{ ...url, slug: 'a', campaign: 'c', external_id: '7', enabled: false, tags: ['all', 'x', 'y'], starts_at: '2030-01-01T00:00:00.000Z', max_clicks: 3, redirect_type: 301, append_click_id: true, utm: { source: 's' }, forward_query: true, forward_query_overrides: false }],
		],
		[
			'other columns as metadata, but no results of an earlier run',
			{ fieldsFrom: 'columns', options: { otherColumnsAsMetadata: true } },
			[{ destination: to, url: 'kept', price: 9.5, empty: '', short_url: 'x', result: 'created', metadata: { a: 1 } }],
			[{ ...url, metadata: { a: 1, url: 'kept', price: 9.5 } }],
		],
		[
			'what all links get, where the row says nothing else',
			{ fieldsFrom: 'columns', fieldsForAll: { expiresAt: '2030-01-01', utm: { parameters: { source: 'mail', medium: 'email' } }, metadataJson: '{"a": 1, "b": 1}' } },
			[{ url: to, utm_source: 'own', metadata: '{"b": 2}' }, { url: to, expires_at: '2031-01-01' }],
			[
				{ ...url, expires_at: '2030-01-01T00:00:00.000Z', utm: { source: 'own', medium: 'email' }, metadata: { a: 1, b: 2 } },
				{ ...url, expires_at: '2031-01-01T00:00:00.000Z', utm: { source: 'mail', medium: 'email' }, metadata: { a: 1, b: 1 } },
			],
		],
		['what all rows of a CSV get', { source: 'csvText', csvText: 'destination\nhttps://a.example/\n', fieldsForAll: { maxClicks: 3, redirectType: 301 } }, [{}], [{ ...url, max_clicks: 3, redirect_type: 301 }]],
		['a slug template', { fieldsFrom: 'columns', slugTemplate: 'shop-{sku}' }, [{ url: to, sku: 'Ä 1' }, { url: to, sku: 2, slug: 'own' }], [{ ...url, slug: 'shop-A-1' }, { ...url, slug: 'own' }]],
		['columns mapped by hand', { fieldsFrom: 'columns', mapping: { mappingMode: 'defineBelow', value: { destination: '={{ $json.where }}', title: '=T {{ $json.n }}' }, schema: [] } }, [{ where: to, n: 1, slug: 'unused' }], [{ ...url, title: 'T 1' }]],
		['rows of a CSV', { source: 'csvText', csvText: 'destination,slug,Title\nhttps://a.example/,x,"T, 1"\n', slugFrom: 'column', columns: { titleColumn: 'title' }, ifExists: 'unique' }, [{}], [{ destination: to, slug: 'x', title: 'T, 1', if_exists: 'unique' }]],
		['values of a slug template as they are', { source: 'csvText', csvText: 'destination,sku\nhttps://a.example/,A__1\n', slugFrom: 'template', slugTemplate: '{sku}--x', options: { slugValues: 'asIs' } }, [{}], [{ ...url, slug: 'A__1--x' }]],
	])('%s', async (_, parameters, input, links) => {
		const seen = await requests('batchCreate', parameters, input);
		expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([['POST', '/v1/links/batch', { links, mode: 'partial' }]]);
	});
});

describe('Update Links sends', () => {
	const change = { title: 'x' };
	const filter = (filters: object) => ({ filters, updateFields: change });
	const filtered = (filtering: object) => ['PATCH', '/v1/links', { filter: filtering, set: change }];
	const set = (updateFields: object) => ({ selectBy: 'list', links: 'a', updateFields });
	const changed = (what: object) => ['PATCH', '/v1/links', { ids: ['slug:a'], ...what }];
	const rows = { selectBy: 'items', link: { mode: 'slug', value: 'a' } };

	test.each<[string, object, unknown[]]>([
		['campaign and tags', filter({ campaign: { __rl: true, mode: 'list', value: 'c' }, tags: 'x, y', tagsAny: 'p', excludeTags: 'z' }), filtered({ campaign: 'c', tags: ['x', 'y'], tags_any: ['p'], exclude_tags: ['z'] })],
		['search, status, slug, external ID, destination', filter({ search: ' spring ', status: 'expired', slug: 's', externalId: 'e', destination: 'https://a.example/*' }), filtered({ search: 'spring', status: 'expired', slug: 's', external_id: 'e', destination: 'https://a.example/*' })],
		['times', filter({ createdAfter: '2030-01-01', createdBefore: '2030-01-02', expiresAfter: '2030-01-03', expiresBefore: '2030-01-04T00:00:00+02:00' }), filtered({ created_after: '2030-01-01T00:00:00.000Z', created_before: '2030-01-02T00:00:00.000Z', expires_after: '2030-01-03T00:00:00.000Z', expires_before: '2030-01-03T22:00:00.000Z' })],
		['clicks', filter({ clicksMin: '1', clicksMax: 0 }), filtered({ clicks_min: 1, clicks_max: 0 })],
		['a list', { ...set(change), links: 'a, lnk_1, external:e, https://s.example/b' }, ['PATCH', '/v1/links', { ids: ['slug:a', 'lnk_1', 'external:e', 'slug:b'], set: change }]],
		['tags', set({ addTags: 'a', removeTags: 'b', tags: 'c, d' }), changed({ set: { tags: ['c', 'd'] }, add_tags: ['a'], remove_tags: ['b'] })],
		['find and replace', set({ replace: { text: { find: 'a', with: '' } } }), changed({ replace: { find: 'a', with: '' } })],
		['the fields of a link', set({ destination: to, campaign: { mode: 'name', value: 'c' }, maxClicks: 3, password: 'p', redirectType: 301, appendClickId: false, forwardQuery: 'no', fallbackUrl: to, utm: { parameters: { source: 's' } } }), changed({ set: { destination: to, campaign: 'c', fallback_url: to, max_clicks: 3, password: 'p', redirect_type: 301, append_click_id: false, utm: { source: 's' }, forward_query: false, forward_query_overrides: false } })],
		['variants and metadata', set({ variants: { variant: [{ destination: to }] }, metadataJson: { a: 1 } }), changed({ set: { variants: [{ destination: to, weight: 1 }], metadata: { a: 1 } } })],
		['what is cleared', set({ clear: ['utm', 'password', 'starts_at'] }), changed({ set: { utm: null, password: null, starts_at: null } })],
		['Enable', { operation: 'enable', selectBy: 'list', links: 'a' }, changed({ set: { enabled: true } })],
		['Disable', { operation: 'disable', selectBy: 'list', links: 'a' }, changed({ set: { enabled: false } })],
		['Delete', { operation: 'delete', selectBy: 'list', links: 'a', dryRun: true, options: { expectedCount: 1 } }, ['DELETE', '/v1/links', { ids: ['slug:a'], dry_run: true, expected_count: 1 }]],
		['Undo', { operation: 'undo', changeIds: 'chg_9', options: { force: true } }, ['POST', '/v1/changes/chg_9/revert', { force: true }]],
		['a row', { ...rows, updateFields: { slug: 'b', externalId: 'e', addTags: 'n' } }, ['PATCH', '/v1/links', { updates: [{ id: 'slug:a', set: { slug: 'b', external_id: 'e' }, add_tags: ['n'] }], mode: 'atomic' }]],
		['a row to enable', { ...rows, operation: 'enable', dryRun: true }, ['PATCH', '/v1/links', { updates: [{ id: 'slug:a', set: { enabled: true } }], mode: 'atomic', dry_run: true }]],
		['a row to delete', { ...rows, operation: 'delete' }, ['DELETE', '/v1/links', { ids: ['slug:a'] }]],
	])('%s', async (_, parameters, request) => {
		const seen = await requests('updateLinks', parameters);
		expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([request]);
		expect(seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}\./);
	});

	test('changes to undo once each, the latest first', async () => {
		const input = [{ change_id: 'chg_1' }, { change_id: 'chg_2, chg_3' }, { change_id: 'chg_1' }];
		const seen = await requests('updateLinks', { operation: 'undo' }, input);
		expect(seen.map(({ path }) => path)).toEqual(['chg_3', 'chg_2', 'chg_1'].map((id) => `/v1/changes/${id}/revert`));
	});
});

test('Expires In (Days) is counted from the run, the same for all items', async () => {
	const before = Date.now();
	const [request] = await requests('createLink', fields({ expiresInDays: 0.5 }), [{}, {}]);
	const [first, second] = request?.body.links.map(({ expires_at }: { expires_at: string }) => Date.parse(expires_at)) as number[];
	expect(second).toBe(first);
	expect(first! - before).toBeGreaterThanOrEqual(12 * 3_600_000);
	expect(first! - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
});
