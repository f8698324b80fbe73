/** Links that are changed in every way between clicks, on a live server: what reports say is the same when everything is counted again, and clicks show their link as it was. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { DIMENSIONS, GROUPS } from '../../../contract/analytics.ts';
import type { ClickEvent, ClickList } from '../../../contract/event.ts';
import type { Link } from '../../../contract/link.ts';
import { client, type Client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';

const SLOTS = 4;
const HEADERS = { human: {}, bot: { 'user-agent': 'Googlebot/2.1' }, prefetch: { 'sec-purpose': 'prefetch' } };

const slot = fc.nat(SLOTS - 1);
const visit = fc.record({ do: fc.constant('visit' as const), slot, kind: fc.constantFrom('human', 'human', 'human', 'bot', 'prefetch'), host: fc.integer({ min: 1, max: 3 }), language: fc.constantFrom('de', 'fr'), query: fc.constantFrom('', '&utm_source=mail', '&utm_source=ad&utm_medium=cpc') });
const step = fc.oneof(
	{ weight: 10, arbitrary: visit },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('patch' as const), slot, fields: fc.oneof(
		fc.record({ tags: fc.subarray(['a', 'b', 'c']), campaign: fc.constantFrom('spring', 'summer', null) }),
		fc.record({ destination: fc.nat(99).map((number) => `https://shop.example/${String(number)}`) }),
		fc.constantFrom({ variants: [] }, { variants: [{ destination: 'https://shop.example/v/1', weight: 1, name: 'one' }, { destination: 'https://shop.example/v/2', weight: 3, name: 'two' }] }),
	) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('convert' as const), slot, value: fc.integer({ min: 1, max: 50 }), currency: fc.constantFrom('EUR', 'EUR', 'USD'), ofClick: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('retag together' as const), add: fc.constantFrom('d', 'e') }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('delete and restore' as const), slot }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

let backend: Backend;
let api: Client;
let runs = 0;

/** What every click must show, by its number, which it carries in its referrer. */
const shown = new Map<number, Pick<ClickEvent, 'link_id' | 'destination' | 'campaign' | 'tags' | 'kind' | 'link_version'>>();
let conversions = 0;

