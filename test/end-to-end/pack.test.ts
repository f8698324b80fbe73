/** The pack as n8n gets it: what its tarball holds, and that it loads and runs where n8n's GUI has installed it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installAsN8n } from '../../scripts/pack/install.ts';
import { filesOf, packTarball } from '../../scripts/pack/tarball.ts';
import { ROOT } from '../../scripts/repository.ts';
import { wrongContents } from '../../scripts/scan/contents.ts';
import { startBackend } from '../support/backend.ts';

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

let folder: string;
let installed: string;
let manifest: Manifest & Record<string, unknown>;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'linkmill-pack-'));
	installed = path.join(folder, 'node_modules/n8n-nodes-linkmill');
	await installAsN8n(await packTarball('pack', folder), installed);
	manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as typeof manifest;
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

it('holds what n8n needs and nothing else', async () => {
	expect(await wrongContents(installed)).toEqual([]);
	const ofCode = (await filesOf(installed)).filter((file) => !/^(dist\/(nodes|contract)\/.+\.js|dist\/nodes\/.+\.node\.json)$/.test(file));
	expect(ofCode).toEqual([
		'LICENSE.md',
		'README.md',
		'dist/credentials/LinkmillApi.credentials.js',
		'dist/icons/linkmill.dark.svg',
		'dist/icons/linkmill.svg',
		'dist/vendor/csv-parse-sync.js',
		'dist/vendor/csv-stringify-sync.js',
		'package.json',
	]);
});

it('brings no other package along', () => {
	expect(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].filter((name) => name in manifest)).toEqual([]);
	expect(existsSync(path.join(installed, 'node_modules'))).toBe(false);
});

it('has every node and credential that it lists', () => {
	const { nodes, credentials } = manifest.n8n;
	expect([nodes.length, credentials.length]).toEqual([7, 1]);
	expect([...nodes, ...credentials].filter((file) => !existsSync(path.join(installed, file)))).toEqual([]);
});

it('is loaded by n8n and makes a link', async () => {
	const backend = await startBackend();
	try {
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[path.join(ROOT, 'test/end-to-end/pack-in-engine.ts'), installed, backend.url, backend.key],
			{ cwd: ROOT, env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') } },
		);
		expect(JSON.parse(stdout)).toEqual({ items: [expect.objectContaining({ slug: 'installed', short_url: `${backend.url}/installed`, result: 'created' })] });
	} finally {
		await backend.stop();
	}
}, 60_000);
