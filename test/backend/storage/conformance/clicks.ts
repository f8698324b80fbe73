import fc from 'fast-check';
import type { EnrichedEvent, NewHit, Storage } from '../../../../backend/src/storage/storage.ts';
import { aHit, anEnrichment, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const DAYS = 5;
const HOUR = DAY / 24;

/** Clicks one by one: listed, found by what names them, and dropped day by day. */
export const clicks: Suite = (subject) => {
	let storage: Storage;
	beforeEach(async () => {
		storage = await subject().start();
	});

	/** Derives something from all that is in the log, up to a position: bots from every fifth hit. */
	async function enrich(upTo = Infinity): Promise<void> {
		const [events, writer] = [storage.eventReader(), storage.enrichmentWriter()];
		for (;;) {
			const chunk = (await events.logged(await writer.cursor(), 100)).filter(({ position }) => position <= upTo);
			const last = chunk.at(-1);
			if (!last) return;
			const hits = chunk.flatMap(({ position, linkId, hit }) => (hit ? [{ position, linkId, visitorId: hit.visitorId }] : []));
			const first = await writer.firstClicks(hits);
			await writer.write(hits.map(({ position }) => anEnrichment(position, { kind: kindAt(position), isUnique: first.has(position) })), last.position);
		}
	}
	const kindAt = (position: number) => (position % 5 === 0 ? 'bot' : 'human');
	const named = (nth: number, differs: Partial<NewHit> = {}) => aHit(1, { nonce: nth.toString(16).padStart(12, '0'), ...differs });
	const nonces = (events: ReadonlyArray<{ hit: NewHit | null } | undefined>) => events.map((event) => event?.hit?.nonce);

	/** 200 hits over five days on four links, a few on a fifth, with events of links between them. */
	async function fill(): Promise<NewHit[]> {
		const hits = Array.from({ length: 200 }, (_, nth) => named(nth, { linkId: nth % 29 === 0 ? 5 : 1 + ((nth * 7) % 4), occurredAt: MORNING + Math.floor((nth * DAYS * DAY) / 200) }));
		const [log, writer] = [storage.clickLog(), storage.linkWriter()];
		for (const [nth, hit] of hits.entries()) {
			await log.append([hit]);
			if (nth % 40 !== 0) continue;
			await writer.transaction((transaction) => transaction.emit([{ type: 'link.updated', occurredAt: MORNING - DAY, linkId: 1, linkVersion: 1 }]));
			await log.copyOutbox();
		}
		return hits;
	}

	it('are listed as one would by looking at each, in pages of any size, either way', async () => {
		await fill();
		await enrich();
		const everything: EnrichedEvent[] = [];
		for (let after = 0; ; after = everything.at(-1)!.position) {
			const events = await storage.eventReader().enriched(after, 1000);
			if (events.length === 0) break;
			everything.push(...events);
		}
		expect(everything.length).toBe(205);
		const reader = storage.clickReader();
		const time = fc.option(fc.integer({ min: -12, max: DAYS * 24 + 12 }).map((hours) => MORNING + hours * HOUR), { nil: undefined });
		const linkIds = fc.oneof(fc.constant(undefined), fc.uniqueArray(fc.integer({ min: 1, max: 6 })), fc.constant(Array.from({ length: 1500 }, (_, nth) => nth + 3)), fc.constant(Array.from({ length: 100_001 }, (_, nth) => nth + 4)));
		await fc.assert(
			fc.asyncProperty(
				fc.record({ since: time, until: time, linkIds, kinds: fc.constantFrom(undefined, ['human'] as const, ['bot'] as const, ['bot', 'human'] as const) }),
				fc.boolean(), fc.integer({ min: 7, max: 300 }),
				async ({ since, until, linkIds, kinds }, descending, limit) => {
					const wanted = linkIds && new Set(linkIds);
					const found = [];
					for (let beyond: number | null | undefined; beyond !== null; ) {
						const page = await reader.list({ since, until, kinds, linkIds: wanted }, { descending, limit, beyond });
						expect(page.clicks.length).toBeLessThanOrEqual(limit);
						found.push(...page.clicks);
						beyond = page.next;
					}
					const expected = everything.filter(({ position, hit, linkId, occurredAt }) => hit && occurredAt >= (since ?? -Infinity) && occurredAt < (until ?? Infinity) && (wanted?.has(linkId) ?? true) && (!kinds || kinds.some((kind) => kind === kindAt(position))));
					expect(found).toEqual(descending ? expected.reverse() : expected);
				},
			),
			{ numRuns: 40 },
		);
	}, 60_000);

	it('are listed as far as they are enriched', async () => {
		await storage.clickLog().append([0, 1, 2, 3].map((nth) => named(nth)));
		await enrich(2);
		const reader = storage.clickReader();
		for (const [descending, beyond, positions] of [[false, undefined, [1, 2]], [true, undefined, [2, 1]], [false, 1, [2]], [true, 2, [1]], [false, 2, []]] as const) {
			expect((await reader.list({ linkIds: new Set([1]) }, { descending, limit: 10, beyond })).clicks.map(({ position }) => position)).toEqual(positions);
		}
	});

	it('are found by what names them, whenever they happened, enriched or not', async () => {
		const hits = await fill();
		await enrich(100);
		const finder = storage.clickFinder();
		const found = await finder.find(hits.toReversed());
		expect(nonces(found)).toEqual(hits.toReversed().map(({ nonce }) => nonce));
		for (const event of found) expect(event?.enrichment?.position).toBe(event!.position <= 100 ? event!.position : undefined);
		const [seventh] = [hits[7]!];
		expect(await finder.find([{ occurredAt: seventh.occurredAt, nonce: 'ffffffffffff' }, { occurredAt: MORNING - 90 * DAY, nonce: seventh.nonce }, { occurredAt: MORNING + 900 * DAY, nonce: seventh.nonce }])).toEqual([undefined, undefined, undefined]);
		expect(await finder.find([])).toEqual([]);
	});

	it('are found where the clock was set back, at the same millisecond, and around midnight', async () => {
		const times = [0, 5, 5, 5, 9, 3, 4, 6, 12, 12];
		const late = Math.floor(MORNING / DAY) * DAY + DAY - 1;
		const hits = [...times.map((minutes, nth) => named(nth, { occurredAt: MORNING + minutes * 1000 })), ...[0, 1, 2].map((ms) => named(100 + ms, { occurredAt: late + ms }))];
		const log = storage.clickLog();
		for (const hit of hits.slice(0, 10)) await log.append([hit]);
		await log.append(hits.slice(10));
		expect(nonces(await storage.clickFinder().find(hits))).toEqual(hits.map(({ nonce }) => nonce));
	});

	it('lie between the positions that are told for a time', async () => {
		await fill();
		const reader = storage.eventReader();
		const head = await reader.head();
		const of = async (since: number | null, until: number | null) => {
			const { after, upTo } = await reader.span(since, until);
			return { after, upTo };
		};
		expect(await of(null, null)).toEqual({ after: 0, upTo: head });
		expect(await of(MORNING + 90 * DAY, null)).toEqual({ after: head, upTo: head });
		const logged = [];
		for (let events = await reader.logged(0, 100); events.length > 0; events = await reader.logged(logged.at(-1)!.position, 100)) logged.push(...events);
		for (let hour = 0; hour < DAYS * 24; hour += 5) {
			const [since, until] = [MORNING + hour * HOUR, MORNING + (hour + 9) * HOUR];
			const { after, upTo } = await reader.span(since, until);
			const within = logged.filter(({ hit, occurredAt }) => hit && occurredAt >= since && occurredAt < until).map(({ position }) => position);
			expect(Math.min(...within)).toBeGreaterThan(after);
			expect(Math.max(...within)).toBeLessThanOrEqual(upTo);
			expect(upTo - after).toBeLessThan(head);
		}
	});

	describe('of old days', () => {
		/** Six days of five hits. */
		beforeEach(async () => {
			const log = storage.clickLog();
			for (let day = 0; day < 6; day++) await log.append([1, 2, 3, 4, 5].map((nth) => named(day * 5 + nth, { linkId: nth, occurredAt: MORNING + day * DAY, visitorId: String(day).padStart(16, '0') })));
			await enrich();
		});
		const positions = async (read: 'logged' | 'enriched', after = 0) => (await storage.eventReader()[read](after, 100)).map(({ position }) => position);
		const five = (from: number) => Array.from({ length: 5 }, (_, nth) => from + nth);

		it('go with what was derived from them, day by day, but for the newest', async () => {
			const purger = storage.logPurger();
			expect(await purger.purge({ before: MORNING + 2 * DAY, readUpTo: 30 })).toBe(2);
			const reader = storage.eventReader();
			expect([await reader.begin(), await reader.head(), await reader.enrichedHead()]).toEqual([11, 30, 30]);
			expect([await positions('logged'), await positions('enriched')]).toEqual([five(11), five(11)]);
			expect(await purger.purge({ before: Infinity, readUpTo: Infinity })).toBe(3);
			expect([await reader.begin(), await reader.head()]).toEqual([26, 30]);
			expect(await purger.purge({ before: Infinity, readUpTo: Infinity })).toBe(0);
			await storage.clickLog().append([aHit(1, { occurredAt: MORNING + 5 * DAY })]);
			expect(await reader.head()).toBe(31);
			storage = await subject().start();
			expect(await positions('logged')).toEqual([...five(26), 31]);
		});

		it('stay where the reader has not come to their end', async () => {
			expect(await storage.logPurger().purge({ before: Infinity, readUpTo: 14 })).toBe(2);
			expect(await storage.eventReader().begin()).toBe(11);
		});

		it('leave a gap behind which readers go on', async () => {
			const [logged, enriched, clickReader, finder] = [storage.eventReader(), storage.eventReader(), storage.clickReader(), storage.clickFinder()];
			await Promise.all([logged.logged(1, 1), enriched.enriched(1, 1), clickReader.list({}, { descending: false, limit: 1, beyond: undefined })]);
			await storage.logPurger().purge({ before: MORNING + 3 * DAY, readUpTo: 30 });
			expect((await logged.logged(7, 10)).map(({ position }) => position)).toEqual(five(16));
			expect((await enriched.enriched(7, 10)).map(({ position, enrichment }) => [position, enrichment?.position])).toEqual(five(16).map((position) => [position, position]));
			expect((await clickReader.list({}, { descending: false, limit: 3, beyond: 7 })).clicks.map(({ position }) => position)).toEqual([16, 17, 18]);
			expect((await clickReader.list({}, { descending: true, limit: 100, beyond: 18 })).clicks.map(({ position }) => position)).toEqual([17, 16]);
			expect(nonces(await finder.find([named(3, { occurredAt: MORNING }), named(29, { occurredAt: MORNING + 5 * DAY })]))).toEqual([undefined, named(29).nonce]);
		});

		it('are forgotten as the first of their visitors when nobody can come again', async () => {
			const purger = storage.logPurger();
			const isFirst = async (day: number) => (await storage.enrichmentWriter().firstClicks([{ position: 1000, linkId: 1, visitorId: String(day).padStart(16, '0') }])).has(1000);
			await purger.forgetFirstClicks(MORNING + 3 * DAY, 10);
			expect([await isFirst(0), await isFirst(4)]).toEqual([false, false]);
			await purger.forgetFirstClicks(MORNING + 3 * DAY, 30);
			expect([await isFirst(2), await isFirst(3)]).toEqual([true, false]);
		});
	});
};
