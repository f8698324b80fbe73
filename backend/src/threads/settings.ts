import { workerData } from 'node:worker_threads';
import type { StorageSettings } from '../storage/settings.ts';

/** What every thread is given when it starts. */
export interface ThreadSettings {
	storage: StorageSettings;
	/** Without a slash at the end. */
	baseUrl: string;
	/** Days after which visitors get new ids. */
	visitorSaltDays: number;
	/** Days after which a day of the log is dropped; 0 keeps everything. */
	eventRetentionDays: number;
	/** Shared between the threads: see `Board`. */
	board: SharedArrayBuffer;
}

/** The settings of this thread. Piscina hands them over as they are, a plain worker too. */
export function threadSettings(): ThreadSettings {
	return workerData as ThreadSettings;
}

/** The address of a thread's entry file, beside this one: `.ts` as it is, `.js` once compiled. */
export function threadFile(name: string): URL {
	const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
	return new URL(`./${name}.${extension}`, import.meta.url);
}
