import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answers, startChild } from './child.ts';
import { N8nInstance } from './n8n/instance.ts';
import { secretsIn } from './n8n/secrets.ts';
import { provideCredential, type CredentialReference } from './n8n/workflows.ts';
import { packTarball } from './pack/tarball.ts';
import { freePort } from './ports.ts';
import { ROOT } from './repository.ts';

const EXAMPLES = path.join(ROOT, 'examples');

export interface StackOptions {
	/** The backend's data folder; n8n's is `n8n` in it. */
	folder: string;
	/** Free ones unless given. */
	ports?: { backend: number; n8n: number };
	/** Folder in which workflows may read and write files; the examples' unless given. */
	files?: string;
	env?: NodeJS.ProcessEnv;
}

/** The backend and a real n8n, side by side, with the packed pack and a credential for that backend. */
export interface Stack {
	n8n: N8nInstance;
	/** Of the backend, without a slash at the end. */
	url: string;
	apiKey: string;
	credential: CredentialReference;
	files: string;
	startBackend(): Promise<void>;
	stopBackend(): Promise<void>;
	/** Ends the backend as a crash does. */
	killBackend(): Promise<void>;
	/** Resolves to a sentence when one of the two has ended although nobody stopped it. */
	broken: Promise<string>;
	/** Stops n8n, its database and the backend, in this order. */
	close(): Promise<void>;
}

/** A stack in a temporary folder, on free ports unless given; nothing is left of it after `close`, `files` included. */
export async function openTemporaryStack(options: Omit<StackOptions, 'folder'> = {}): Promise<Stack> {
	const folder = await mkdtemp(path.join(tmpdir(), 'linkmill-stack-'));
	const files = options.files ?? path.join(folder, 'files');
	await cp(EXAMPLES, files, { recursive: true }); // workflows write there
	const stack = await openStack({ ...options, folder, files });
	const close = async () => {
		await stack.close();
		for (const one of [stack.n8n.database, folder, files]) await rm(one, { recursive: true, force: true });
	};
	return { ...stack, close };
}

/** Packs the pack, starts everything, and signs in to n8n. */
export async function openStack({ folder, ports, files = EXAMPLES, env }: StackOptions): Promise<Stack> {
	const home = path.join(folder, 'n8n');
	const { apiKey } = await secretsIn(home);
	const port = ports?.backend ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const log = path.join(folder, 'backend.log');
	const startServer = () =>
		startChild({
			name: 'The backend',
			argv: [path.join(ROOT, 'backend/src/main.ts')],
			cwd: ROOT,
			env: {
				...process.env,
				LINKMILL_PORT: String(port),
				LINKMILL_BASE_URL: url,
				LINKMILL_DATA_DIR: folder,
				LINKMILL_API_KEY: apiKey,
				...env,
			},
			log,
			isReady: () => answers(`${url}/healthz`),
			timeout: 60_000,
		});
	const pack = await packTarball('pack', home);
	// First, as it locks the folder: n8n's database is never taken from a stack that is running there.
	let backend = await startServer();
	let n8n: N8nInstance | undefined;
	const close = async () => {
		try {
			await n8n?.close();
		} finally {
			await backend.stop();
		}
	};
	try {
		n8n = await N8nInstance.open({ folder: home, pack, files, ...(ports && { port: ports.n8n }) });
		const ends = [
			backend.ended.then(() => `The backend has ended; see ${log}`),
			(await n8n.start()).ended.then(() => `n8n has ended; see ${home}/n8n.log`),
		];
		const credential = await provideCredential(n8n.client, url, apiKey);
		const startBackend = async () => {
			backend = await startServer();
		};
		const stopBackend = () => backend.stop();
		const killBackend = () => backend.kill();
		return { n8n, url, apiKey, credential, files, startBackend, stopBackend, killBackend, broken: Promise.race(ends), close };
	} catch (error) {
		await close();
		throw error;
	}
}
