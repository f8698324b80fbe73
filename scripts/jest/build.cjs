// jest's `globalSetup`: tests run what is shipped, so what is older than its sources is built first.
const { spawnSync } = require('node:child_process');
const { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const STAMPS = path.join(ROOT, 'node_modules/.cache/linkmill');

/** What both are made of: the contract, the libraries, and how they are built. */
const SHARED = ['contract', 'icons', 'gulpfile.js', 'package-lock.json'];

/** What is built, by its gulp task. */
const BUILDS = [
	{ task: 'default', output: 'dist/nodes', sources: [...SHARED, 'nodes', 'credentials', 'tsconfig.json'] },
	{ task: 'backend', output: 'backend/dist/dashboard/dist', sources: [...SHARED, 'backend/src', 'backend/package.json', 'backend/tsconfig.json', 'backend/tsconfig.build.json', 'dashboard/src', 'dashboard/tsconfig.json', 'scripts/dashboard'] },
];

/** Milliseconds since 1970 of the last change in a file or folder; a folder changes when something in it goes. */
function changedAt(name) {
	const entry = statSync(name, { throwIfNoEntry: false });
	if (!entry) return 0;
	const inside = entry.isDirectory() ? readdirSync(name).map((child) => changedAt(path.join(name, child))) : [];
	return Math.max(entry.mtimeMs, ...inside);
}

module.exports = async function build() {
	for (const { task, output, sources } of BUILDS) {
		const stamp = path.join(STAMPS, `${task}.built`);
		const exists = changedAt(path.join(ROOT, output)) > 0;
		const changed = Math.max(...sources.map((source) => changedAt(path.join(ROOT, source))));
		if (exists && changed < changedAt(stamp)) continue;
		// As of its beginning: what is changed meanwhile is built the next time.
		const began = new Date();
		const { status } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/gulp/bin/gulp.js'), '--silent', task], { cwd: ROOT, stdio: 'inherit' });
		if (status !== 0) throw new Error(`The build of ${sources.at(-1)} failed: npx gulp ${task}`);
		mkdirSync(STAMPS, { recursive: true });
		writeFileSync(stamp, '');
		utimesSync(stamp, began, began);
	}
};
