import { eachSampled } from '../../packed/hits.ts';
import type { Connection, Database } from '../database.ts';
import { mergedValues, mergedVisitors } from './day-visitors.ts';
import { tablesOf, type SetNumber, type Tables } from './tables.ts';

/** What is compared row by row. */
const ROWS = ['dimension_values', 'link_numbers', 'day_links', 'day_samples', 'hit_samples', 'counted_conversions'] as const satisfies ReadonlyArray<keyof Tables>;

/** The same, of which there are many: some links after the other. */
const MANY = ['link_days', 'hit_runs', 'sightings'] as const satisfies ReadonlyArray<keyof Tables>;

/** Links that are compared with one statement. */
const LINKS = 200;

/** How the second set differs from the first: sentences. */
export async function differencesBetween(database: Database, first: SetNumber, second: SetNumber): Promise<string[]> {
	const [one, other] = [tablesOf(first), tablesOf(second)];
	return database.snapshot(async (session) => {
		const found: string[] = [];
		for (const table of ROWS) found.push(...sentence(table, await compare(session, { one: one[table], other: other[table] })));
		found.push(...sentence('link_totals', await compare(session, { one: 'link_totals', other: 'rebuilt_link_totals' })));
		const links = (await session.get(`SELECT greatest((SELECT max(number) FROM ${one.link_numbers}), (SELECT max(number) FROM ${other.link_numbers})) AS links`))?.['links'] as number | null;
		for (const table of MANY) {
			const all = { missing: 0, surplus: 0 };
			for (let link = 1; link <= (links ?? 0); link += LINKS) {
				const some = await compare(session, { one: one[table], other: other[table], where: 'WHERE link BETWEEN $1 AND $2', values: [link, link + LINKS - 1] });
				all.missing += some.missing;
				all.surplus += some.surplus;
			}
			found.push(...sentence(table, all));
		}
		for (const table of ['day_visitors', 'sampled_hits', 'day_values'] as const) found.push(...sentence(table, await compareSlices(session, one[table], other[table], CONTENTS[table])));
		return found;
	});
}

interface Difference {
	missing: number;
	surplus: number;
}

function sentence(table: string, { missing, surplus }: Difference): string[] {
	return missing + surplus === 0 ? [] : [`${table}: the log gives ${String(missing)} rows that are not there, and not ${String(surplus)} that are.`];
}

async function compare(connection: Connection, { one, other, where = '', values = [] }: { one: string; other: string; where?: string; values?: number[] }): Promise<Difference> {
	const count = (from: string, without: string) => `(SELECT count(*) FROM (SELECT * FROM ${from} ${where} EXCEPT ALL SELECT * FROM ${without} ${where}) AS d)`;
	const row = await connection.get(`SELECT ${count(other, one)} AS missing, ${count(one, other)} AS surplus`, ...values);
	return row as unknown as Difference;
}

/** What runs hold together, in one order. */
const CONTENTS: Record<'day_visitors' | 'sampled_hits' | 'day_values', (runs: readonly Uint8Array[]) => Buffer> = {
	day_visitors: (runs) => Buffer.from(mergedVisitors(runs).bytes),
	sampled_hits: (runs) => {
		const hits: string[] = [];
		for (const run of runs) eachSampled(run, (link, { visitor, time, values }) => hits.push([link, visitor, time, ...Array.from(values)].join(' ')));
		return Buffer.from(hits.sort().join());
	},
	day_values: (runs) => Buffer.from(mergedValues(runs).bytes),
};

/** Their runs are others, but each slice of a day holds the same. */
async function compareSlices(connection: Connection, one: string, other: string, contentOf: (runs: readonly Uint8Array[]) => Buffer): Promise<Difference> {
	const difference = { missing: 0, surplus: 0 };
	const read = async (table: string, day: number, slice: number) => (await connection.all(`SELECT packed FROM ${table} WHERE day = $1 AND slice = $2`, day, slice)).map(({ packed }) => packed as Buffer);
	for (const { day, slice } of await connection.all(`SELECT day, slice FROM ${one} UNION SELECT day, slice FROM ${other}`)) {
		const [here, there] = [await read(one, day as number, slice as number), await read(other, day as number, slice as number)];
		if (contentOf(here).equals(contentOf(there))) continue;
		difference.missing++;
		difference.surplus++;
	}
	return difference;
}
