import { readFileSync } from 'node:fs';

/** Where `package.json` lies from here: the source, or the compiled file two folders deeper. */
const CANDIDATES = ['../package.json', '../../../package.json'];

/** The version of this package. */
export const VERSION: string = readVersion();

function readVersion(): string {
	for (const candidate of CANDIDATES) {
		try {
			const manifest = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8')) as { name?: string; version?: string };
			if (manifest.name === 'linkmill' && manifest.version) return manifest.version;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
	}
	throw new Error('package.json of linkmill is missing');
}
