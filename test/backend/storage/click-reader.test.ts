import fc from 'fast-check';
import { SqliteClickReader } from '../../../backend/src/storage/sqlite/click-reader.ts';
import { dataFiles } from '../../../backend/src/storage/sqlite/segments.ts';
import type { NewHit } from '../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { catchUp, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const DAYS = 5;
const HOUR = DAY / 24;

describe('clicks', () => {
	const folder = temporaryFolder('click-reader');

	/** 400 hits on four links over five days, with a few events of links between them. */
	async function fill(): Promise<NewHit[]> {
		const hits = Array.from({ length: 400 }, (_, nth) => aHit(1 + ((nth * 7) % 4), { occurredAt: MORNING + Math.floor((nth * DAYS * DAY) / 400), nonce: nth.toString(16).padStart(12, '0') }));
		await inDataFolder(folder.path, async (storage) => {
			const [log, writer] = [storage.clickLog(), storage.linkWriter()];
			for (const [nth, hit] of hits.entries()) {
				await log.append([hit]);
				if (nth % 50 !== 0) continue;
				await writer.transaction((transaction) => transaction.emit([{ type: 'link.updated', occurredAt: MORNING - DAY, linkId: 1, linkVersion: 1 }]));
				await log.copyOutbox();
			}
			await catchUp(storage);
		});
		return hits;
	}

	it('are listed as one would by looking at each, in pages and stretches of any size, either way', async () => {
		const hits = await fill();
		const { log, enriched } = dataFiles(folder.path);
		const time = fc.option(fc.integer({ min: -12, max: DAYS * 24 + 12 }).map((hours) => MORNING + hours * HOUR), { nil: undefined });
		await fc.assert(
			fc.asyncProperty(
				fc.record({ since: time, until: time, linkIds: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 })), { nil: undefined }), kinds: fc.constantFrom(undefined, ['human'] as const, ['bot'] as const) }),
				fc.boolean(), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }),
				async ({ since, until, linkIds, kinds }, descending, limit, stretch) => {
					const reader = new SqliteClickReader(log, enriched, { stretch, patience: 1000 });
					const found: string[] = [];
					for (let beyond: number | null | undefined; beyond !== null; ) {
						const page = await reader.list({ since, until, kinds, linkIds: linkIds && new Set(linkIds) }, { descending, limit, beyond });
						expect(page.clicks.length).toBeLessThanOrEqual(limit);
						found.push(...page.clicks.map(({ hit }) => hit!.nonce));
						beyond = page.next;
					}
					reader.close();
					const expected = hits.filter(({ occurredAt, linkId }) => occurredAt >= (since ?? -Infinity) && occurredAt < (until ?? Infinity) && (linkIds?.includes(linkId) ?? true) && kinds?.[0] !== 'bot');
					expect(found).toEqual((descending ? expected.reverse() : expected).map(({ nonce }) => nonce));
				},
			),
			{ numRuns: 60 },
		);
	});

	it('are given out in short pages that go on, where there is no time to look further', async () => {
		await fill();
		const { log, enriched } = dataFiles(folder.path);
		for (const descending of [false, true]) {
			const reader = new SqliteClickReader(log, enriched, { stretch: 10, patience: -1 });
			const page = await reader.list({}, { descending, limit: 1000, beyond: undefined });
			const positions = page.clicks.map(({ position }) => position);
			expect([positions, page.next]).toEqual(descending ? [[408, 407, 406, 405, 404, 403, 402, 401, 400, 399], 399] : [[1, 3, 4, 5, 6, 7, 8, 9, 10], 10]);
			reader.close();
		}
	});

	it('are found by what names them, whenever they happened', async () => {
		const hits = await fill();
		await inDataFolder(folder.path, async (storage) => {
			const finder = storage.clickFinder();
			const found = await finder.find(hits.toReversed());
			expect(found.map((event) => event?.hit?.nonce)).toEqual(hits.toReversed().map(({ nonce }) => nonce));
			expect(await finder.find([{ occurredAt: hits[7]!.occurredAt, nonce: 'ffffffffffff' }, { occurredAt: MORNING - 90 * DAY, nonce: hits[7]!.nonce }, { occurredAt: MORNING + 900 * DAY, nonce: hits[7]!.nonce }])).toEqual([undefined, undefined, undefined]);
		});
	});

	it('are found where the clock was set back, at the same millisecond, and around midnight', async () => {
		const times = [0, 5, 5, 5, 9, 3, 4, 6, 12, 12];
		const late = Math.floor(MORNING / DAY) * DAY + DAY - 1;
		const hits = [...times.map((minutes, nth) => aHit(1, { occurredAt: MORNING + minutes * 1000, nonce: `a${String(nth).padStart(11, '0')}` })), ...[0, 1, 2].map((ms) => aHit(1, { occurredAt: late + ms, nonce: `b${String(ms).padStart(11, '0')}` }))];
		await inDataFolder(folder.path, async (storage) => {
			const log = storage.clickLog();
			for (const hit of hits.slice(0, 10)) await log.append([hit]);
			await log.append(hits.slice(10));
			expect((await storage.clickFinder().find(hits)).map((event) => event?.hit?.nonce)).toEqual(hits.map(({ nonce }) => nonce));
		});
	});
});
