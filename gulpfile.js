// `gulp` builds the node pack into dist/, `gulp backend` the backend into backend/dist/ with the dashboard, which
// `gulp dashboard` builds into dashboard/dist/.
const { src, dest, series, parallel } = require('gulp');
const { spawn } = require('node:child_process');
const { readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { Transform } = require('node:stream');

const root = __dirname;

/** Libraries that the pack carries with it: n8n verifies only packs without dependencies. */
const VENDORED = ['csv-parse', 'csv-stringify'];

/** A gulp task that runs the TypeScript compiler on a project. */
const tsc = (project) => () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project], { cwd: root, stdio: 'inherit' });

/** A gulp step that changes one file at a time. */
const each = (change) =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			try {
				change(file);
				done(null, file);
			} catch (error) {
				done(error);
			}
		},
	});

const cleanPack = async () => rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const icons = () => src('icons/**/*.{svg,png}', { encoding: false, allowEmpty: true }).pipe(dest('dist/icons'));
const nodeIcons = () =>
	src('nodes/**/*.{svg,png}', { encoding: false, allowEmpty: true }).pipe(dest('dist/nodes'));
const codex = () => src('nodes/**/*.node.json', { allowEmpty: true }).pipe(dest('dist/nodes'));

// Their `sync` bundles are self-contained CommonJS: copied, with the licence in front, instead of declared.
const vendor = () =>
	src(VENDORED.map((name) => `node_modules/${name}/dist/cjs/sync.cjs`))
		.pipe(
			each((file) => {
				const name = VENDORED.find((vendored) => file.path.includes(`${path.sep}${vendored}${path.sep}`));
				const folder = path.join(root, 'node_modules', name);
				const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
				const licence = readFileSync(path.join(folder, 'LICENSE'), 'utf8').trim().replaceAll('*/', '* /');
				file.base = path.join(root, 'dist', 'vendor');
				file.path = path.join(file.base, `${name}-sync.js`);
				file.contents = Buffer.from(`/*! ${name} ${version}\n\n${licence}\n*/\n${file.contents}`);
			}),
		)
		.pipe(dest('dist/vendor'));

const relink = () =>
	src('dist/{nodes,credentials}/**/*.js', { allowEmpty: true })
		.pipe(
			each((file) => {
				const code = file.contents.toString().replace(/require\("(csv-[a-z]+)\/sync"\)/g, (_call, name) => {
					const target = path.relative(path.dirname(file.path), path.join(root, 'dist/vendor', `${name}-sync.js`));
					return `require("${target.split(path.sep).join('/')}")`;
				});
				file.contents = Buffer.from(code);
			}),
		)
		.pipe(dest((file) => file.base));

const cleanBackend = async () => rmSync(path.join(root, 'backend/dist'), { recursive: true, force: true });
const backendAssets = () =>
	src(['backend/src/**/*', '!backend/src/**/*.ts'], { encoding: false, nodir: true, allowEmpty: true }).pipe(
		dest('backend/dist/backend/src'),
	);
// The page at /docs shows it.
const backendIcon = () => src('icons/linkmill.svg', { encoding: false }).pipe(dest('backend/dist/icons'));

const dashboard = async () => (await import('./scripts/dashboard/build.ts')).buildDashboard();
const builtDashboard = () => src('dashboard/dist/**/*', { encoding: false, nodir: true }).pipe(dest('backend/dist/dashboard/dist'));

exports.default = series(cleanPack, tsc('tsconfig.json'), parallel(icons, nodeIcons, codex, vendor), relink);
exports.dashboard = dashboard;
exports.backend = series(cleanBackend, parallel(tsc('backend/tsconfig.build.json'), dashboard), parallel(backendAssets, backendIcon, builtDashboard));
