/** However clicks come in and runs are merged: a day keeps every visitor below its threshold, and the threshold is the highest for which there is room. */
import { join } from 'node:path';
import fc from 'fast-check';
import { Database, migrate } from '../../../backend/src/storage/sqlite/database.ts';
import { eachVisitor } from '../../../backend/src/storage/packed/visitors.ts';
import { DayVisitors } from '../../../backend/src/storage/sqlite/analytics/day-visitors.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('day-visitors');
const DAY = 20_000;

const visitor = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 52n) - 1n }).map(Number), fc.integer({ min: 0, max: 20 }));
const entry = fc.tuple(visitor, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 95 }));
const entries = fc.uniqueArray(entry, { selector: String, maxLength: 120 });

const inOrder = (list: ReadonlyArray<readonly number[]>) => list.map(String).sort();

/** What is kept, and how often visitors were halved. */
function kept(database: Database): { halvings: number; counted: number; entries: number[][] } {
	const sample = database.query('SELECT halvings, entries FROM day_samples WHERE day = ?', DAY)[0];
	const found: number[][] = [];
	for (const row of database.query('SELECT visitors FROM day_visitors WHERE day = ?', DAY)) eachVisitor(row['visitors'] as unknown as Uint8Array, (...one) => found.push(one));
	return { halvings: Number(sample?.['halvings'] ?? 0), counted: Number(sample?.['entries'] ?? 0), entries: found };
}

it('keeps all of a fair sample', async () => {
	let file = 0;
	await fc.assert(
		fc.asyncProperty(entries, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 8, max: 200 }), fc.integer({ min: 1, max: 5 }), async (all, every, room, runs) => {
			const database = new Database(join(folder.path, `${String(file++)}.db`), { access: 'write', durability: 'process' });
			migrate(database, 'analytics');
			const visitors = new DayVisitors(database, '', { entries: room, runs });
			for (const [index, [number, link, quarter]] of all.entries()) {
				visitors.add(DAY, number, link, quarter);
				if (index % every === 0) visitors.write();
			}
			visitors.write();
			const left = (halvings: number) => all.filter(([number]) => number < 2 ** (52 - halvings));
			const fitting = Array.from({ length: 13 }, (_, halvings) => halvings).find((halvings) => left(halvings).length <= room) ?? 12;
			for (const settle of [false, true]) {
				if (settle) visitors.settle();
				const sample = kept(database);
				expect([sample.halvings, sample.counted]).toEqual([fitting, left(fitting).length]);
				expect(inOrder(sample.entries)).toEqual(inOrder(left(fitting)));
			}
			database.close();
		}),
		{ numRuns: 60 },
	);
}, 30_000);
