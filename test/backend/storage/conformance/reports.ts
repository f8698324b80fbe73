import fc from 'fast-check';
import { Counter } from '../../../../backend/src/analytics/count.ts';
import { Rebuild } from '../../../../backend/src/analytics/rebuild.ts';
import { Enricher, enrichNext } from '../../../../backend/src/clicks/enrich.ts';
import type { AnalyticsReader, Storage, StoredLink } from '../../../../backend/src/storage/storage.ts';
import type { Dimension } from '../../../../contract/analytics.ts';
import { byName, Naive } from './naive.ts';
import { aHit, aLink, MORNING } from './samples.ts';

const QUARTER_MS = 900_000;
const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const LINKS = [1, 2, 3];
const DIMENSIONS = ['country', 'utm_source', 'variant', 'campaign', 'tag'] as const satisfies readonly Dimension[];

const link = fc.constantFrom(...LINKS);
const label = fc.option(fc.constantFrom('spring', 'summer'), { nil: null });
/** Minutes since the step before: mostly on, at times back, where a clock was set. */
const minutes = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 40 }) }, { weight: 2, arbitrary: fc.integer({ min: 100, max: 3000 }) }, { weight: 1, arbitrary: fc.integer({ min: -2000, max: -1 }) });
const click = fc.record({
	step: fc.constant('click' as const), link, minutes,
	milliseconds: fc.nat(59_999),
	visitor: fc.constantFrom('00000000000000a1', 'ffffffffffffffb2', '7fffffffffffffc3', '80000000000000d4'),
	kind: fc.constantFrom('human', 'human', 'human', 'human', 'bot', 'prefetch', 'head'),
	country: fc.option(fc.constantFrom('DE', 'AT', 'CH'), { nil: null }),
	utm: label,
	variant: label,
});
const change = fc.record({ step: fc.constant('change' as const), link, campaign: label, tags: fc.subarray(['a', 'b', 'c']), deleted: fc.boolean() });
const steps = fc.array(fc.oneof({ weight: 6, arbitrary: click }, { weight: 1, arbitrary: change }), { minLength: 1, maxLength: 60 });
/** A whole quarter of an hour, any millisecond, or the very one of a hit or the next. */
const edge = fc.oneof(
	fc.integer({ min: -300, max: 1500 }).map((quarter) => () => Math.floor(MORNING / QUARTER_MS + quarter) * QUARTER_MS),
	fc.integer({ min: -300 * QUARTER_MS, max: 1500 * QUARTER_MS }).map((offset) => () => MORNING + offset),
	fc.tuple(fc.nat(), fc.nat(1)).map(([index, later]) => ({ hits }: Naive) => (hits[index % Math.max(hits.length, 1)]?.occurredAt ?? MORNING) + later),
);
const ranges = fc.array(fc.tuple(edge, edge), { minLength: 2, maxLength: 4 });
const pauses = fc.integer({ min: 1, max: 20 });

type Range = typeof ranges extends fc.Arbitrary<Array<infer One>> ? One : never;
type Step = typeof steps extends fc.Arbitrary<Array<infer One>> ? One : never;

/** Does the steps, and notes what was clicked. Counts after every few of them. */
async function play(storage: Storage, todo: readonly Step[], { every, others }: { every: number; others: number }): Promise<Naive> {
	const naive = new Naive();
	const [log, links, events, enrichments, writer] = [storage.clickLog(), storage.linkWriter(), storage.eventReader(), storage.enrichmentWriter(), storage.analyticsWriter()];
	const current = new Map<number, StoredLink>(LINKS.map((id) => [id, aLink(id)]));
	await links.transaction((transaction) => transaction.insert([...current.values()]));
	const counter = new Counter({ events, writer, links: storage.linkReader() });
	const enricher = new Enricher(new Set());
	const catchUp = async () => {
		while ((await enrichNext(enricher, events, enrichments, 7)) !== undefined);
		while ((await counter.next(5)) !== undefined);
	};
	// Of few links among many, reports are read another way.
	await log.append(Array.from({ length: others }, (_, index) => aHit(100 + index, { occurredAt: MORNING, userAgent: AGENT })));
	let now = MORNING;
	for (const [index, step] of todo.entries()) {
		const before = current.get(step.link)!;
		if (step.step === 'click') {
			now += step.minutes * 60_000 + step.milliseconds;
			const { country, utm, variant, visitor: visitorId, kind } = step;
			await log.append([aHit(before.id, { linkVersion: before.version, occurredAt: now, visitorId, country, variant, kind: kind as 'human', userAgent: AGENT, query: utm === null ? '' : `utm_source=${utm}` })]);
			naive.hits.push({ linkId: before.id, occurredAt: now, visitorId, kind: kind, values: { country, utm_source: utm, variant, campaign: before.campaign }, tags: before.tags });
		} else {
			const after = { ...before, campaign: step.campaign, tags: step.tags, deletedAt: step.deleted ? now : null, version: before.version + 1 };
			await links.transaction((transaction) => transaction.replace([{ before, after }], { keyId: 1, at: now, changeId: null }));
			current.set(step.link, after);
		}
		if (index % every === 0) await catchUp();
	}
	await catchUp();
	return naive;
}

