import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Database } from './database.ts';
import { tailOf } from './log-tail.ts';
import { dataFiles, segmentsIn } from './segments.ts';

/** Written last: a folder without it holds no complete backup. */
export const MANIFEST = 'backup.json';

/** Files of a data folder beside its databases that a restored one needs too. */
export const PLAIN_FILES = ['visitor-salt.json', 'admin.key'];

/** What a backup says of itself. */
export interface Manifest {
	format: 1;
	/** RFC 3339 UTC. */
	made_at: string;
	/** Position of the last event in the log when `links.db` was copied. */
	links_at: number;
	/** Position of the last event in the copy of the log. */
	log_at: number;
	/** What the backup holds, with forward slashes. */
	files: string[];
}

/**
 * Copies a data folder that a server may be using. The order of the files is what makes the copy good: nothing that refers to a
 * position of the log is newer than the log, which is copied last; what remembers first clicks is no older than what was
 * decided with it; and `links.db` comes just before the log, so that few events are of links or versions that it lacks.
 *
 * @throws where `to` is not empty, or `from` holds no data; `to` is then as it was
 */
export async function backupDataFolder(from: string, to: string, now = new Date()): Promise<Manifest> {
	const files = dataFiles(from);
	if (!existsSync(files.links)) throw new Error(`There is no data in ${from}.`);
	const existed = existsSync(to);
	if (existed && readdirSync(to).length > 0) throw new Error(`${to} is not empty. Name a folder that is, or that does not exist yet.`);
	try {
		const begin = beginOf(files.log);
		const plain = PLAIN_FILES.filter((name) => existsSync(join(from, name)));
		mkdirSync(to, { recursive: true, mode: 0o700 });
		for (const name of plain) copyFileSync(join(from, name), join(to, name));
		const enriched = segmentsIn(files.enriched).map((segment) => join(files.enriched, segment.name));
		const derived = await copyAll(from, to, [files.analytics, files.deliveries, ...enriched, files.firstClicks]);
		const linksAt = tailOf(files.log)?.position ?? 0;
		const links = await copyAll(from, to, [files.links]);
		const log = await copyAll(from, to, segmentsIn(files.log).map((segment) => join(files.log, segment.name)));
		const purged = beginOf(files.log) === begin ? new Set() : dropPurged(beginOf(files.log), to);
		const manifest: Manifest = {
			format: 1,
			made_at: now.toISOString(),
			links_at: linksAt,
			log_at: tailOf(dataFiles(to).log)?.position ?? 0,
			files: [...plain, ...derived, ...links, ...log].filter((name) => !purged.has(name)),
		};
		removeJournals(to);
		writeFileSync(join(to, MANIFEST), `${JSON.stringify(manifest, undefined, '\t')}\n`, { flush: true });
		return manifest;
	} catch (error) {
		if (existed) for (const name of readdirSync(to)) rmSync(join(to, name), { recursive: true, force: true });
		else rmSync(to, { recursive: true, force: true });
		throw error;
	}
}

/** Bytes of all that a backup holds. */
export function bytesOf(folder: string, { files }: Manifest): number {
	return files.reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);
}

/**
 * Days that were purged while the rest was copied go from the copy too: of the older ones it may lack some, and of one its other half.
 * Returns their names within the folder.
 *
 * @throws where the rollups were copied before they had counted what is gone now
 */
function dropPurged(begin: number, to: string): ReadonlySet<string> {
	const files = dataFiles(to);
	const analytics = new Database(files.analytics, { access: 'read' });
	const counted = analytics.get('SELECT position FROM cursor')?.['position'] as number;
	analytics.close();
	if (begin - 1 > counted) throw new Error('The log dropped old days while it was copied that the copy of the reports has not counted. Run the backup again.');
	const names = (['log', 'enriched'] as const).flatMap((folder) => segmentsIn(files[folder]).flatMap(({ first, name }) => (first < begin ? [`${folder}/${name}`] : [])));
	for (const name of names) rmSync(join(to, name));
	return new Set(names);
}

/** Position of the first event in a log. */
function beginOf(folder: string): number {
	return segmentsIn(folder)[0]?.first ?? 0;
}

/** Copies each as it is at one moment, but for those that are gone by then. Resolves with their names within the folder. */
async function copyAll(from: string, to: string, paths: string[]): Promise<string[]> {
	const names: string[] = [];
	for (const path of paths) {
		const folder = relative(from, dirname(path));
		mkdirSync(join(to, folder), { recursive: true, mode: 0o700 });
		const database = openKept(path);
		if (!database) continue;
		try {
			await database.copyTo(join(to, folder, basename(path)));
		} finally {
			database.close();
		}
		names.push([folder, basename(path)].filter((part) => part !== '').join('/'));
	}
	return names;
}

/** Undefined where the file has been purged. */
function openKept(path: string): Database | undefined {
	try {
		return new Database(path, { access: 'read' });
	} catch (error) {
		if (existsSync(path)) throw error;
		return undefined;
	}
}

/** Reading the copy's tail has left an empty write-ahead file beside it. */
function removeJournals(folder: string): void {
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (/\.db-(wal|shm)$/.test(name)) rmSync(join(folder, name));
	}
}
