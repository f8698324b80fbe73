/** Counting by several processes, of which one is to count at a time. */
import fc from 'fast-check';
import { DoneElsewhere } from '../../../backend/src/storage/done-elsewhere.ts';
import { tablesOf } from '../../../backend/src/storage/postgres/analytics/tables.ts';
import type { AnalyticsReader, AnalyticsWriter, Fold } from '../../../backend/src/storage/storage.ts';
import { DAY, MORNING } from './conformance/samples.ts';
import { eventually } from './on-postgres.ts';
import { rollupsOnPostgres } from './rollups-on-postgres.ts';

const postgres = rollupsOnPostgres();
const ALL = { from: null, to: null };
const LINKS = [1, 2];

beforeEach(() => postgres.empty());

/** The hit at a position: by a few visitors, again and again, over two days. */
const hit = (position: number): Fold => ({ position, linkId: LINKS[position % 2]!, occurredAt: MORNING + (position % 7) * 400_000 + (position % 3 === 0 ? DAY : 0), kind: 'human', visitorId: `visitor ${String(position % 5)}`, values: { country: position % 4 === 0 ? 'DE' : 'AT' } });
const hits = (after: number, count: number) => Array.from({ length: count }, (_, index) => hit(after + index + 1));

const process = () => ({ writer: postgres.start().analyticsWriter(), reader: postgres.start().analyticsReader() });

async function countNext(writer: AnalyticsWriter, count: number): Promise<void> {
	const cursor = await writer.cursor();
	await writer.fold(hits(cursor, count), cursor + count);
}

async function everything(reader: AnalyticsReader): Promise<unknown> {
	return [await reader.byLink(LINKS, ALL), await reader.together(LINKS, ALL), await reader.breakdown(LINKS, ALL, ['country']), await reader.totals(LINKS)];
}

it('who believes to count goes on from where it last was, and is told where another has counted meanwhile', async () => {
	const [one, other] = [process(), process()];
	await countNext(one.writer, 10);
	const cursor = await other.writer.cursor();
	await countNext(one.writer, 10);
	await expect(other.writer.fold(hits(cursor, 10), cursor + 10)).rejects.toThrow(DoneElsewhere);
	await expect(other.writer.fold(hits(cursor, 10), cursor + 10)).rejects.toThrow(DoneElsewhere);
	expect(await one.writer.cursor()).toBe(20);
	expect(await one.reader.together(LINKS, ALL)).toEqual({ human: 20, bot: 0, prefetch: 0, head: 0, visitors: 5 });
	await countNext(other.writer, 10);
	expect((await one.reader.together(LINKS, ALL)).human).toBe(30);
});

it('however processes take turns, they come to what one alone comes to', async () => {
	const step = fc.record({ who: fc.nat(2), count: fc.integer({ min: 1, max: 30 }), looks: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
			await postgres.empty();
			const processes = [process(), process(), process()];
			const believed = await Promise.all(processes.map(({ writer }) => writer.cursor()));
			let counted = 0;
			for (const { who, count, looks } of steps) {
				const { writer } = processes[who]!;
				if (looks) believed[who] = await writer.cursor();
				const from = believed[who]!;
				const folding = writer.fold(hits(from, count), from + count);
				if (from === counted) {
					await folding;
					believed[who] = counted = from + count;
				} else {
					await expect(folding).rejects.toThrow(DoneElsewhere);
				}
			}
			const found = await everything(processes[0]!.reader);
			await postgres.empty();
			const alone = process();
			await alone.writer.fold(hits(0, counted), counted);
			expect(found).toEqual(await everything(alone.reader));
		}),
		{ numRuns: 6 },
	);
}, 60_000);

it('a hit that is counted already changes nothing, and one that was left out is counted, wherever the cursor is', async () => {
	const { writer, reader } = process();
	await writer.fold([...hits(0, 5), hit(3)], 5);
	await writer.fold(hits(2, 5), 7);
	expect((await reader.together(LINKS, ALL)).human).toBe(7);
	await writer.fold([...hits(9, 3)], 20);
	await writer.fold([...hits(0, 15)], 20);
	const found = await everything(reader);
	await postgres.empty();
	const again = process();
	await again.writer.fold(hits(0, 15), 20);
	expect(await everything(again.reader)).toEqual(found);
});

