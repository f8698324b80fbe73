import { parentPort } from 'node:worker_threads';

/** Told to the main thread, for the server's log: something failed, and is tried again. */
export interface Report {
	type: 'problem';
	message: string;
}

/** Tells the main thread of a failure. */
export function report(error: unknown): void {
	const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
	parentPort?.postMessage({ type: 'problem', message } satisfies Report);
}
