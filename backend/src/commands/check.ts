import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Rebuild } from '../analytics/rebuild.ts';
import { storageSettings, type Settings } from '../config.ts';
import { FolderInUseError, lockFolder, type FolderLock } from '../storage/sqlite/folder-lock.ts';
import { inspectDataFolder } from '../storage/sqlite/inspect.ts';
import { openStorage } from '../storage/open.ts';
import { postgresVersion } from '../storage/postgres/storage.ts';
import type { PostgresSettings } from '../storage/settings.ts';
import { sqliteStorage } from '../storage/sqlite/storage.ts';
import { HOLD_MS } from '../threads/task.ts';
import type { Storage } from '../storage/storage.ts';
import { tell, UsageError, type Command } from './command.ts';

/** Events counted in one go. */
const CHUNK = 5000;

/** `linkmill check` */
export const check: Command = {
	usage: ['check'],
	about: 'Checks settings and data folder, and, where no server runs, whether the reports agree with the log. Changes nothing.',
	async run(args, settings) {
		if (args.length > 0) throw new UsageError('check takes no arguments.');
		// Settings that cannot be read have ended the process before.
		tell(`The settings are good: ${settings.host}:${String(settings.port)}, data in ${settings.databaseUrl === undefined ? `${resolve(settings.dataDir)}, durability ${settings.durability}` : 'PostgreSQL'}.`);
		const kept = storageSettings(settings);
		if (kept.kind === 'postgres') {
			tell(await inDatabase(kept));
			return;
		}
		const exists = existsSync(settings.dataDir);
		const writable = exists ? settings.dataDir : nearestFolder(resolve(settings.dataDir));
		try {
			accessSync(writable, constants.W_OK);
		} catch (error) {
			throw new Error(`${writable} cannot be written to by this user.`, { cause: error });
		}
		if (!exists) {
			tell('The data folder does not exist yet; the first start makes it.');
			return;
		}
		const { files, problems, older } = inspectDataFolder(settings.dataDir);
		if (problems.length > 0) throw new Error(problems.join('\n'));
		tell(files === 0 ? 'The data folder holds no data yet.' : `The data folder is sound: ${String(files)} databases.`);
		if (files > 0) tell(older.length > 0 ? `An earlier version wrote ${older.join(', ')}: the reports can be compared with the log once the server has been started.` : await compared(settings));
	},
};

/** @throws where the database cannot be used, or with every difference */
async function inDatabase(kept: PostgresSettings): Promise<string> {
	const version = await postgresVersion(kept);
	if (version === 0) return 'The database can be reached and holds no data yet; the first start makes its tables.';
	const storage = openStorage(kept);
	const shares = storage.shares('reader', 1);
	try {
		if (!(await shares.hold()).has(0)) return 'The database can be reached. The reports were not compared with the log: a server counts. Stop all servers and check again.';
		const holding = setInterval(() => void shares.hold(), HOLD_MS);
		return `The database is sound. ${await recounted(storage).finally(() => { clearInterval(holding); })}`;
	} finally {
		await shares.release();
		shares.close();
	}
}

/** @throws with every difference */
async function compared({ dataDir, durability }: Settings): Promise<string> {
	let lock: FolderLock;
	try {
		lock = lockFolder(dataDir);
	} catch (error) {
		if (!(error instanceof FolderInUseError)) throw error;
		return `The reports were not compared with the log: process ${error.owner} has the folder. Stop the server and check again.`;
	}
	try {
		return await recounted(sqliteStorage(dataDir, durability));
	} finally {
		lock.release();
	}
}

async function recounted(storage: Storage): Promise<string> {
	const [reader, links, writer] = [storage.eventReader(), storage.linkReader(), storage.analyticsWriter()];
	try {
		// A server that was killed may have left events that are not counted yet: the next start counts them.
		const upTo = await writer.cursor();
		const enriched = async (after: number, limit: number) => (await reader.enriched(after, limit)).filter(({ position }) => position <= upTo);
		const events = { enriched, logged: reader.logged.bind(reader), head: reader.head.bind(reader) };
		const differences = await new Rebuild({ events, writer, links }).check(CHUNK);
		if (differences.length === 0) return `The reports agree with the log, up to event ${String(upTo)}.`;
		throw new Error(`The reports do not agree with the log; \`linkmill rebuild-analytics\` makes them anew.\n${differences.join('\n')}`);
	} finally {
		for (const open of [reader, links, writer]) open.close();
	}
}

function nearestFolder(path: string): string {
	return existsSync(path) ? path : nearestFolder(dirname(path));
}
