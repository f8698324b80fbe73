import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../repository.ts';
import type { N8nClient, StoredWorkflow, WorkflowFile } from './client.ts';

/** Folder of the example workflows. */
export const EXAMPLES = path.join(ROOT, 'examples/workflows');

/** A stored credential, as nodes refer to it. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** The credential type of the pack. */
const TYPE = 'linkmillApi';

/** Makes the Linkmill credential, or brings the one of that name up to date. */
export async function provideCredential(n8n: N8nClient, baseUrl: string, apiKey: string): Promise<CredentialReference> {
	const name = 'Linkmill';
	const data = { baseUrl, apiKey };
	const existing = (await n8n.credentials()).find((one) => one.name === name && one.type === TYPE);
	const { id } = existing
		? await n8n.updateCredential(existing.id, name, TYPE, data)
		: await n8n.createCredential(name, TYPE, data);
	return { id, name };
}

/** Reads an exported workflow and gives its Linkmill nodes the credential, as a person does after importing. */
export async function readWorkflow(file: string, credential: CredentialReference): Promise<WorkflowFile> {
	const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowFile;
	for (const node of workflow.nodes) {
		if (node.type.startsWith('n8n-nodes-linkmill.')) node.credentials = { [TYPE]: credential };
	}
	return workflow;
}

/** Imports the example workflows that the instance does not have yet; resolves to all of them. */
export async function importExamples(n8n: N8nClient, credential: CredentialReference): Promise<StoredWorkflow[]> {
	const stored = await n8n.workflows();
	const names = (await readdir(EXAMPLES).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
	const examples: StoredWorkflow[] = [];
	for (const name of names) {
		const workflow = await readWorkflow(path.join(EXAMPLES, name), credential);
		examples.push(stored.find((one) => one.name === workflow.name) ?? (await n8n.createWorkflow(workflow)));
	}
	return examples;
}
