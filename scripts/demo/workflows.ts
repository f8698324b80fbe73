import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { errorOf, outputOf, type Engine, type WorkflowJson } from '../../test/support/engine.ts';
import { ROOT } from '../repository.ts';

const WORKFLOWS = path.join(ROOT, 'examples/workflows');

/** Nodes of n8n-nodes-base hand on what they get: it is no dependency of ours, and the file comes with the first item. */
const passOn: INodeType = {
	description: {
		displayName: 'Pass On', name: 'passOn', group: ['transform'], version: 1, description: '',
		defaults: {}, inputs: ['main'], outputs: ['main'], properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

/** Other packs' nodes in the example workflows. */
export const standIns: Record<string, INodeType> = Object.fromEntries(
	['readWriteFile', 'filter', 'convertToFile', 'set', 'stickyNote'].map((name) => [`n8n-nodes-base.${name}`, passOn]),
);

/** An example workflow, as it is in its file. */
export async function readExample(name: string): Promise<WorkflowJson> {
	return JSON.parse(await readFile(path.join(WORKFLOWS, `${name}.json`), 'utf8')) as WorkflowJson;
}

/** What a workflow's Linkmill node put out. */
export interface Played {
	items: INodeExecutionData[];
	json: IDataObject[];
	/** Milliseconds of the whole execution. */
	took: number;
}

/** Runs an example workflow from its start to its end; rejects with the reason where it fails. */
export async function play(engine: Engine, name: string, input?: INodeExecutionData[]): Promise<Played> {
	const workflow = await readExample(name);
	const node = workflow.nodes.find(({ type }) => type.startsWith('n8n-nodes-linkmill.'));
	if (!node) throw new Error(`${name}.json has no node of this pack`);
	const begin = performance.now();
	const run = await engine.run(workflow, input);
	const took = performance.now() - begin;
	const error = errorOf(run);
	if (error) throw new Error(`${name}.json failed: ${[error.message, error.description].filter(Boolean).join(' ')}`);
	const items = outputOf(run, node.name);
	return { items, json: items.map(({ json }) => json), took };
}
