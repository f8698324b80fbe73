import { readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../repository.ts';
import { node, npm, run } from '../run.ts';

/** The packages of this repository: the node pack at its root, and the backend. */
export const PACKAGES = {
	pack: { folder: ROOT, task: 'default' },
	backend: { folder: path.join(ROOT, 'backend'), task: 'backend' },
} as const;

/** Cleans, builds and packs a package; the path of its tarball in `destination`. */
export async function packTarball(name: keyof typeof PACKAGES, destination: string): Promise<string> {
	const { folder, task } = PACKAGES[name];
	await mkdir(destination, { recursive: true });
	await node(path.join(ROOT, 'node_modules/gulp/bin/gulp.js'), [task, '--silent']);
	// npm's own environment would make it look at the repository's root from the backend's folder.
	await npm(['pack', '--silent', '--pack-destination', destination], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
	return path.join(destination, `${manifest.name}-${manifest.version}.tgz`);
}

/** Unpacks a tarball of npm's into a folder, which then holds the package.json. */
export async function unpack(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

/** Every file under a folder, relative to it, with forward slashes, sorted. */
export async function filesOf(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
		.sort();
}
