// `npm run scan`: would n8n take the pack? Packs it, then runs n8n's scanner and strict lint on it, offline.
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packTarball, unpack } from '../pack/tarball.ts';
import { ROOT } from '../repository.ts';
import { wrongContents } from './contents.ts';
import { lintStrictly } from './strict-lint.ts';

const temporary = await mkdtemp(path.join(tmpdir(), 'linkmill-scan-'));
const unpacked = path.join(temporary, 'unpacked');

async function scan(folder: string, patterns: string[]): Promise<void> {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	if (!passed) throw new Error(`${message}\n${details ?? ''}`);
}

const CHECKS: Record<string, () => Promise<void>> = {
	'the tarball holds what n8n needs and nothing else': async () => {
		const wrong = await wrongContents(unpacked);
		if (wrong.length > 0) throw new Error(wrong.join('\n'));
	},
	"n8n's scanner passes the source": () => scan(ROOT, SOURCE_FILE_PATTERNS),
	"n8n's scanner passes the tarball": () => scan(unpacked, ['**/*.js', 'package.json']),
	"n8n's strict lint passes": async () => {
		const copy = path.join(temporary, 'copy');
		await mkdir(copy);
		await lintStrictly(copy);
	},
};

try {
	await unpack(await packTarball('pack', temporary), unpacked);
	for (const [name, check] of Object.entries(CHECKS)) {
		try {
			await check();
			console.log(`ok      ${name}`);
		} catch (error) {
			process.exitCode = 1;
			console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : String(error)}`);
		}
	}
} finally {
	await rm(temporary, { recursive: true, force: true });
}