beforeAll(async () => {
	backend = await startBackend({ LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	api = client(backend);
});
afterAll(() => backend.stop());

const ok = ({ status, data }: { status: number; data: unknown }) => {
	expect([status, status >= 300 ? data : '']).toEqual([expect.any(Number), '']);
	return data as ReturnType<typeof JSON.parse>;
};

/** Does the steps on new links, of which one brings clicks along; deletes one of them for good in the end. Resolves with their ids. */
async function play(steps: readonly Step[]): Promise<string[]> {
	const campaign = `run-${String(++runs)}`;
	const made = Array.from({ length: SLOTS }, (_, index) => ({ linkmill: 1, slug: `${campaign}-${String(index)}`, destination: 'https://shop.example/', campaign, append_click_id: true, tags: ['a'], clicks: index === 0 ? 40 : 0 }));
	expect(ok(await api.post('/v1/links/import', { data: made.map((line) => JSON.stringify(line)).join('\n') }))).toMatchObject({ created: SLOTS, imported_clicks: 40 });
	const links: Link[] = [];
	for (const { slug } of made) links.push(ok(await api.get(`/v1/links/slug:${slug}`)) as Link);
	const clickIds = new Map<string, string>();
	for (const one of steps) {
		const link = 'slot' in one ? links[one.slot]! : links[0]!;
		if (one.do === 'visit') {
			const number = shown.size + 1;
			const headers = { referer: `https://news.example/?n=${String(number)}`, 'x-forwarded-for': `198.51.100.${String(one.host)}`, 'accept-language': one.language, ...HEADERS[one.kind] };
			const answer = await api.visit(`${link.slug}?x=1${one.query}`, headers);
			expect(answer.status).toBe(302);
			shown.set(number, { link_id: link.id, destination: link.destination, campaign: link.campaign, tags: link.tags, kind: one.kind, link_version: link.version });
			if (one.kind === 'human') clickIds.set(link.id, new URL(String(answer.headers['location'])).searchParams.get('lm_click')!);
		} else if (one.do === 'patch') {
			links[one.slot] = ok(await api.patch(`/v1/links/${link.id}`, one.fields));
		} else if (one.do === 'convert') {
			const clickId = one.ofClick ? clickIds.get(link.id) : undefined;
			ok(await api.post('/v1/conversions', { ...(clickId === undefined ? { link_id: link.id } : { click_id: clickId }), event: 'sale', value: one.value, currency: one.currency }));
			conversions++;
		} else if (one.do === 'retag together') {
			ok(await api.patch('/v1/links', { ids: links.map(({ id }) => id), set: {}, add_tags: [one.add] }));
			for (const [index, { id }] of links.entries()) links[index] = ok(await api.get(`/v1/links/${id}`));
		} else {
			const { change_id: change } = ok(await api.call('DELETE', '/v1/links', { ids: [link.id] }));
			expect((await api.visit(link.slug)).status).toBe(404);
			ok(await api.post(`/v1/changes/${String(change)}/revert`, {}));
			links[one.slot] = ok(await api.get(`/v1/links/${link.id}`));
		}
	}
	expect((await api.delete(`/v1/links/${links[SLOTS - 1]!.id}`)).status).toBe(204);
	return links.slice(0, -1).map(({ id }) => id);
}

/** Everything that reports say. */
async function everything(ids: readonly string[]): Promise<Record<string, unknown>> {
	const all = DIMENSIONS.join(',');
	const paths = [
		...ids.map((id) => `/v1/links/${id}/analytics?interval=hour&breakdown=${all}`),
		...ids.map((id) => `/v1/links/${id}/analytics?period=today&interval=day&timezone=Asia/Kathmandu&compare=previous`),
		...GROUPS.flatMap((group) => ['click', 'current'].map((attribution) => `/v1/analytics?group_by=${group}&attribution=${attribution}&include_deleted=true`)),
		`/v1/analytics?include_deleted=true&interval=hour&breakdown=${all}`, `/v1/analytics?campaign=spring&breakdown=${all}`, '/v1/analytics?tags=a&period=7d&interval=day', '/v1/links?sort=-total_clicks', '/v1/conversions',
	];
	const found: Record<string, unknown> = {};
	for (const path of paths) found[path] = ok(await api.get(path));
	return found;
}

async function rebuild(): Promise<void> {
	const { finished } = ok(await api.get('/v1/analytics/rebuild'));
	ok(await api.post('/v1/analytics/rebuild', {}));
	for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) if (ok(await api.get('/v1/analytics/rebuild')).finished > finished) return;
	throw new Error('The rebuild has not come to its end within 30 seconds.');
}

test('whatever is done to links between clicks, a rebuild on the live server changes no report, and clicks show their link as it was', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60 }), async (steps) => {
			const ids = await play(steps);
			for (const deadline = Date.now() + 20_000; Date.now() < deadline && ok(await api.get('/readyz')).reader_lag_events > 0; ) await sleep(20);

			const { clicks } = ok(await api.get('/v1/clicks')) as ClickList;
			expect(clicks.map((click) => Number(new URL(click.referrer!).searchParams.get('n')))).toEqual([...shown.keys()]);
			expect(clicks.map(({ link_id, destination, campaign, tags, kind, link_version }) => ({ link_id, destination, campaign, tags, kind, link_version }))).toEqual([...shown.values()]);

			const before = await everything(ids);
			const { totals, rows } = before['/v1/analytics?group_by=campaign&attribution=click&include_deleted=true'] as { totals: Record<string, number>; rows: Array<{ campaign: string | null; total_clicks: number }> };
			const people = [...shown.values()].filter(({ kind }) => kind === 'human');
			expect(totals).toMatchObject({ total_clicks: people.length, conversions });
			for (const { campaign, total_clicks: counted } of rows) expect([campaign, counted]).toEqual([campaign, people.filter((one) => one.campaign === campaign).length]);

			await rebuild();
			expect(await everything(ids)).toEqual(before);
		}),
		{ numRuns: 4, endOnFailure: true },
	);
}, 120_000);
