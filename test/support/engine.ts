/**
 * Runs workflows in n8n's real engine (n8n-core) with the built pack, without an n8n server: the loader,
 * the expressions, the item pairing, the error outputs and the HTTP helper are those of n8n. Used by the
 * tests and by the demo, so it knows nothing of a test runner. Only erasable TypeScript: Node runs it as it is.
 */
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Di from '@n8n/di';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import type {
	IBinaryKeyData,
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeType,
	IPinData,
	IRun,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	NodeExecutionHint,
	Workflow,
} from 'n8n-workflow';
import { webhookTrigger } from './engine-trigger.ts';
import type { TriggerHandle } from './engine-trigger.ts';

/** Values of credentials by their type: `{ linkmillApi: { baseUrl, apiKey } }`. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

export interface EngineOptions {
	/** Folder of the pack, built. */
	packDir: string;
	credentials: Credentials;
	/** Nodes of other packs that a workflow needs, by type; n8n-nodes-base is not a dependency. */
	otherNodes?: Record<string, INodeType>;
}

/** What an imported workflow file holds, as far as the engine needs it. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

/** How a workflow is run. */
export interface RunOptions {
	onStart?: (cancel: () => void) => void;
	staticData?: IDataObject;
	/** `manual` unless the workflow is to run as one that is published. */
	mode?: 'manual' | 'trigger';
}

export interface Engine {
	/** Runs a workflow from its manual trigger, which hands on the input. What n8n keeps for the workflow is read from and written to `staticData`. */
	run(workflow: WorkflowJson, input?: INodeExecutionData[], options?: RunOptions): Promise<IRun>;
	/** The file in a binary field of an item. */
	file(binary: IBinaryKeyData | undefined, field?: string): Promise<Buffer>;
	/** A webhook trigger; `test` is what the editor does for "Listen for test event", `republished` an activation of a workflow that is active already. */
	trigger(node: INode, options?: { test?: boolean; republished?: boolean; staticData?: IDataObject; webhookBaseUrl?: string; workflowId?: string }): TriggerHandle;
	/** A search method of a resource locator, called as the editor does. */
	listSearch(node: INode, method: string, filter?: string, paginationToken?: string): Promise<INodeListSearchResult>;
	/** A node type of the pack. */
	nodeType(type: string): INodeType;
	/** The request that n8n makes to test the credential. */
	credentialTest(type: string): Promise<{ status: number; message?: string }>;
}

