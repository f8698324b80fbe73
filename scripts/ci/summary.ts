// `npm run ci:summary -- FOLDER`: one line for the jest results (`--json --outputFile`) in a folder.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

interface Results {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	/** Files that could not be run at all. */
	numRuntimeErrorTestSuites: number;
}

const [folder = '.'] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
const files = await readdir(folder);
for (const name of files) {
	const results = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Results;
	passed += results.numPassedTests;
	failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
	skipped += results.numPendingTests;
}
if (files.length === 0) console.log('No tests were run.');
else console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failed > 0) process.exitCode = 1;
