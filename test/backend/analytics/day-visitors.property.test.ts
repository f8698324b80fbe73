import { join } from 'node:path';
import { eachVisitor } from '../../../backend/src/storage/packed/visitors.ts';
import { DayVisitors } from '../../../backend/src/storage/sqlite/analytics/day-visitors.ts';
import { Database, migrate } from '../../../backend/src/storage/sqlite/database.ts';
import { describeDayVisitors } from '../storage/conformance/day-visitors.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const folder = temporaryFolder('day-visitors');
let file = 0;

describeDayVisitors('SQLite', async (day, limits) => {
	const database = new Database(join(folder.path, `${String(file++)}.db`), { access: 'write', durability: 'process' });
	migrate(database, 'analytics');
	const visitors = new DayVisitors(database, '', limits);
	return {
		add: (...entry) => { visitors.add(day, ...entry); },
		write: async () => { visitors.write(); },
		settle: async () => { visitors.settle(); },
		kept: async () => {
			const sample = database.query('SELECT halvings, entries FROM day_samples WHERE day = ?', day)[0];
			const entries: number[][] = [];
			for (const row of database.query('SELECT visitors FROM day_visitors WHERE day = ?', day)) eachVisitor(row['visitors'] as unknown as Uint8Array, (...one) => entries.push(one));
			return { halvings: Number(sample?.['halvings'] ?? 0), counted: Number(sample?.['entries'] ?? 0), entries };
		},
		dispose: async () => { database.close(); },
	};
}, 60);
