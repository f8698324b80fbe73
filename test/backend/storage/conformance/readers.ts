import type { AnalyticsReader, AnalyticsWriter, EnrichmentWriter, Fold, Storage } from '../../../../backend/src/storage/storage.ts';
import { aHit, anEnrichment, aProgress, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const QUARTER_MS = 900_000;

/** What is derived from the log: enriched once, counted once, delivered from a cursor. */
export const readers: Suite = (subject) => {
	let storage: Storage;

	beforeEach(async () => {
		storage = await subject().start();
	});

	describe('enrichment', () => {
		let writer: EnrichmentWriter;

		beforeEach(async () => {
			writer = storage.enrichmentWriter();
			const clickLog = storage.clickLog();
			await storage.linkWriter().transaction((transaction) => transaction.emit([{ type: 'link.updated', occurredAt: MORNING, linkId: 4, linkVersion: 2 }]));
			await clickLog.append([aHit(1), aHit(2)]);
			await clickLog.copyOutbox();
			await clickLog.append([aHit(3, { occurredAt: MORNING + DAY })]);
		});

		it('shows events up to the cursor and not beyond, with what was derived', async () => {
			const reader = storage.eventReader();
			expect(await reader.enriched(0, 10)).toEqual([]);
			const bot = anEnrichment(2, { kind: 'bot', bot: 'curl', device: null, browser: null, os: null, referrerHost: null, source: 'direct', isUnique: false });
			await writer.write([anEnrichment(1), bot], 2);
			expect(await reader.enrichedHead()).toBe(2);
			const events = await reader.enriched(0, 10);
			expect(events.map((event) => [event.position, event.enrichment])).toEqual([[1, anEnrichment(1)], [2, bot]]);
			expect(events[0]?.hit).toEqual(aHit(1));
		});

		it('goes over events that are no clicks, and over days', async () => {
			const reader = storage.eventReader();
			await writer.write([anEnrichment(1), anEnrichment(2)], 3);
			await writer.write([anEnrichment(4)], 4);
			const found = [];
			for (let after = 0; ; ) {
				const events = await reader.enriched(after, 10);
				if (events.length === 0) break;
				found.push(...events.map((event) => [event.position, event.type, event.enrichment?.position ?? null]));
				after = events.at(-1)!.position;
			}
			expect(found).toEqual([[1, 'link.clicked', 1], [2, 'link.clicked', 2], [3, 'link.updated', null], [4, 'link.clicked', 4]]);
			expect(await reader.enrichedHead()).toBe(4);
		});

		it('may be written again after a crash, and reads the same', async () => {
			await writer.write([anEnrichment(1), anEnrichment(2)], 2);
			const again = await subject().start();
			expect(await again.enrichmentWriter().cursor()).toBe(2);
			await again.enrichmentWriter().write([anEnrichment(2)], 3);
			expect((await again.eventReader().enriched(0, 10)).map((event) => event.enrichment)).toEqual([anEnrichment(1), anEnrichment(2), null]);
		});

		it('knows its cursor after a start on a day without enrichments', async () => {
			await writer.write([anEnrichment(1)], 1);
			const clickLog = storage.clickLog();
			await clickLog.append([aHit(5, { occurredAt: MORNING + 3 * DAY })]);
			expect(await (await subject().start()).enrichmentWriter().cursor()).toBe(1);
		});

		it('names the first click of a visitor on a link, and the same one when asked again', async () => {
			const hits = [
				{ position: 1, linkId: 1, visitorId: 'a' },
				{ position: 2, linkId: 1, visitorId: 'a' },
				{ position: 3, linkId: 2, visitorId: 'a' },
				{ position: 4, linkId: 1, visitorId: 'b' },
			];
			expect(await writer.firstClicks(hits)).toEqual(new Set([1, 3, 4]));
			const again = (await subject().start()).enrichmentWriter();
			expect(await again.firstClicks(hits)).toEqual(new Set([1, 3, 4]));
			expect(await again.firstClicks([{ position: 5, linkId: 2, visitorId: 'a' }, { position: 6, linkId: 2, visitorId: 'b' }])).toEqual(new Set([6]));
		});
	});

	describe('rollups', () => {
		let reader: AnalyticsReader;
		let writer: AnalyticsWriter;
		let position = 0;
		const fold = (linkId: number, differs: Partial<Fold> = {}): Fold => ({ position: ++position, linkId, occurredAt: MORNING, kind: 'human', visitorId: 'a', ...differs });

		beforeEach(() => {
			reader = storage.analyticsReader();
			writer = storage.analyticsWriter();
		});

		it('counts each kind by link and quarter, and a visitor once', async () => {
			await writer.fold([fold(1), fold(1), fold(1, { visitorId: 'b' }), fold(1, { kind: 'bot' }), fold(1, { kind: 'head' }), fold(2, { kind: 'prefetch' })], 6);
			await writer.fold([fold(1, { occurredAt: MORNING + QUARTER_MS })], 7);
			const all = { from: null, to: null };
			expect(await reader.byLink([1, 2, 3], all)).toEqual(
				new Map([
					[1, { human: 4, bot: 1, prefetch: 0, head: 1, visitors: 2 }],
					[2, { human: 0, bot: 0, prefetch: 1, head: 0, visitors: 0 }],
				]),
			);
			expect((await reader.byLink([1], { from: MORNING + QUARTER_MS, to: null })).get(1)).toEqual({ human: 1, bot: 0, prefetch: 0, head: 0, visitors: 1 });
			expect((await reader.byLink([1], { from: null, to: MORNING + QUARTER_MS })).get(1)?.human).toBe(3);
			expect(await reader.byLink([1], { from: MORNING + QUARTER_MS + 1, to: null })).toEqual(new Map());
		});

		it('counts a visitor of two links once over both, and only links that were asked for', async () => {
			await writer.fold([fold(1), fold(2), fold(2, { visitorId: 'b' }), fold(3, { visitorId: 'c' })], 4);
			expect(await reader.together([1, 2], { from: null, to: null })).toEqual({ human: 3, bot: 0, prefetch: 0, head: 0, visitors: 2 });
			expect(await reader.together([], { from: null, to: null })).toEqual({ human: 0, bot: 0, prefetch: 0, head: 0, visitors: 0 });
		});

		it('counts conversions between any two milliseconds', async () => {
			const conversion = (occurredAt: number) => ({ position: ++position, linkId: 1, occurredAt, currency: 'EUR', amount: 5, values: {}, tags: [] });
			await writer.fold([], 3, [], [conversion(MORNING), conversion(MORNING + 1), conversion(MORNING + QUARTER_MS + 2)]);
			const counted = await reader.conversions([1], [null, MORNING + 1, MORNING + QUARTER_MS + 2, MORNING + QUARTER_MS + 3, null], 'all');
			expect(counted.map((range) => range.get(null)?.[0]?.conversions ?? 0)).toEqual([1, 1, 1, 0]);
		});

		it('keeps the total of people and the latest time, in whatever order they come', async () => {
			await writer.fold([fold(1, { occurredAt: MORNING + 5 }), fold(1), fold(1, { kind: 'bot', occurredAt: MORNING + 9 }), fold(2, { kind: 'bot' })], 4);
			expect(await reader.totals([1, 2])).toEqual([{ linkId: 1, totalClicks: 2, importedClicks: 0, lastClickedAt: MORNING + 5 }]);
		});

		it('begins the totals of imported links with what they brought along, before or after their first click', async () => {
			await writer.fold([fold(1)], 1);
			await writer.fold([fold(2, { occurredAt: MORNING + 7 })], 2, [{ linkId: 1, clicks: 40 }, { linkId: 2, clicks: 5 }, { linkId: 3, clicks: 9 }]);
			expect(await reader.totals([1, 2, 3])).toEqual([
				{ linkId: 1, totalClicks: 41, importedClicks: 40, lastClickedAt: MORNING },
				{ linkId: 2, totalClicks: 6, importedClicks: 5, lastClickedAt: MORNING + 7 },
				{ linkId: 3, totalClicks: 9, importedClicks: 9, lastClickedAt: null },
			]);
		});

		it('moves the cursor with the numbers, or neither', async () => {
			await writer.fold([fold(1)], 1);
			const broken = { ...fold(1), visitorId: null as unknown as string };
			await expect(writer.fold([fold(1), broken], 3)).rejects.toThrow();
			const again = await subject().start();
			expect(await again.analyticsReader().cursor()).toBe(1);
			expect(await again.analyticsReader().totals([1])).toEqual([{ linkId: 1, totalClicks: 1, importedClicks: 0, lastClickedAt: MORNING }]);
			expect((await again.analyticsReader().together([1], { from: null, to: null })).human).toBe(1);
		});
	});

	it('keeps the progress of each subscription until it is forgotten', async () => {
		const writer = storage.deliveryWriter();
		const first = aProgress();
		const failed = { ...first, failures: 2, lastError: 'answered 503', nextAttemptAt: MORNING };
		await writer.save(first);
		await writer.save({ ...first, webhookId: 2 });
		await writer.save(failed);
		const again = await subject().start();
		expect(await again.deliveryReader().progress(1)).toEqual(failed);
		await again.deliveryWriter().forget(1);
		expect(await again.deliveryReader().progress(1)).toBeUndefined();
		expect(await again.deliveryReader().progress(2)).toEqual({ ...first, webhookId: 2 });
	});
};
