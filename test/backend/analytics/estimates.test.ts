import { join } from 'node:path';
import { visitorsByGroup } from '../../../backend/src/storage/sqlite/analytics/group-visitors.ts';
import { distinctVisitors } from '../../../backend/src/storage/sqlite/analytics/visitors.ts';
import { Database } from '../../../backend/src/storage/sqlite/database.ts';
import { describeEstimates } from '../storage/conformance/estimates.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('estimates');

describeEstimates('SQLite', (work) => inDataFolder(folder.path, async (storage) => {
	const database = new Database(join(folder.path, 'analytics.db'), { access: 'read' });
	await work({
		writer: storage.analyticsWriter(),
		distinct: (range, clicks, limits) => distinctVisitors(database, range, clicks, limits),
		byCountry: (range, grouping, limits) => visitorsByGroup(database, range, { column: 'country', ...grouping }, limits),
		countries: async () => database.all(`SELECT id, value FROM dimension_values WHERE dimension = 'country'`).map((row) => [row['id'], row['value']] as [number, string]),
	});
	database.close();
}), [
	['out of days of visitors', 0],
	['out of hits', 1_000_000],
]);
