import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFor, dropDatabaseOf, ON_POSTGRES } from './postgres.ts';

/** The API key of every server that a test starts. */
export const TEST_KEY = 'test-key-of-at-least-32-characters';

/** A server in a process of its own, on a free port. */
export interface Backend {
	url: string;
	key: string;
	dataDir: string;
	/** Process id, while it runs. */
	pid: number;
	/** What it has written to its standard streams so far. */
	output(): string;
	/** Ends it as an operator would; resolves with its exit status. The data folder goes too, where this server made it. */
	stop(): Promise<number | null>;
	/** Ends it as a crash would. The data folder stays. */
	kill(): Promise<void>;
}

/** How long a server may take to listen, in milliseconds: these machines are shared. */
const START_WITHIN = 60_000;

/** What `linkmill` runs, as it is shipped; scripts/jest/build.cjs has built it. The working folder of `npm run` is the repository's root. */
export const LINKMILL = join(process.cwd(), 'backend/dist/backend/src/main.js');

/**
 * Starts a server and resolves once it listens. In the jest project "postgres" it keeps its data in a database that belongs to its
 * data folder.
 *
 * @param settings environment variables; `LINKMILL_DATA_DIR` to start on a folder that is there already
 * @throws with what the server said, where it ends instead
 */
export async function startBackend(settings: Record<string, string> = {}): Promise<Backend> {
	const own = settings['LINKMILL_DATA_DIR'] === undefined;
	const dataDir = settings['LINKMILL_DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'linkmill-test-'));
	const environment: Record<string, string | undefined> = {
		...(ON_POSTGRES && { DATABASE_URL: await databaseFor(dataDir) }),
		PATH: process.env['PATH'],
		LINKMILL_PORT: '0',
		LINKMILL_API_KEY: TEST_KEY,
		LINKMILL_LOG_LEVEL: 'warn',
		...settings,
		LINKMILL_DATA_DIR: dataDir,
	};
	const child = spawn(process.execPath, [LINKMILL], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const url = await new Promise<string>((resolve, reject) => {
		const impatience = setTimeout(() => {
			child.kill('SIGKILL');
			reject(new Error(`The server did not listen in time. It said:\n${said}`));
		}, START_WITHIN);
		const listenTo = (stream: ChildProcess['stdout']) =>
			stream?.on('data', (chunk: Buffer) => {
				said += chunk.toString();
				const address = /listens on (http:\S+?),/.exec(said)?.[1];
				if (address) {
					clearTimeout(impatience);
					resolve(address);
				}
			});
		listenTo(child.stdout);
		listenTo(child.stderr);
		void ended.then((status) => {
			clearTimeout(impatience);
			reject(new Error(`The server ended with status ${String(status)}. It said:\n${said}`));
		});
	});
	return {
		url,
		key: settings['LINKMILL_API_KEY'] ?? TEST_KEY,
		dataDir,
		pid: child.pid ?? 0,
		output: () => said,
		async stop() {
			child.kill('SIGTERM');
			const status = await ended;
			if (own) await rm(dataDir, { recursive: true, force: true });
			if (own && ON_POSTGRES) await dropDatabaseOf(dataDir);
			return status;
		},
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
