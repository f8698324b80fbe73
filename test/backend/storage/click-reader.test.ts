import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { SqliteClickReader } from '../../../backend/src/storage/sqlite/click-reader.ts';
import { INDEXED_TOGETHER } from '../../../backend/src/storage/sqlite/link-clicks.ts';
import { dataFiles, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import type { NewHit } from '../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { catchUp, inDataFolder } from './data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const DAYS = 5;
const HOUR = DAY / 24;

describe('clicks', () => {
	const folder = temporaryFolder('click-reader');

	/** 400 hits over five days on four links, and a few on a fifth, with events of links between them. */
	async function fill(): Promise<NewHit[]> {
		const hits = Array.from({ length: 400 }, (_, nth) => aHit(nth % 29 === 0 ? 5 : 1 + ((nth * 7) % 4), { occurredAt: MORNING + Math.floor((nth * DAYS * DAY) / 400), nonce: nth.toString(16).padStart(12, '0') }));
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
				fc.record({ since: time, until: time, linkIds: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 6 })), { nil: undefined }), kinds: fc.constantFrom(undefined, ['human'] as const, ['bot'] as const) }),
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

	it('of a link are found in an index of full stretches, in what comes after them, and where an older version has left no index', async () => {
		const { log, enriched } = dataFiles(folder.path);
		const hits = (count: number) => Array.from({ length: count }, (_, nth) => aHit(nth % 1000 === 7 ? 9 : 1 + (nth % 3), { occurredAt: MORNING + nth, nonce: nth.toString(16).padStart(12, '0') }));
		const append = (count: number) => inDataFolder(folder.path, async (storage) => {
			const appender = storage.clickLog();
			for (let from = 0; from < count; from += 5000) await appender.append(hits(count).slice(from, from + 5000));
			await catchUp(storage);
		});
		const all = async () => {
			const reader = new SqliteClickReader(log, enriched);
			const found = [];
			for (const [linkIds, descending] of [[[9], false], [[9], true], [[1, 9], false]] as const) {
				const page = await reader.list({ linkIds: new Set(linkIds) }, { descending, limit: 100_000, beyond: undefined });
				found.push(page.clicks.map(({ position }) => position));
			}
			reader.close();
			return found;
		};
		const expected = (...counts: number[]) => {
			const links = counts.flatMap((count) => hits(count).map(({ linkId }) => linkId));
			const of = (...linkIds: number[]) => links.flatMap((linkId, index) => (linkIds.includes(linkId) ? [index + 1] : []));
			return [of(9), of(9).reverse(), of(1, 9)];
		};

		await append(2 * INDEXED_TOGETHER + 2000);
		expect(await all()).toEqual(expected(2 * INDEXED_TOGETHER + 2000));
		const file = new DatabaseSync(join(enriched, segmentsIn(enriched)[0]!.name));
		expect(file.prepare('SELECT first, last FROM stretches').all().map((row) => ({ ...row }))).toEqual([1, 2].map((nth) => ({ first: (nth - 1) * INDEXED_TOGETHER + 1, last: nth * INDEXED_TOGETHER })));
		file.exec('DROP TABLE stretches; DROP TABLE link_clicks; PRAGMA user_version = 1');
		expect(await all()).toEqual(expected(2 * INDEXED_TOGETHER + 2000));
		await append(3000);
		expect(await all()).toEqual(expected(2 * INDEXED_TOGETHER + 2000, 3000));
		expect(file.prepare('SELECT count(*) AS n FROM stretches').get()).toEqual({ n: 2 });
		file.close();
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
