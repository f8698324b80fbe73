import path from 'node:path';
import { answers, startChild, type Child } from './child.ts';
import { ROOT } from './repository.ts';

export interface BackendOptions {
	folder: string;
	port: number;
	apiKey: string;
	/** Gets what it prints. */
	log: string;
	env?: NodeJS.ProcessEnv;
}

/** Starts the backend from its sources, as `npm run backend` does; it serves when this resolves. */
export function startBackendProcess(options: BackendOptions): Promise<Child> {
	const url = `http://127.0.0.1:${options.port}`;
	return startChild({
		name: 'The backend',
		argv: [path.join(ROOT, 'backend/src/main.ts')],
		cwd: ROOT,
		env: {
			...process.env,
			LINKMILL_PORT: String(options.port),
			LINKMILL_BASE_URL: url,
			LINKMILL_DATA_DIR: options.folder,
			LINKMILL_API_KEY: options.apiKey,
			...options.env,
		},
		log: options.log,
		isReady: () => answers(`${url}/healthz`),
		timeout: 30_000,
	});
}
