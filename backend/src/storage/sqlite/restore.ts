import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MANIFEST, type Manifest } from './backup.ts';
import { Database, type Durability } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { dataFiles, RESTORING, segmentsIn } from './segments.ts';
import { prepareDataFolder } from './storage.ts';

/** What the lock leaves in a folder: not data. */
const LOCK_FILES = ['lock.db', 'lock.db-journal', 'owner'];

/**
 * Makes a data folder from a backup. The log begins a new epoch, so that no id is given again that the original gave after the
 * backup; outbox events of `links.db` that are not in the log yet are still copied, and new ones get ids that the log's mark is
 * below (both happen in every {@link prepareDataFolder}).
 *
 * Everything is made and checked in a folder within the target, and moved up at the end; a server does not start beside it.
 *
 * @throws where `from` is no complete backup or `to` holds data or is in use; `to` is then as it was
 */
export function restoreDataFolder(from: string, to: string, durability: Durability): Manifest {
	const manifest = readManifest(from);
	const before = existsSync(to) ? readdirSync(to) : undefined;
	const lock = lockFolder(to);
	const clear = () => {
		for (const name of readdirSync(to)) if (!LOCK_FILES.includes(name)) rmSync(join(to, name), { recursive: true });
	};
	try {
		// Where an interrupted restore has left its folder, all else beside it came from there as well.
		if (before?.includes(RESTORING)) clear();
		if (readdirSync(to).some((name) => !LOCK_FILES.includes(name))) {
			throw new NotEmptyError(`${to} is not empty. Restore into a folder that is, or that does not exist yet.`);
		}
		const staging = join(to, RESTORING);
		copyFiles(from, staging, manifest);
		manifest.files.filter((name) => name.endsWith('.db')).forEach((name) => check(join(staging, name)));
		prepareDataFolder(staging, durability);
		raiseVersions(staging, manifest.links_at, durability);
		for (const name of readdirSync(staging)) renameSync(join(staging, name), join(to, name));
		rmSync(staging, { recursive: true });
		return manifest;
	} catch (error) {
		if (!(error instanceof NotEmptyError)) clear();
		for (const name of LOCK_FILES) if (!before?.includes(name)) rmSync(join(to, name), { force: true });
		if (!before) rmSync(to, { recursive: true });
		throw error;
	} finally {
		lock.release();
	}
}

class NotEmptyError extends Error {}

function readManifest(folder: string): Manifest {
	const path = join(folder, MANIFEST);
	if (!existsSync(path)) throw new Error(`${folder} holds no complete backup: ${MANIFEST}, which is written last, is missing.`);
	const manifest = JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown };
	if (manifest.format !== 1) throw new Error(`The backup in ${folder} was made by a newer version of linkmill; restore it with that version.`);
	return manifest as Manifest;
}

function copyFiles(from: string, to: string, { files }: Manifest): void {
	mkdirSync(to, { mode: 0o700 });
	for (const name of files) {
		if (!existsSync(join(from, name))) throw new Error(`The backup in ${from} is damaged: ${name} is missing.`);
		mkdirSync(dirname(join(to, name)), { recursive: true, mode: 0o700 });
		copyFileSync(join(from, name), join(to, name));
	}
}

/** @throws where SQLite finds the file damaged */
function check(path: string): void {
	let found: unknown;
	try {
		const database = new Database(path, { access: 'write', durability: 'process' });
		found = database.get('PRAGMA quick_check')?.['quick_check'];
		database.close();
	} catch (error) {
		found = (error as Error).message;
	}
	if (found !== 'ok') throw new Error(`The backup is damaged: ${path.split(RESTORING)[1] ?? path}: ${String(found)}`);
}

/**
 * Links were copied a moment before the log, which may know later versions of them. Those numbers are taken: a change after the
 * restore must not give them to something else.
 */
function raiseVersions(folder: string, linksAt: number, durability: Durability): void {
	const files = dataFiles(folder);
	const links = new Database(files.links, { access: 'write', durability });
	links.transaction(() => {
		for (const segment of segmentsIn(files.log)) {
			const log = new Database(join(files.log, segment.name), { access: 'write', durability });
			const seen = log.all('SELECT link_id, max(link_version) AS version FROM events WHERE position > ? GROUP BY link_id', linksAt);
			for (const row of seen) links.run('UPDATE links SET version = max(version, ?) WHERE id = ?', row['version'] ?? 0, row['link_id'] ?? 0);
			log.close();
		}
	});
	links.close();
}
