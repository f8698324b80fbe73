import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesOf } from '../pack/tarball.ts';

const ALLOWED = [
	/^(package\.json|README\.md|LICENSE\.md)$/,
	/^dist\/(nodes|credentials|contract|vendor)\/.+\.js$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/(nodes|icons)\/.+\.(svg|png)$/,
];

/** What code in the pack may load: n8n has it, or lets every verified node have it. */
const LOADABLE = new Set(['n8n-workflow', 'lodash', 'moment', 'p-limit', 'luxon', 'zod', 'crypto', 'node:crypto']);

/** Bytes of code; far above today's, far below what a stray dependency would bring. */
const MAX_BYTES = 1_000_000;

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
	dependencies?: Record<string, string>;
}

/** What is wrong with an unpacked pack: files that n8n does not need, files that are missing, foreign imports. */
export async function wrongContents(folder: string): Promise<string[]> {
	const files = await filesOf(folder);
	const wrong = files.filter((file) => !ALLOWED.some((allowed) => allowed.test(file))).map((file) => `not for n8n: ${file}`);
	const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
	const { nodes, credentials } = manifest.n8n;
	const needed = ['LICENSE.md', 'README.md', ...nodes, ...nodes.map((file) => file.replace(/\.js$/, '.json')), ...credentials];
	wrong.push(...needed.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`));
	if (manifest.dependencies) wrong.push('package.json has dependencies');
	let bytes = 0;
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const code = await readFile(path.join(folder, file), 'utf8');
		bytes += code.length;
		for (const [, name = ''] of code.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
			const loads = name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
			const isThere = LOADABLE.has(loads) || ['', '.js', '/index.js'].some((end) => files.includes(loads + end));
			if (!isThere) wrong.push(`${file} loads ${name}`);
		}
	}
	if (bytes > MAX_BYTES) wrong.push(`${bytes} bytes of code, more than ${MAX_BYTES}`);
	return wrong;
}
