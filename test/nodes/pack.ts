import path from 'node:path';
import type { INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { startBackend } from '../support/backend.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';

/** The folder of the pack, which `npm test` has built. */
export const PACK = path.resolve(__dirname, '../..');

/** What a server answers, taken as it comes: the assertions are its check. */
export type Json = ReturnType<JSON['parse']>;

/** The engine with the pack, and a server of its own that the credential points to. */
export interface Bench {
	engine: Engine;
	url: string;
	key: string;
	/** A call of the API beside the nodes, to see what they did. */
	api(method: string, path: string, body?: object): Promise<{ status: number; body: Json }>;
	stop(): Promise<void>;
}

/** Starts both; about two seconds. */
export async function startBench(): Promise<Bench> {
	const backend = await startBackend();
	const { url, key } = backend;
	const engine = await startEngine({ packDir: PACK, credentials: { linkmillApi: { baseUrl: url, apiKey: key } } }).catch(async (error: unknown) => {
		// Otherwise the server outlives the test, and the test runner waits for it.
		await backend.stop();
		throw error;
	});
	return {
		engine,
		url,
		key,
		async api(method, path, body) {
			const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
			const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
			const text = await answer.text();
			return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
		},
		stop: async () => {
			await backend.stop();
		},
	};
}

/** A node of the pack called `Node`. */
export function node(type: string, parameters: object, more: Partial<INode> = {}): INode {
	return {
		id: 'node-1',
		name: 'Node',
		type: `n8n-nodes-linkmill.${type}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: parameters as INode['parameters'],
		credentials: { linkmillApi: { id: '1', name: 'Linkmill' } },
		...more,
	};
}

/** Runs one node on input items. */
export async function runNode(
	engine: Engine,
	type: string,
	parameters: object,
	input: INodeExecutionData[] | object[] = [{ n: 1 }],
	more: Partial<INode> = {},
	options: Parameters<Engine['run']>[2] = {},
): Promise<IRun> {
	const start: INode = { id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };
	const items = input.map((item) => ('json' in item ? item : { json: item })) as INodeExecutionData[];
	return await engine.run(
		{ nodes: [start, node(type, parameters, more)], connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } } },
		items,
		options,
	);
}

/** Asks until a condition holds; for what the server does a moment later. */
export async function eventually<T>(ask: () => Promise<T> | T, holds: (value: T) => boolean, timeoutMs = 8000): Promise<T> {
	const end = Date.now() + timeoutMs;
	for (;;) {
		const value = await ask();
		if (holds(value)) return value;
		if (Date.now() > end) throw new Error(`Did not come true in ${timeoutMs} ms; last seen: ${JSON.stringify(value)}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
