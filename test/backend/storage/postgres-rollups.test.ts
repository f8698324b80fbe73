import { visitorsByGroup } from '../../../backend/src/storage/postgres/analytics/breakdown.ts';
import { DayVisitors } from '../../../backend/src/storage/postgres/analytics/day-visitors.ts';
import { selectionOf } from '../../../backend/src/storage/postgres/analytics/selection.ts';
import { tablesOf } from '../../../backend/src/storage/postgres/analytics/tables.ts';
import { Views } from '../../../backend/src/storage/postgres/analytics/view.ts';
import { distinctVisitors } from '../../../backend/src/storage/postgres/analytics/visitors.ts';
import { COLUMNS } from '../../../backend/src/storage/packed/values.ts';
import { eachVisitor } from '../../../backend/src/storage/packed/visitors.ts';
import type { Distinct } from '../../../backend/src/storage/packed/estimates.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';
import { describeBusyDays } from './conformance/busy-days.ts';
import { describeDayVisitors } from './conformance/day-visitors.ts';
import { describeEstimates } from './conformance/estimates.ts';
import { describeReports } from './conformance/reports.ts';
import { inDataFolder } from './data-folder.ts';
import { rollupsOnPostgres } from './rollups-on-postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

const postgres = rollupsOnPostgres();
const folder = temporaryFolder('rollups');
let run = 0;

/** The log and the links are a data folder's: what is tested here are the rollups. */
async function within(work: (storage: Storage) => Promise<void>): Promise<void> {
	await postgres.empty();
	await inDataFolder(`${folder.path}/${String(run++)}`, (others) => {
		const { analyticsReader, analyticsWriter } = postgres.start();
		return work({ ...others, analyticsReader, analyticsWriter });
	});
}

describeReports('PostgreSQL', within, 10);

describeBusyDays('PostgreSQL', within);

describeEstimates('PostgreSQL', async (work) => {
	await postgres.empty();
	const storage = postgres.start();
	const views = new Views(postgres.database);
	await work({
		writer: storage.analyticsWriter(),
		distinct: ({ linkIds, ...range }, clicks, limits) => views.open(async (view) => (await distinctVisitors(view, await selectionOf(view, linkIds), [{ ...range, clicks }], limits))[0] as Distinct),
		byCountry: ({ linkIds, ...range }, grouping, limits) => views.open(async (view) => visitorsByGroup(view, await selectionOf(view, linkIds), range, { column: 'country', ...grouping }, limits)),
		countries: async () => (await postgres.database.all(`SELECT id, value FROM ${tablesOf(1).dimension_values} WHERE dimension = $1`, COLUMNS.indexOf('country'))).map((row) => [row['id'] as number, String(row['value'])]),
	});
}, [['out of days of visitors', 0]]);

describeDayVisitors('PostgreSQL', async (day, limits) => {
	await postgres.empty();
	const tables = tablesOf(1);
	const visitors = new DayVisitors(tables, limits);
	return {
		add: (...entry) => { visitors.add(day, ...entry); },
		write: () => postgres.database.transaction((session) => visitors.write(session)),
		kept: async () => {
			const sample = await postgres.database.get(`SELECT halvings, entries FROM ${tables.day_samples} WHERE day = $1`, day);
			const entries: number[][] = [];
			for (const row of await postgres.database.all(`SELECT packed FROM ${tables.day_visitors} WHERE day = $1`, day)) eachVisitor(row['packed'] as Buffer, (...one) => entries.push(one));
			return { halvings: Number(sample?.['halvings'] ?? 0), counted: Number(sample?.['entries'] ?? 0), entries };
		},
		dispose: async () => undefined,
	};
}, 20);
