import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Beside `backend/` in the repository, and beside it in what is published: made by `npm run build:dashboard`. */
const BUILT = new URL('../../../dashboard/dist/', import.meta.url);

/** A file of the dashboard, in each form that it can be sent. */
export interface BuiltFile {
	type: string;
	/** By content coding (RFC 9110, 8.4.1); the smallest first. */
	forms: ReadonlyArray<{ coding: 'br' | 'gzip' | undefined; bytes: Buffer }>;
	/** Strong, without quotes: of what is sent uncompressed. */
	etag: string;
}

/** What the build has made. */
export interface BuiltDashboard {
	/** The page without its theme, in which `<html` occurs once. */
	page: string;
	/** By name. A name holds a hash, so what it stands for never changes. */
	assets: ReadonlyMap<string, BuiltFile>;
}

const TYPES: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
};

/** Reads what the build has made: some hundred kilobytes, which stay in memory. Undefined where it has not been built. */
export function readDashboard(folder: URL = BUILT): BuiltDashboard | undefined {
	try {
		const page = readFileSync(new URL('index.html', folder), 'utf8');
		const assets = new URL('assets/', folder);
		const names = readdirSync(assets).filter((name) => extname(name) in TYPES);
		return { page, assets: new Map(names.map((name) => [name, readAsset(name, assets)])) };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

/** A text as a file that is compressed here, once. */
export function fileOf(text: string, type: string): BuiltFile {
	const bytes = Buffer.from(text);
	return { type, etag: etagOf(bytes), forms: [{ coding: 'br', bytes: brotliCompressSync(bytes) }, { coding: 'gzip', bytes: gzipSync(bytes) }, { coding: undefined, bytes }] };
}

/** The smallest form that a client takes (RFC 9110, 12.5.3). */
export function formFor({ forms }: BuiltFile, accepted: string | undefined): BuiltFile['forms'][number] {
	const codings = new Set((accepted ?? '').split(',').flatMap((item) => {
		const [coding, quality] = item.split(';').map((part) => part.trim().toLowerCase());
		return coding === undefined || /^q=0(\.0*)?$/.test(quality ?? '') ? [] : [coding];
	}));
	const form = forms.find(({ coding }) => coding === undefined || codings.has(coding));
	if (!form) throw new Error('A file has no plain form');
	return form;
}

function readAsset(name: string, folder: URL): BuiltFile {
	const bytes = readFileSync(new URL(name, folder));
	return {
		type: TYPES[extname(name)] ?? 'application/octet-stream',
		etag: etagOf(bytes),
		forms: [
			{ coding: 'br', bytes: readFileSync(new URL(`${name}.br`, folder)) },
			{ coding: 'gzip', bytes: readFileSync(new URL(`${name}.gz`, folder)) },
			{ coding: undefined, bytes },
		],
	};
}

function etagOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