it('looks everything up by its key: no table is read from one end to the other', async () => {
	const large = Object.values(tablesOf(1)).filter((table) => table !== tablesOf(1).filling);
	const scans = async () => new Map((await postgres.database.all('SELECT relname, seq_tup_read, idx_scan FROM pg_stat_user_tables WHERE relname = ANY($1::text[])', large)).map((row) => [row['relname'] as string, row]));
	const before = await scans();
	const { writer, reader } = process();
	const conversion = { position: 1001, linkId: 1, occurredAt: MORNING, currency: 'EUR', amount: 5, values: { country: 'DE' }, tags: [] };
	await countNext(writer, 50);
	// PostgreSQL learns that the tables are small, and plans are kept after some executions.
	await postgres.database.run(`ANALYZE ${large.join(', ')}`);
	for (let round = 0; round < 12; round++) await countNext(writer, 50);
	await writer.fold([], 1001, [], [conversion]);
	const [from, to] = [MORNING + 1, MORNING + DAY + 1];
	for (let round = 0; round < 8; round++) {
		await everything(reader);
		await reader.series(LINKS, [from, MORNING + 2 * 3_600_000, to]);
		await reader.grouped(LINKS, { from, to }, 'country');
		await reader.conversions(LINKS, [null, from, null], 'country');
		await reader.days(LINKS);
		await reader.extent([1]);
	}
	// What a connection has seen is told at its end.
	postgres.close();
	await eventually(async () => {
		const after = await scans();
		const grown = (table: string, number: string) => Number(after.get(table)?.[number]) - Number(before.get(table)?.[number]);
		expect(grown(tablesOf(1).sightings, 'idx_scan')).toBeGreaterThan(100);
		expect(large.map((table) => [table, grown(table, 'seq_tup_read')])).toEqual(large.map((table) => [table, 0]));
	});
}, 60_000);

describe('a rebuild', () => {
	it('takes the place of what there is for all at once, and a report that is under way goes on with what it began with', async () => {
		const { writer, reader } = process();
		const other = process();
		await countNext(writer, 20);
		const before = await everything(reader);
		// Nothing is in the log any more of what was counted, and nothing is taken over: so the new numbers are others.
		await writer.rebuild.begin(0);
		await writer.rebuild.fold(hits(0, 8), 8);
		let finished: Promise<void> | undefined;
		await reader.snapshot(async () => {
			expect(await reader.cursor()).toBe(20);
			finished = writer.rebuild.finish();
			await eventually(async () => { expect((await other.reader.together(LINKS, ALL)).human).toBe(8); });
			expect(await other.reader.cursor()).toBe(8);
			expect(await everything(reader)).toEqual(before);
		});
		await finished;
		expect((await reader.together(LINKS, ALL)).human).toBe(8);
		expect(await postgres.database.all(`SELECT 1 FROM ${tablesOf(1).hit_runs} UNION ALL SELECT 1 FROM ${tablesOf(1).link_days}`)).toEqual([]);
		await countNext(writer, 12);
		expect(await everything(other.reader)).toEqual(before);
	});

	it('ends what another process believes to count', async () => {
		const [one, other] = [process(), process()];
		await countNext(one.writer, 20);
		await other.writer.cursor();
		await one.writer.rebuild.begin(21);
		await one.writer.rebuild.finish();
		await expect(other.writer.fold(hits(20, 5), 25)).rejects.toThrow(DoneElsewhere);
		await countNext(other.writer, 5);
		await expect(one.writer.fold(hits(20, 5), 25)).rejects.toThrow(DoneElsewhere);
		expect((await one.reader.together(LINKS, ALL)).human).toBe(25);
	});

	it('is not dropped by another process that starts, as long as it goes on', async () => {
		const [one, other] = [process(), process()];
		await countNext(one.writer, 20);
		await one.writer.rebuild.begin(0);
		await one.writer.rebuild.fold(hits(0, 10), 10);
		await other.writer.rebuild.discard();
		await one.writer.rebuild.fold(hits(10, 10), 20);
		expect(await one.writer.rebuild.differences()).toEqual([]);
		await postgres.database.run(`UPDATE rollup_cursors SET folded_at = now() - interval '1 hour' WHERE set = 2`);
		await other.writer.rebuild.discard();
		await expect(one.writer.rebuild.fold(hits(20, 10), 30)).rejects.toThrow(DoneElsewhere);
		await expect(one.writer.rebuild.finish()).rejects.toThrow(DoneElsewhere);
		expect((await one.reader.together(LINKS, ALL)).human).toBe(20);
	});

	it('says in which rows it differs', async () => {
		const { writer } = process();
		await countNext(writer, 20);
		await writer.rebuild.begin(0);
		await writer.rebuild.fold(hits(0, 20), 20);
		expect(await writer.rebuild.differences()).toEqual([]);
		const { link_days, sightings, day_visitors } = tablesOf(1);
		await postgres.database.transaction((session) => session.exec(`UPDATE ${link_days} SET human = human + 1 WHERE link = 1; DELETE FROM ${sightings} WHERE link = 2; DELETE FROM ${day_visitors} WHERE slice = 0; UPDATE link_totals SET total_clicks = 0 WHERE link_id = 1`));
		const found = await writer.rebuild.differences();
		expect(found.map((sentence) => /^\w+(?=: the log gives \d+ rows)/.exec(sentence)?.[0])).toEqual(['link_totals', 'link_days', 'sightings', 'day_visitors']);
		await writer.rebuild.discard();
		expect(await postgres.database.all(`SELECT 1 FROM ${tablesOf(2).filling}`)).toEqual([]);
	});
});
