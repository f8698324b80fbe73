import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBackendProcess } from '../../scripts/backend.ts';
import type { Child } from '../../scripts/child.ts';
import { N8nInstance } from '../../scripts/n8n/instance.ts';
import { provideCredential, type CredentialReference } from '../../scripts/n8n/workflows.ts';
import { packTarball } from '../../scripts/pack/tarball.ts';
import { freePort } from '../../scripts/ports.ts';

/** A live backend and a real n8n that has the packed pack, a credential for that backend, and nothing else. */
export interface Stack {
	n8n: N8nInstance;
	credential: CredentialReference;
	/** Of the backend, without a slash at the end. */
	url: string;
	startBackend(): Promise<void>;
	stopBackend(): Promise<void>;
	/** A call to the backend's API; throws unless the answer is a success. */
	api(method: string, path: string, body?: object): Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any
	close(): Promise<void>;
}

/** Starts it all, in a temporary folder and on free ports. */
export async function openStack(): Promise<Stack> {
	const folder = await mkdtemp(path.join(tmpdir(), 'linkmill-end-to-end-'));
	const n8n = await N8nInstance.open({ folder: path.join(folder, 'n8n'), pack: await packTarball('pack', folder) });
	const { apiKey } = n8n.secrets;
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let backend: Child | undefined;
	const startBackend = async () => {
		const data = path.join(folder, 'backend');
		backend = await startBackendProcess({ folder: data, port, apiKey, log: path.join(folder, 'backend.log') });
	};
	const stopBackend = async () => backend?.stop();
	const close = async () => {
		await n8n.close();
		await stopBackend();
		await rm(folder, { recursive: true, force: true });
	};
	const api = async (method: string, route: string, body?: object) => {
		const response = await fetch(`${url}${route}`, {
			method,
			headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
			...(body && { body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
		return response.json();
	};
	try {
		await startBackend();
		await n8n.start();
		const credential = await provideCredential(n8n.client, url, apiKey);
		return { n8n, credential, url, startBackend, stopBackend, api, close };
	} catch (error) {
		await close();
		throw error;
	}
}
