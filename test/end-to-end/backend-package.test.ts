/** The backend as others get it: installed from its tarball in an empty folder, started by its bin. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answers } from '../../scripts/child.ts';
import { filesOf, packTarball, unpack } from '../../scripts/pack/tarball.ts';
import { freePort } from '../../scripts/ports.ts';
import { npm } from '../../scripts/run.ts';
import { eventually } from './eventually.ts';

let folder: string;
let tarball: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'linkmill-package-'));
	tarball = await packTarball('backend', folder);
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the package may hold: code, the statements of its databases, the picture of the page at /docs, the dashboard in each form that it is sent in. */
const KINDS = [/^(package\.json|README\.md|LICENSE\.md)$/, /^dist\/(backend\/src|contract)\/.+\.js$/, /^dist\/backend\/src\/storage\/.+\.sql$/, /^dist\/icons\/linkmill\.svg$/, /^dist\/dashboard\/dist\/(index\.html|assets\/[\w-]+\.(js|css|svg|txt)(\.br|\.gz)?)$/];

it('holds JavaScript and what it reads, no sources', async () => {
	const unpacked = path.join(folder, 'unpacked');
	await unpack(tarball, unpacked);
	const files = await filesOf(unpacked);
	expect(files.filter((file) => !KINDS.some((kind) => kind.test(file)))).toEqual([]);
	for (const kind of KINDS) expect(files).toContainEqual(expect.stringMatching(kind));
	expect(files).toContain('LICENSE.md');
	const manifest = JSON.parse(await readFile(path.join(unpacked, 'package.json'), 'utf8')) as { bin: Record<string, string>; engines: object; license: string };
	expect(manifest).toMatchObject({ engines: { node: '>=24' }, license: 'MIT' });
	expect(files).toContain(manifest.bin['linkmill']);
});

it('installs in an empty folder, starts, and makes a link', async () => {
	const home = path.join(folder, 'home');
	await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
	await npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', tarball], { cwd: folder });
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const apiKey = 'lmk_for-the-test-of-the-package-only-0123456789';
	const bin = path.join(folder, 'node_modules/.bin');
	const child = spawn(path.join(bin, 'linkmill'), [], {
		cwd: folder,
		stdio: 'inherit',
		env: {
			...process.env,
			// As `npx linkmill` sets it: the package brings its own Node.js.
			PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
			LINKMILL_PORT: String(port),
			LINKMILL_DATA_DIR: home,
			LINKMILL_API_KEY: apiKey,
		},
	});
	const ended = once(child, 'exit');
	try {
		await eventually('/healthz', async () => ((await answers(`${url}/healthz`).catch(() => false)) ? true : undefined));
		const response = await fetch(`${url}/v1/links`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify({ destination: 'https://example.com/', slug: 'packed' }),
		});
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({ slug: 'packed', short_url: `${url}/packed` });
		const page = await fetch(`${url}/docs/static/theme/linkmill.svg`);
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
		const dashboard = await (await fetch(url)).text();
		const [script] = /\/_\/assets\/main-\w+\.js/.exec(dashboard) ?? [];
		expect((await fetch(url + String(script))).status).toBe(200);
		const visit = await fetch(`${url}/packed`, { redirect: 'manual' });
		expect([visit.status, visit.headers.get('location')]).toEqual([302, 'https://example.com/']);
	} finally {
		child.kill('SIGTERM');
		expect(await ended).toEqual([0, null]);
	}
}, 300_000);
