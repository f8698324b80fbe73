import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { npm } from '../run.ts';

/** The n8n that the pack is tested in and shown with. Upgrading is a change of this line. */
export const N8N_VERSION = '2.41.1';

/** Where n8n is kept between runs, outside the repository: it is 2.7 GB and belongs to no checkout. */
export const cacheFolder = () =>
	path.resolve(
		process.env['LINKMILL_N8N_CACHE'] ??
			path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'linkmill', `n8n-${N8N_VERSION}`),
	);

/** n8n's program, installed first where the cache does not hold it whole. The first time takes some minutes. */
export async function n8nProgram(): Promise<string> {
	const folder = cacheFolder();
	const missing = await incomplete(folder);
	if (missing !== undefined) {
		if (existsSync(folder)) console.log(`n8n in ${folder} is not complete (${missing}); installing it again`);
		await install(folder);
	}
	return path.join(folder, 'node_modules/n8n/bin/n8n');
}

/** What a cache lacks, or undefined when it is whole: every package that npm wrote down is there. */
async function incomplete(folder: string): Promise<string | undefined> {
	const list = path.join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(list)) return 'no list of packages';
	const { packages } = JSON.parse(await readFile(list, 'utf8')) as { packages: Record<string, { version?: string }> };
	const version = packages['node_modules/n8n']?.version;
	if (version !== N8N_VERSION) return `n8n is ${version ?? 'not there'}`;
	return Object.keys(packages).find((name) => !existsSync(path.join(folder, name, 'package.json')));
}

/** Installs beside the cache and renames, so that an interrupted install never looks like a whole one. */
async function install(folder: string): Promise<void> {
	const unfinished = `${folder}.${process.pid}.unfinished`;
	console.log(`Installing n8n ${N8N_VERSION} into ${folder}: 2.7 GB, once, about four minutes`);
	await sweep(folder);
	await mkdir(unfinished, { recursive: true });
	const begin = Date.now();
	const progress = setInterval(() => console.log(`  … ${Math.round((Date.now() - begin) / 1000)} s`), 10_000);
	try {
		await writeFile(path.join(unfinished, 'package.json'), JSON.stringify(await manifest(), null, '\t'));
		// Install scripts would ask for a compiler (SQLite, isolated-vm), which n8n on PostgreSQL does not need.
		await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: unfinished });
		await rm(folder, { recursive: true, force: true });
		await rename(unfinished, folder);
	} finally {
		clearInterval(progress);
		await rm(unfinished, { recursive: true, force: true });
	}
}

/** Removes what installs that were killed have left. */
async function sweep(folder: string): Promise<void> {
	for (const name of await readdir(path.dirname(folder)).catch(() => [])) {
		const pid = /\.(\d+)\.unfinished$/.exec(name)?.[1];
		if (pid && !isAlive(Number(pid))) await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** n8n alone. Registries that lack `cssomnom`, a fork of cssom that jsdom uses, get cssom itself. */
async function manifest() {
	const known = await npm(['pack', 'cssomnom', '--dry-run'], { stdio: 'ignore' }).then(
		() => true,
		() => false,
	);
	return {
		name: 'linkmill-n8n',
		private: true,
		dependencies: { n8n: N8N_VERSION },
		...(known ? {} : { overrides: { cssomnom: 'npm:cssom@0.5.0' } }),
	};
}
