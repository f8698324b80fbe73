import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../repository.ts';
import type { N8nClient, StoredWorkflow, WorkflowFile } from './client.ts';

const EXAMPLES = path.join(ROOT, 'examples/workflows');

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

/** What a workflow is given when it is imported. */
export interface Surroundings {
	credential: CredentialReference;
	/** Folder from which n8n may read files. */
	files: string;
}

/** The folder that the examples name: n8n's default in its container. */
const FILES_IN_EXAMPLES = '/home/node/.n8n-files';

/** Reads an example and does what a person does after importing it: sets the credential and the paths. */
export async function readExample(name: string, { credential, files }: Surroundings): Promise<WorkflowFile> {
	const text = await readFile(path.join(EXAMPLES, name), 'utf8');
	const quoted = JSON.stringify(files).slice(1, -1); // backslashes of Windows
	const workflow = JSON.parse(text.replaceAll(FILES_IN_EXAMPLES, quoted)) as WorkflowFile;
	for (const node of workflow.nodes) {
		if (node.type.startsWith('n8n-nodes-linkmill.')) node.credentials = { [TYPE]: credential };
	}
	return workflow;
}

/** File names of the examples. */
export const exampleNames = async () => (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json')).sort();

/** Imports the example workflows that the instance does not have yet; resolves to all of them. */
export async function importExamples(n8n: N8nClient, surroundings: Surroundings): Promise<StoredWorkflow[]> {
	const stored = await n8n.workflows();
	const examples: StoredWorkflow[] = [];
	for (const name of await exampleNames()) {
		const workflow = await readExample(name, surroundings);
		examples.push(stored.find((one) => one.name === workflow.name) ?? (await n8n.createWorkflow(workflow)));
	}
	return examples;
}
