import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npm } from '../run.ts';
import { unpack } from './tarball.ts';

/** What n8n takes out of a package.json, so that nothing of it is installed. */
const STRIPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Options of n8n's own `npm install`. */
const OPTIONS = ['--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'];

/**
 * Installs a tarball of the pack into a folder as n8n's page "Community nodes" does (`downloadPackage` in n8n's
 * community-packages.service): unpacked, stripped of all but its dependencies, and then installed without scripts.
 */
export async function installAsN8n(tarball: string, folder: string): Promise<void> {
	await unpack(tarball, folder);
	const file = path.join(folder, 'package.json');
	const manifest = Object.entries(JSON.parse(await readFile(file, 'utf8')) as object).filter(([name]) => !STRIPPED.includes(name));
	await writeFile(file, JSON.stringify(Object.fromEntries(manifest), null, 2));
	await npm(['install', ...OPTIONS, '--silent'], { cwd: folder });
}
