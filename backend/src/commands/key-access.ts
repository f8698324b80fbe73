import type { Settings } from '../config.ts';
import { createKey, revokeKey } from '../keys/operations.ts';
import { presentKey } from '../keys/present.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation, WriteRequest } from '../writes/operation.ts';
import { reach, type Ask } from './reach.ts';

export type PresentedKey = ReturnType<typeof presentKey>;

/** What can be done with keys, wherever they are. */
export interface KeyAccess {
	create(key: { name: string; scopes: string[]; expires_at?: string }): Promise<PresentedKey & { secret: string }>;
	list(): Promise<PresentedKey[]>;
	revoke(id: string): Promise<void>;
}

/** Works on the keys of the data folder, or of the server that has it. */
export async function withKeys(settings: Settings, work: (access: KeyAccess) => Promise<void>): Promise<void> {
	await reach(settings, { inFolder: (storage) => inFolder(storage, work), throughServer: (ask) => work(throughServer(ask)) });
}

async function inFolder(storage: Storage, work: (access: KeyAccess) => Promise<void>): Promise<void> {
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

function throughServer(ask: Ask): KeyAccess {
	return {
		create: (body) => ask('POST', '/v1/keys', body),
		list: async () => (await ask<{ keys: PresentedKey[] }>('GET', '/v1/keys')).keys,
		revoke: (id) => ask('DELETE', `/v1/keys/${encodeURIComponent(id)}`),
	};
}
