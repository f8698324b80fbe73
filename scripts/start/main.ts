// `npm start`: the backend and a real n8n side by side, with the pack, a credential and the example workflows.
import path from 'node:path';
import { n8nProgram } from '../n8n/install.ts';
import { importExamples } from '../n8n/workflows.ts';
import { isTaken } from '../ports.ts';
import { ROOT } from '../repository.ts';
import { openStack } from '../stack.ts';
import { interrupted } from './interrupted.ts';
import { welcome } from './welcome.ts';

const DATA = path.resolve(process.env['LINKMILL_DATA_DIR'] ?? path.join(ROOT, 'data'));

/** The port of a setting, refused where something else listens on it. */
async function port(setting: string, fallback: number): Promise<number> {
	const value = Number(process.env[setting] ?? fallback);
	if (!(await isTaken(value))) return value;
	throw new Error(`Port ${value} is in use. End what listens there, or choose another: ${setting}=${value + 1} npm start`);
}

async function main(): Promise<void> {
	// Also heard while things are still starting: they are started, then stopped in order.
	const end = interrupted();
	const ports = { backend: await port('LINKMILL_PORT', 8787), n8n: await port('N8N_PORT', 5678) };
	await n8nProgram();
	console.log('Building the node pack, starting the backend and n8n …');
	const stack = await openStack({ folder: DATA, ports });
	try {
		const workflows = await importExamples(stack.n8n.client, stack);
		const { url: n8nUrl, secrets, database } = stack.n8n;
		const folders = database.startsWith(DATA) ? [DATA] : [DATA, database];
		console.log(welcome({ ...stack, owner: secrets.owner, n8nUrl, workflows, folders }));
		const broken = await Promise.race([end, stack.broken]);
		if (broken) throw new Error(broken);
	} finally {
		await stack.close();
	}
}

await main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