async function compare(reader: AnalyticsReader, naive: Naive, asked: readonly Range[]): Promise<void> {
	const times = asked.map(([from, to]) => [from(naive), to(naive)].sort((a, b) => a - b) as [number, number]).filter(([from, to]) => from < to);
	const [first, last] = [Math.min(...times.flat(), MORNING), Math.max(...times.flat(), MORNING + 1)];
	const spans: Array<[number | null, number | null]> = [[null, null], [first, null], [null, last], ...times];
	// Of a series, all but the first and the last are whole quarters.
	const between = times.flat().map((time) => Math.floor(time / QUARTER_MS) * QUARTER_MS).filter((time) => time > first && time < last);
	const edges = [first, ...[...new Set(between)].sort((a, b) => a - b), last];
	for (const selection of [[1], [2, 3], LINKS]) {
		for (const [from, to] of spans) {
			expect(await reader.together(selection, { from, to })).toEqual(naive.totals(selection, from, to));
			const tables = await reader.breakdown(selection, { from, to }, DIMENSIONS);
			for (const dimension of DIMENSIONS) {
				const expected = naive.groups(selection, from, to, dimension);
				expect(byName(await reader.grouped(selection, { from, to }, dimension))).toEqual(expected);
				expect(byName([...tables.get(dimension)!].map(([value, human]) => ({ value, human })))).toEqual(expected.map(({ value, human }) => ({ value, human })));
			}
		}
		expect(await reader.series(selection, edges)).toEqual(edges.slice(1).map((to, index) => naive.totals(selection, edges[index]!, to)));
	}
	for (const [from, to] of spans) {
		const byLink = await reader.byLink(LINKS, { from, to });
		for (const id of LINKS) expect([id, byLink.get(id) ?? naive.totals([], null, null)]).toEqual([id, naive.totals([id], from, to)]);
	}
	const human = naive.hits.filter(({ kind }) => kind === 'human');
	const totals = await reader.totals(LINKS);
	for (const id of LINKS) {
		const own = human.filter(({ linkId }) => linkId === id);
		const found = totals.find(({ linkId }) => linkId === id);
		expect([found?.totalClicks ?? 0, found?.lastClickedAt ?? null]).toEqual([own.length, own.length === 0 ? null : Math.max(...own.map(({ occurredAt }) => occurredAt))]);
	}
}

/**
 * Whatever is clicked, in whatever order, while links change: every report is what looking at each hit gives, before and after a rebuild.
 *
 * @param within does something with an empty storage
 */
export function describeReports(name: string, within: (work: (storage: Storage) => Promise<void>) => Promise<void>, runs: number): void {
	it(`${name}: reports are what looking at every hit gives, before and after a rebuild, and with a part of the log gone`, async () => {
		await fc.assert(
			fc.asyncProperty(steps, ranges, pauses, fc.nat(60), fc.constantFrom(0, 150), async (todo, asked, every, horizon, others) => {
				await within(async (storage) => {
					const naive = await play(storage, todo, { every, others });
					const [reader, events, links] = [storage.analyticsReader(), storage.eventReader(), storage.linkReader()];
					await compare(reader, naive, asked);
					const writer = storage.analyticsWriter();
					const rebuild = new Rebuild({ events, writer, links });
					expect(await rebuild.check(9)).toEqual([]);
					await rebuild.begin();
					while (rebuild.running) await rebuild.next(9);
					await compare(reader, naive, asked);
					// Events up to the horizon are gone; what was counted of them stays.
					const purged = { logged: (after: number, limit: number) => events.logged(Math.max(after, others + horizon), limit), enriched: (after: number, limit: number) => events.enriched(Math.max(after, others + horizon), limit), head: () => events.head() };
					const later = new Rebuild({ events: purged, writer, links });
					await later.begin();
					while (later.running) await later.next(9);
					await compare(reader, naive, asked);
				});
			}),
			{ numRuns: runs },
		);
	}, 120_000);
}
