import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Database, newestVersion, newerSchema } from './database.ts';
import { dataFiles, RESTORING, segmentsIn } from './segments.ts';

/** What was found in a data folder. */
export interface Inspection {
	/** How many databases there are. */
	files: number;
	/** Sentences; none where all is well. */
	problems: string[];
	/** Names of databases that the next start brings to this version's schema. Days of the log stay as they are. */
	older: string[];
}

/** Reads every database of a data folder from end to end. Writes nothing; a server may be using it. */
export function inspectDataFolder(folder: string): Inspection {
	const files = dataFiles(folder);
	const segments = (path: string) => (existsSync(path) ? segmentsIn(path).map((segment) => join(path, segment.name)) : []);
	const databases = [
		{ path: files.links, schema: 'links' },
		{ path: files.analytics, schema: 'analytics' },
		{ path: files.search, schema: 'search' },
		{ path: files.deliveries, schema: 'deliveries' },
		{ path: files.firstClicks, schema: 'first-clicks' },
		...segments(files.log).map((path) => ({ path, schema: 'segment' })),
		...segments(files.enriched).map((path) => ({ path, schema: 'enriched' })),
	].filter(({ path }) => existsSync(path));
	const problems = databases.flatMap(({ path, schema }) => problemOf(path, schema).map((problem) => `${relative(folder, path)}: ${problem}`));
	if (existsSync(join(folder, RESTORING))) problems.unshift('A restore was interrupted. Run `linkmill restore` again.');
	const lasting = databases.filter(({ schema }) => problems.length === 0 && schema !== 'segment' && schema !== 'enriched');
	const older = lasting.filter(({ path, schema }) => versionOf(path) < newestVersion(schema)).map(({ path }) => relative(folder, path));
	return { files: databases.length, problems, older };
}

function versionOf(path: string): number {
	const database = new Database(path, { access: 'read' });
	const version = Number(database.get('PRAGMA user_version')?.['user_version']);
	database.close();
	return version;
}

function problemOf(path: string, schema: string): string[] {
	try {
		const database = new Database(path, { access: 'read' });
		try {
			const version = Number(database.get('PRAGMA user_version')?.['user_version']);
			if (version > newestVersion(schema)) return [newerSchema(schema, version)];
			const found = database.get('PRAGMA quick_check')?.['quick_check'];
			return found === 'ok' ? [] : [String(found)];
		} finally {
			database.close();
		}
	} catch (error) {
		return [(error as Error).message];
	}
}
