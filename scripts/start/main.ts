// `npm start`: the backend and a real n8n side by side, with the pack, a credential and the example workflows.
import path from 'node:path';
import { startBackendProcess } from '../backend.ts';
import { N8nInstance } from '../n8n/instance.ts';
import { n8nProgram } from '../n8n/install.ts';
import { importExamples, provideCredential } from '../n8n/workflows.ts';
import { packTarball } from '../pack/tarball.ts';
import { isTaken } from '../ports.ts';
import { ROOT } from '../repository.ts';
import { welcome } from './welcome.ts';

const DATA = path.join(ROOT, 'data');
const FOLDER = path.join(DATA, 'n8n');

/** The port of a setting, refused where something else listens on it. */
async function port(setting: string, fallback: number): Promise<number> {
	const value = Number(process.env[setting] ?? fallback);
	if (!(await isTaken(value))) return value;
	throw new Error(`Port ${value} is in use. End what listens there, or choose another: ${setting}=${value + 1} npm start`);
}

/** Things to undo at the end, the last first. */
const undo: (() => Promise<void>)[] = [];

async function main(): Promise<void> {
	const interrupted = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.on(signal, () => {
				console.log('\nStopping …');
				resolve();
			});
		}
	});
	const ports = { backend: await port('LINKMILL_PORT', 8787), n8n: await port('N8N_PORT', 5678) };
	await n8nProgram();
	console.log('Building the node pack …');
	const pack = await packTarball('pack', FOLDER);
	console.log('Starting the backend and n8n …');
	const n8n = await N8nInstance.open({ folder: FOLDER, port: ports.n8n, pack });
	undo.push(() => n8n.close());
	const { apiKey } = n8n.secrets;
	const log = path.join(DATA, 'backend.log');
	const backend = await startBackendProcess({ folder: DATA, port: ports.backend, apiKey, log });
	undo.push(() => backend.stop());
	const { ended } = await n8n.start();
	const backendUrl = `http://127.0.0.1:${ports.backend}`;
	const credential = await provideCredential(n8n.client, backendUrl, apiKey);
	const workflows = await importExamples(n8n.client, credential);
	console.log(welcome({ backendUrl, n8nUrl: n8n.url, apiKey, owner: n8n.secrets.owner, workflows, data: DATA }));
	const why = await Promise.race([
		interrupted,
		ended.then(() => `n8n has ended; see ${path.join(FOLDER, 'n8n.log')}`),
		backend.ended.then(() => `The backend has ended; see ${log}`),
	]);
	if (why) throw new Error(why);
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error));
}
