import type { AnalyticsReader, Fold, Storage } from '../../../../backend/src/storage/storage.ts';
import type { Dimension } from '../../../../contract/analytics.ts';
import type { ClickKind } from '../../../../contract/event.ts';
import { byName, Naive } from './naive.ts';
import { DAY, MORNING } from './samples.ts';

const LINKS = [1, 2, 3];
const KINDS: readonly ClickKind[] = ['human', 'human', 'human', 'human', 'bot', 'prefetch', 'head'];
const DIMENSIONS = ['country', 'utm_source', 'campaign', 'tag'] as const satisfies readonly Dimension[];

/** A fair number below n for each step, the same every time (Lehmer). */
function dice(): (n: number) => number {
	let state = 7;
	return (n) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % n;
	};
}

/** Many hits on few links and days, some of them late, with texts that a storage may find hard to keep. */
function busyHits(count: number): Fold[] {
	const roll = dice();
	const odd = ['\0', 'ü"\\{}', "o'clock", 'a'.repeat(5000), ''];
	return Array.from({ length: count }, (_, index) => {
		const kind = KINDS[roll(KINDS.length)]!;
		const late = roll(9) === 0 ? roll(2 * DAY) : 0;
		const hit = { position: index + 1, linkId: LINKS[roll(4) % 3]!, occurredAt: MORNING + Math.floor((index * 3 * DAY) / count) - late, kind, visitorId: `visitor ${String(roll(120))}` };
		const values = { country: [null, 'DE', 'AT', 'CH'][roll(4)]!, utm_source: roll(3) === 0 ? odd[roll(odd.length)]! : `source ${String(roll(40))}`, campaign: [null, 'spring'][roll(2)]! };
		return kind === 'human' ? { ...hit, values, tags: [[], ['a'], ['b', 'a'], ['ü', 'a"b']][roll(4)]! } : hit;
	});
}

async function compare(reader: AnalyticsReader, hits: readonly Fold[]): Promise<void> {
	const naive = new Naive();
	naive.hits.push(...hits.map((hit) => ({ values: {}, tags: [], ...hit })));
	const spans: Array<[number | null, number | null]> = [[null, null], [MORNING - DAY, MORNING + DAY], [MORNING + 1_234_567, MORNING + 2 * DAY + 7_654_321], [MORNING, MORNING + 500_000]];
	for (const [from, to] of spans) {
		for (const selection of [[1], [2, 3], LINKS]) {
			expect(await reader.together(selection, { from, to })).toEqual(naive.totals(selection, from, to));
			const tables = await reader.breakdown(selection, { from, to }, DIMENSIONS);
			for (const dimension of DIMENSIONS) {
				const expected = naive.groups(selection, from, to, dimension);
				expect(byName(await reader.grouped(selection, { from, to }, dimension))).toEqual(expected);
				expect(byName([...tables.get(dimension)!].map(([value, human]) => ({ value, human })))).toEqual(expected.map(({ value, human }) => ({ value, human })));
			}
		}
		const byLink = await reader.byLink(LINKS, { from, to });
		for (const id of LINKS) expect([id, byLink.get(id) ?? naive.totals([], null, null)]).toEqual([id, naive.totals([id], from, to)]);
	}
}

/**
 * Days that do not fit into what is kept of a day at a time: every report is what looking at each hit gives, and a rebuild that takes
 * over what the log has no more, and counts the rest in other portions, comes to the same rows.
 */
export function describeBusyDays(name: string, within: (work: (storage: Storage) => Promise<void>) => Promise<void>): void {
	it(`${name}: busy days are counted as quiet ones are, and taken over by a rebuild`, async () => {
		await within(async (storage) => {
			const [writer, reader] = [storage.analyticsWriter(), storage.analyticsReader()];
			const hits = busyHits(2500);
			const imported = [{ linkId: 2, clicks: 40 }];
			for (let first = 0; first < hits.length; first += 400) await writer.fold(hits.slice(first, first + 400), Math.min(first + 400, hits.length), first === 0 ? imported : []);
			await compare(reader, hits);
			const totals = await reader.totals(LINKS);
			const { rebuild } = writer;
			await rebuild.begin(1000);
			for (let first = 999; first < hits.length; first += 333) await rebuild.fold(hits.slice(first, first + 333), Math.min(first + 333, hits.length));
			expect(await rebuild.differences()).toEqual([]);
			await rebuild.finish();
			expect(await writer.cursor()).toBe(hits.length);
			await compare(reader, hits);
			expect(await reader.totals(LINKS)).toEqual(totals);
			// The log has nothing more: everything is taken over, and the cursor stays.
			await rebuild.begin(hits.length + 1);
			expect(await rebuild.differences()).toEqual([]);
			await rebuild.finish();
			expect(await writer.cursor()).toBe(hits.length);
			await compare(reader, hits);
		});
	}, 60_000);
}
