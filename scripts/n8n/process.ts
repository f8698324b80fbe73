import { rm } from 'node:fs/promises';
import path from 'node:path';
import { answers, startChild, type Child } from '../child.ts';
import { installAsN8n } from '../pack/install.ts';
import { environment, type N8nSettings } from './settings.ts';

/** Installs the packed pack where n8n keeps community packages; n8n loads it at its next start. */
export async function installPack(tarball: string, settings: Pick<N8nSettings, 'folder'>): Promise<void> {
	const folder = path.join(settings.folder, '.n8n/nodes/node_modules/n8n-nodes-linkmill');
	await rm(folder, { recursive: true, force: true });
	await installAsN8n(tarball, folder);
}

/** A running n8n. */
export interface N8nProcess extends Child {
	/** Without a slash at the end. */
	url: string;
}

/** Starts n8n's program; it serves when this resolves. The first start takes longer: it makes its tables. */
export async function startN8n(program: string, settings: N8nSettings): Promise<N8nProcess> {
	const url = `http://127.0.0.1:${settings.port}`;
	const child = await startChild({
		name: 'n8n',
		argv: [program, 'start'],
		cwd: settings.folder,
		env: { ...inherited(), ...environment(settings) },
		log: path.join(settings.folder, 'n8n.log'),
		isReady: () => answers(`${url}/healthz/readiness`),
		timeout: 180_000,
	});
	return { ...child, url };
}

/** Our environment without what would configure n8n behind our back. */
const inherited = () =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(N8N|DB|NODE_OPTIONS|NODE_ENV|npm)_?/.test(name)));