/** The items that a node put out, in its last run. */
export function outputOf(run: IRun, node: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

/** The JSON of {@link outputOf}. */
export function jsonOf(run: IRun, node: string, output = 0): IDataObject[] {
	return outputOf(run, node, output).map(({ json }) => json);
}

/** The error that made the run fail. */
export function errorOf(run: IRun): { message: string; description?: string | null; context?: IDataObject } | undefined {
	return run.data.resultData.error;
}

/** The hints that a node gave. */
export function hintsOf(run: IRun, node: string): NodeExecutionHint[] {
	return run.data.resultData.runData[node]?.at(-1)?.hints ?? [];
}

/** Loads n8n-core (about a second) and the pack. */
export async function startEngine({ packDir, credentials, otherNodes = {} }: EngineOptions): Promise<Engine> {
	// Read when n8n-core is loaded: without them it writes to the home folder of whoever runs this.
	process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'linkmill-engine-'));
	process.env.N8N_ENCRYPTION_KEY ??= 'only-for-this-run';
	process.env.N8N_LOG_LEVEL ??= 'silent';
	// Required, not imported: as an ES module n8n-workflow does not load in Node, and two copies of it would make instanceof lie.
	const require = createRequire(path.resolve(packDir, 'package.json'));
	require('reflect-metadata');
	const core = require('n8n-core') as typeof Core;
	const wf = require('n8n-workflow') as typeof N8nWorkflow;
	const { Container } = require('@n8n/di') as typeof Di;
	const loader = new core.PackageDirectoryLoader(path.resolve(packDir));
	await loader.loadAll();

	const passOn: INodeType = {
		description: {
			displayName: 'Pass On', name: 'passOn', group: ['transform'], version: [1, 1.1, 1.2, 2, 3, 3.4], description: '',
			defaults: {}, inputs: ['main'], outputs: ['main'], properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [this.getInputData()];
		},
	};
	const others: Record<string, INodeType> = { 'n8n-nodes-base.manualTrigger': passOn, 'n8n-nodes-base.noOp': passOn, ...otherNodes };
	const nodeType = (type: string): INodeType => others[type] ?? (loader.getNode(type.split('.').pop() ?? type).type as INodeType);
	const nodeTypes = {
		getByName: nodeType,
		getByNameAndVersion: (type: string, version?: number) => wf.NodeHelpers.getVersionedNodeType(nodeType(type), version),
		getKnownTypes: () => ({}),
	};

	class CredentialsOfThisRun extends wf.ICredentialsHelper {
		getParentTypes() {
			return [];
		}
		isCredentialUsableByNode() {
			return true;
		}
		async getDecrypted(_data: unknown, _details: unknown, type: string): Promise<ICredentialDataDecryptedObject> {
			return { ...credentials[type] };
		}
		async preAuthentication() {
			return undefined;
		}
		async authenticate(values: ICredentialDataDecryptedObject, type: string, request: IHttpRequestOptions, workflow: Workflow): Promise<IHttpRequestOptions> {
			const { authenticate } = loader.getCredential(type).type;
			if (!authenticate || typeof authenticate === 'function') return request;
			const headers = Object.entries(authenticate.properties.headers ?? {}).map(([name, expression]) => [name, resolve(workflow, expression as string, values)]);
			return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
		}
		async runPreAuthentication() {
			return undefined;
		}
		async getCredentials(): Promise<never> {
			throw new Error('Credentials are given, not stored');
		}
		async updateCredentials() {}
		async updateCredentialsOauthTokenData() {}
		getCredentialsProperties() {
			return [];
		}
	}

	const resolve = (workflow: Workflow, expression: string, values: ICredentialDataDecryptedObject): string =>
		workflow.expression.resolveSimpleParameterValue(
			expression, { $credentials: values } as never, null, 0, 0, 'node', [], 'internal', { $credentials: values }, undefined, false, values,
		) as string;

	let executions = 0;
	const additionalData = (extra: object = {}): IWorkflowExecuteAdditionalData => {
		const base = 'http://127.0.0.1:5678';
		return {
			credentialsHelper: new CredentialsOfThisRun(),
			executionId: String(++executions),
			restApiUrl: `${base}/rest`, instanceBaseUrl: `${base}/`, formWaitingBaseUrl: `${base}/form-waiting`,
			webhookBaseUrl: `${base}/webhook`, webhookTestBaseUrl: `${base}/webhook-test`, webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			currentNodeExecutionIndex: 0, variables: {}, setExecutionStatus() {}, logAiEvent() {}, ...extra,
		} as unknown as IWorkflowExecuteAdditionalData;
	};
	const workflowOf = ({ id = 'w1', name = 'Workflow', nodes, connections, settings }: WorkflowJson, more: object = {}): Workflow =>
		new wf.Workflow({ id, name, nodes, connections, active: false, nodeTypes, settings: { executionOrder: 'v1', timezone: 'UTC', ...settings }, ...more });

	return {
		nodeType,

		async run(json, input = [{ json: {} }], { onStart, staticData = {}, mode = 'manual' } = {}) {
			const workflow = workflowOf(json, { staticData });
			const start = workflow.getStartNode();
			if (!start) throw new Error('The workflow has no node to start from');
			const data = wf.createRunExecutionData({
				resultData: { pinData: json.pinData ?? {} },
				executionData: { nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }] },
			});
			const more = additionalData();
			more.hooks = new core.ExecutionLifecycleHooks(mode, more.executionId ?? '1', { id: workflow.id, ...json } as never);
			const running = new core.WorkflowExecute(more, mode, data).processRunExecutionData(workflow);
			onStart?.(() => running.cancel());
			return await running;
		},

		async file(binary, field = 'data') {
			const data = binary?.[field];
			if (!data) throw new Error(`There is no binary field "${field}"`);
			return data.id ? await Container.get(core.BinaryDataService).getAsBuffer(data) : Buffer.from(data.data, 'base64');
		},

		trigger(node, { test = false, republished = false, staticData = {}, webhookBaseUrl, workflowId = 'w1' } = {}) {
			return webhookTrigger(core, nodeType(node.type), {
				build: (data) => workflowOf({ id: workflowId, nodes: [node], connections: {} }, { active: !test, staticData: data }),
				staticData,
				node,
				test,
				activation: republished ? 'update' : 'activate',
				additional: (extra) => additionalData({ ...(webhookBaseUrl && { webhookBaseUrl, webhookTestBaseUrl: `${webhookBaseUrl}-test` }), ...extra }),
			});
		},

		async listSearch(node, method, filter, paginationToken) {
			const workflow = workflowOf({ nodes: [node], connections: {} });
			const context = new core.LoadOptionsContext(workflow, node, additionalData({ currentNodeParameters: node.parameters }), '');
			const search = nodeType(node.type).methods?.listSearch?.[method];
			if (!search) throw new Error(`${node.type} has no search method ${method}`);
			return await search.call(context, filter, paginationToken);
		},

		async credentialTest(type) {
			const { test } = loader.getCredential(type).type;
			const values = credentials[type] ?? {};
			const workflow = workflowOf({ nodes: [], connections: {} });
			const fill = (text: unknown) => (String(text).startsWith('=') ? resolve(workflow, String(text), values) : String(text));
			const request = await new CredentialsOfThisRun().authenticate(values, type, { url: '' }, workflow);
			const answer = await fetch(fill(test?.request.baseURL) + fill(test?.request.url), { headers: request.headers as Record<string, string> });
			const rule = test?.rules?.find(({ type: kind, properties }) => kind === 'responseCode' && properties.value === answer.status);
			return { status: answer.status, message: rule?.properties.message };
		},
	};
}
