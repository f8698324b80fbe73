import axios, { isAxiosError, type AxiosRequestConfig, type Method } from 'axios';
import type { Problem } from '../../../contract/problem.ts';
import { SETTINGS, storageSettings, type Settings } from '../config.ts';
import { readAdminKey } from '../keys/admin-key.ts';
import { FolderInUseError, lockFolder, type FolderLock } from '../storage/sqlite/folder-lock.ts';
import { openStorage, prepareStorage } from '../storage/open.ts';
import type { Storage } from '../storage/storage.ts';

/** Asks the server that has the data folder. @throws with the server's own sentence */
export type Ask = <T>(method: Method, path: string, data?: unknown, config?: AxiosRequestConfig) => Promise<T>;

/** The two ways to what a storage holds. */
export interface Ways<T> {
	/** No server has the data folder, or the data is in PostgreSQL, where servers hear of what is written. */
	inFolder(storage: Storage): Promise<T>;
	/** A server has the folder. */
	throughServer(ask: Ask): Promise<T>;
}

/** Works on the storage: directly where others may, else through the server that has it. */
export async function reach<T>(settings: Settings, { inFolder, throughServer }: Ways<T>): Promise<T> {
	const kept = storageSettings(settings);
	if (kept.kind === 'postgres') {
		await prepareStorage(kept);
		return inFolder(openStorage(kept));
	}
	let lock: FolderLock;
	try {
		lock = lockFolder(settings.dataDir);
	} catch (error) {
		if (!(error instanceof FolderInUseError)) throw error;
		return throughServer(asking(settings));
	}
	try {
		await prepareStorage(kept);
		return await inFolder(openStorage(kept));
	} finally {
		lock.release();
	}
}

/** Where a server with these settings is asked from this machine. */
export function serverUrl({ host, port }: Settings): string {
	return `http://${reachable(host)}:${String(port)}`;
}

function asking(settings: Settings): Ask {
	const key = settings.apiKey ?? readAdminKey(settings.dataDir);
	if (key === undefined) throw new Error(`A server has ${settings.dataDir}. Set ${SETTINGS.apiKey.variable} to an admin key to ask it.`);
	const url = serverUrl(settings);
	return async <T>(method: Method, path: string, data?: unknown, config: AxiosRequestConfig = {}): Promise<T> => {
		try {
			const { data: body } = await axios.request<T>({ method, url: url + path, data, headers: { authorization: `Bearer ${key}` }, timeout: 10_000, proxy: false, ...config });
			return body;
		} catch (error) {
			if (!isAxiosError<Partial<Problem>>(error)) throw error;
			if (error.response) throw new Error(error.response.data.detail ?? `The server answered ${String(error.response.status)}.`, { cause: error });
			throw new Error(`A server has ${settings.dataDir} but does not answer at ${url}: ${error.message}. Give this command the server's ${SETTINGS.host.variable} and ${SETTINGS.port.variable}.`, { cause: error });
		}
	};
}

/** A server that listens on every address listens on loopback too. */
function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	if (host === '::') return '[::1]';
	return host.includes(':') ? `[${host}]` : host;
}
