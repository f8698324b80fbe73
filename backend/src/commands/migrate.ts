import { parseArgs } from 'node:util';
import { Enricher } from '../clicks/enrich.ts';
import { storageSettings, type Settings } from '../config.ts';
import { ownHosts } from '../links/destination.ts';
import type { SourceContents, TargetContents } from '../storage/contents.ts';
import { openStorage, prepareStorage } from '../storage/open.ts';
import { withPostgresContents } from '../storage/postgres/storage.ts';
import type { PostgresSettings, StorageSettings } from '../storage/settings.ts';
import { SqliteContents } from '../storage/sqlite/contents.ts';
import { lockFolder } from '../storage/sqlite/folder-lock.ts';
import { HOLD_MS } from '../threads/task.ts';
import { tell, UsageError, type Command } from './command.ts';
import { move, table, type Side } from './move.ts';
import { serverUrl } from './reach.ts';

/** The tasks of servers: whoever has all of them is the only one. */
const TASKS = ['reader', 'search'] as const;

/** `linkmill migrate` */
export const migrate: Command = {
	usage: ['migrate --from sqlite --to postgres', 'migrate --from postgres --to sqlite'],
	about: 'Takes everything from the data folder to the database that DATABASE_URL names, or back. No server may run meanwhile, and where it goes must be empty. What it comes from stays as it is.',
	async run(args, settings) {
		const { from, to } = readOptions(args);
		const postgres = storageSettings(settings);
		if (postgres.kind !== 'postgres') throw new Error('Set DATABASE_URL to the PostgreSQL database, such as postgres://user:password@host:5432/linkmill.');
		const sqlite = { kind: 'sqlite', dataDir: settings.dataDir, durability: settings.durability } as const;
		const lock = lockFolder(settings.dataDir);
		try {
			await prepareStorage(sqlite);
			await prepareStorage(postgres);
			const { compared, purgedUpTo } = await alone(postgres, () => withPostgresContents(postgres, async (database) => {
				const folder = new SqliteContents(settings.dataDir, settings.durability);
				try {
					return from === 'sqlite' ? await moved({ contents: folder, settings: sqlite }, { contents: database, settings: postgres }, settings) : await moved({ contents: database, settings: postgres }, { contents: folder, settings: sqlite }, settings);
				} finally {
					folder.close();
				}
			}));
			tell(`Moved from ${from} to ${to}. There were, and there are now:\n${table(compared)}`);
			if (purgedUpTo > 0) tell(`Events up to ${String(purgedUpTo)} are purged, as they were before: reports have them as they were counted, and subscriptions that had not come so far are told of the gap.`);
			tell(to === 'postgres' ? 'Start servers with this DATABASE_URL. Keep the data folder until you are content; servers keep only the spool in theirs.' : 'Start the server without DATABASE_URL. Keep the database until you are content.');
		} finally {
			lock.release();
		}
	},
};

async function moved(from: { contents: SourceContents; settings: StorageSettings }, to: { contents: TargetContents; settings: StorageSettings }, settings: Settings) {
	if (await from.contents.isEmpty()) throw new Error(`There is nothing in the ${placeOf(from.settings)}.`);
	if (!(await to.contents.isEmpty())) throw new Error(`There is something in the ${placeOf(to.settings)} already. Name one that is empty.`);
	const side = <Contents>({ contents, settings: kept }: { contents: Contents; settings: StorageSettings }): Side<Contents> => ({ contents, storage: openStorage(kept) });
	return move(side(from), side(to), new Enricher(ownHosts(settings.baseUrl ?? serverUrl(settings))));
}

const placeOf = ({ kind }: StorageSettings) => (kind === 'postgres' ? 'database' : 'data folder');

/** @throws where a server uses the database */
async function alone<T>(postgres: PostgresSettings, work: () => Promise<T>): Promise<T> {
	const storage = openStorage(postgres);
	const tasks = TASKS.map((task) => storage.shares(task, 1));
	const hold = async () => (await Promise.all(tasks.map((task) => task.hold()))).every((held) => held.has(0));
	const holding = setInterval(() => void hold().catch(() => undefined), HOLD_MS);
	try {
		if (!(await hold())) throw new Error('A server uses the database. Stop all servers, wait ten seconds, and try again.');
		return await work();
	} finally {
		clearInterval(holding);
		for (const task of tasks) {
			await task.release();
			task.close();
		}
	}
}

function readOptions(args: string[]): { from: StorageSettings['kind']; to: StorageSettings['kind'] } {
	const { from, to } = parsed(args);
	if (from === 'sqlite' && to === 'postgres') return { from, to };
	if (from === 'postgres' && to === 'sqlite') return { from, to };
	throw new UsageError('Say from where to where: --from sqlite --to postgres, or --from postgres --to sqlite.');
}

function parsed(args: string[]): { from?: string | undefined; to?: string | undefined } {
	try {
		return parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
	} catch (error) {
		throw new UsageError((error as Error).message, { cause: error });
	}
}
