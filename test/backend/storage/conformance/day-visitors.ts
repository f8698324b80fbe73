import fc from 'fast-check';
import type { DAY_LIMITS } from '../../../../backend/src/storage/packed/visitors.ts';

const DAY = 20_000;

const visitor = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 52n) - 1n }).map(Number), fc.integer({ min: 0, max: 20 }));
const entry = fc.tuple(visitor, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 95 }));
const entries = fc.uniqueArray(entry, { selector: String, maxLength: 120 });

const inOrder = (list: ReadonlyArray<readonly number[]>) => list.map(String).sort();

/** The visitors of a day that clicks come in on. */
export interface KeptDay {
	add(visitor: number, link: number, quarter: number): void;
	write(): Promise<void>;
	/** Makes one run of each slice, where that can be asked for. */
	settle?(): Promise<void>;
	/** How often visitors were halved, how many entries there are said to be, and these. */
	kept(): Promise<{ halvings: number; counted: number; entries: number[][] }>;
	dispose(): Promise<void>;
}

/** However clicks come in and runs are merged: a day keeps every visitor below its threshold, and the threshold is the highest for which there is room. */
export function describeDayVisitors(name: string, open: (day: number, limits: typeof DAY_LIMITS) => Promise<KeptDay>, runs: number): void {
	it(`${name}: a day keeps all of a fair sample of its visitors`, async () => {
		await fc.assert(
			fc.asyncProperty(entries, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 8, max: 200 }), fc.integer({ min: 1, max: 5 }), async (all, every, room, most) => {
				const day = await open(DAY, { entries: room, runs: most });
				for (const [index, [number, link, quarter]] of all.entries()) {
					day.add(number, link, quarter);
					if (index % every === 0) await day.write();
				}
				await day.write();
				const left = (halvings: number) => all.filter(([number]) => number < 2 ** (52 - halvings));
				const fitting = Array.from({ length: 13 }, (_, halvings) => halvings).find((halvings) => left(halvings).length <= room) ?? 12;
				for (const settle of day.settle ? [false, true] : [false]) {
					if (settle) await day.settle?.();
					const kept = await day.kept();
					expect([kept.halvings, kept.counted]).toEqual([fitting, left(fitting).length]);
					expect(inOrder(kept.entries)).toEqual(inOrder(left(fitting)));
				}
				await day.dispose();
			}),
			{ numRuns: runs },
		);
	}, 60_000);
}
