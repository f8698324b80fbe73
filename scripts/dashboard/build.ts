// The dashboard's sources into `dashboard/dist/`: bundled, minified, split by page, compressed.
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Metafile, type PluginBuild } from 'esbuild';
import { ROOT } from '../repository.ts';
import { pageOf } from './page.ts';

const DASHBOARD = path.join(ROOT, 'dashboard');
const DIST = path.join(DASHBOARD, 'dist');
const ASSETS = path.join(DIST, 'assets');

/** Where the server serves the assets. */
const PUBLIC_PATH = '/_/assets/';

/** Entry points: the script, and all style sheets as one, so that no page is shown before its style is there. */
const ENTRIES = { script: path.join(DASHBOARD, 'src/main.tsx'), style: 'dashboard.css' };

/** Builds the dashboard anew. The one before stays until the new one is whole. */
export async function buildDashboard(): Promise<void> {
	const { metafile, outputFiles } = await build({
		entryPoints: [
			{ in: ENTRIES.script, out: 'main' },
			{ in: ENTRIES.style, out: 'main' },
			{ in: path.join(ROOT, 'icons/linkmill.svg'), out: 'linkmill' },
		],
		bundle: true,
		splitting: true,
		minify: true,
		format: 'esm',
		target: ['chrome123', 'firefox123', 'safari17.5'],
		tsconfig: path.join(DASHBOARD, 'tsconfig.json'),
		absWorkingDir: ROOT,
		outdir: ASSETS,
		entryNames: '[name]-[hash]',
		chunkNames: '[name]-[hash]',
		assetNames: '[name]-[hash]',
		publicPath: PUBLIC_PATH,
		loader: { '.svg': 'copy' },
		banner: { js: `/*! With open source inside: ${PUBLIC_PATH}licences.txt */` },
		legalComments: 'none',
		define: { 'process.env.NODE_ENV': '"production"' },
		metafile: true,
		write: false,
		plugins: [{ name: 'style-sheets', setup: allStyleSheets }],
	});
	const next = `${DIST}-${String(process.pid)}`;
	const licences = { path: path.join(ASSETS, 'licences.txt'), contents: Buffer.from(licencesOf(metafile)) };
	for (const { path: file, contents } of [...outputFiles, licences]) await writeCompressed(path.join(next, path.relative(DIST, file)), contents);
	await writeFile(path.join(next, 'index.html'), pageOf(metafile, PUBLIC_PATH));
	await rm(DIST, { recursive: true, force: true });
	await rename(next, DIST);
}

/** The sheet that imports all others. Their order does not matter: they are in layers. */
function allStyleSheets({ onResolve, onLoad }: PluginBuild): void {
	onResolve({ filter: new RegExp(`^${ENTRIES.style}$`) }, () => ({ path: ENTRIES.style, namespace: 'all' }));
	onLoad({ filter: /.*/, namespace: 'all' }, () => {
		const sheets = globSync('src/**/*.css', { cwd: DASHBOARD }).map((file) => file.split(path.sep).join('/')).sort();
		return { loader: 'css', resolveDir: DASHBOARD, contents: ['@layer tokens, base, ui, shell, pages;', ...sheets.map((sheet) => `@import "./${sheet}";`)].join('\n') };
	});
}

/** Writes a file and beside it its compressed forms. */
async function writeCompressed(file: string, contents: Uint8Array): Promise<void> {
	await mkdir(path.dirname(file), { recursive: true });
	const brotli = await promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } });
	await Promise.all([
		writeFile(file, contents),
		writeFile(`${file}.br`, brotli),
		writeFile(`${file}.gz`, await promisify(gzip)(contents, { level: 9 })),
	]);
}

/** The licences of what is in the bundle: they ask to go along with it. */
function licencesOf({ inputs }: Metafile): string {
	const packages = new Set(Object.keys(inputs).flatMap((file) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
	return [...packages].sort().map((name) => {
		const folder = path.join(ROOT, 'node_modules', name);
		const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
		const [licence] = globSync('LICEN[CS]E*', { cwd: folder });
		if (!licence) throw new Error(`${name} comes without its licence`);
		return `${name} ${version}\n\n${readFileSync(path.join(folder, licence), 'utf8').trim()}\n`;
	}).join(`\n${'-'.repeat(72)}\n\n`);
}
