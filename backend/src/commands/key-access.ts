import axios, { isAxiosError, type Method } from 'axios';
import type { Problem } from '../../../contract/problem.ts';
import { SETTINGS, type Settings } from '../config.ts';
import { readAdminKey } from '../keys/admin-key.ts';
import { createKey, revokeKey } from '../keys/operations.ts';
import { presentKey } from '../keys/present.ts';
import { FolderInUseError, lockFolder, type FolderLock } from '../storage/sqlite/folder-lock.ts';
import { prepareDataFolder, sqliteStorage } from '../storage/sqlite/storage.ts';
import type { Operation, WriteRequest } from '../writes/operation.ts';

export type PresentedKey = ReturnType<typeof presentKey>;

/** What can be done with keys, wherever they are. */
export interface KeyAccess {
	create(key: { name: string; scopes: string[]; expires_at?: string }): Promise<PresentedKey & { secret: string }>;
	list(): Promise<PresentedKey[]>;
	revoke(id: string): Promise<void>;
}

/** Works on the keys of the data folder: directly where it is free, else through the server that has it. */
export async function withKeys(settings: Settings, work: (access: KeyAccess) => Promise<void>): Promise<void> {
	let lock: FolderLock;
	try {
		lock = lockFolder(settings.dataDir);
	} catch (error) {
		if (!(error instanceof FolderInUseError)) throw error;
		return work(throughServer(settings));
	}
	try {
		await inFolder(settings, work);
	} finally {
		lock.release();
	}
}

async function inFolder({ dataDir, durability }: Settings, work: (access: KeyAccess) => Promise<void>): Promise<void> {
	prepareDataFolder(dataDir, durability);
	const storage = sqliteStorage(dataDir, durability);
	const [writer, reader] = [storage.linkWriter(), storage.keyReader()];
	const write = async (operation: Operation, request: Partial<WriteRequest>) => {
		const tools = { now: Date.now(), baseUrl: '', totals: async () => [], logHead: () => 0 };
		return (await writer.transaction((transaction) => operation.write({ keyId: 0, params: {}, body: undefined, ...request }, { ...tools, transaction }))).body;
	};
	try {
		await work({
			create: async (key) => (await write(createKey, { body: key })) as PresentedKey & { secret: string },
			list: async () => (await reader.list()).map(presentKey),
			revoke: async (id) => { await write(revokeKey, { params: { id } }); },
		});
	} finally {
		writer.close();
		reader.close();
	}
}

function throughServer(settings: Settings): KeyAccess {
	const key = settings.apiKey ?? readAdminKey(settings.dataDir);
	if (key === undefined) throw new Error(`A server has ${settings.dataDir}. Set ${SETTINGS.apiKey.variable} to an admin key to ask it.`);
	const url = `http://${reachable(settings.host)}:${String(settings.port)}`;
	const ask = async <T>(method: Method, path: string, data?: unknown): Promise<T> => {
		try {
			const { data: body } = await axios.request<T>({ method, url: url + path, data, headers: { authorization: `Bearer ${key}` }, timeout: 10_000, proxy: false });
			return body;
		} catch (error) {
			if (!isAxiosError<Partial<Problem>>(error)) throw error;
			if (error.response) throw new Error(error.response.data.detail ?? `The server answered ${String(error.response.status)}.`, { cause: error });
			throw new Error(`A server has ${settings.dataDir} but does not answer at ${url}: ${error.message}. Give this command the server's ${SETTINGS.host.variable} and ${SETTINGS.port.variable}.`, { cause: error });
		}
	};
	return {
		create: (body) => ask('POST', '/v1/keys', body),
		list: async () => (await ask<{ keys: PresentedKey[] }>('GET', '/v1/keys')).keys,
		revoke: (id) => ask('DELETE', `/v1/keys/${encodeURIComponent(id)}`),
	};
}

/** Where a server that listens on every address can be asked from this machine. */
function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	if (host === '::') return '[::1]';
	return host.includes(':') ? `[${host}]` : host;
}
