/** Webhook triggers in n8n's engine; see engine.ts. Only erasable TypeScript. */
import type * as Core from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, INodeType, IWebhookResponseData, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';

/** One answer of a trigger's webhook. */
export interface Delivery {
	/** The items that start the workflow; undefined when nothing starts. */
	started: INodeExecutionData[] | undefined;
	/** The answer that the node gave itself; undefined when n8n gives its own 200. */
	status: number | undefined;
}

/** A webhook trigger in the engine's hands, as when a workflow is activated. */
export interface TriggerHandle {
	checkExists(): Promise<boolean>;
	create(): Promise<boolean>;
	delete(): Promise<boolean>;
	/**
	 * Hands it a delivery. `answer` is what n8n answers once an execution was started; `later` leaves it to the function that is
	 * called with a way to answer.
	 */
	receive(rawBody: string, headers: Record<string, string>, options?: { answer?: number; later?: (answer: (status: number) => void) => void }): Promise<Delivery>;
	/** What n8n has stored for the workflow. */
	readonly staticData: IDataObject;
}

/** What {@link webhookTrigger} is made of. */
interface TriggerParts {
	/** A workflow on this static data, which it makes observable. */
	build(staticData: IDataObject): Workflow;
	staticData: IDataObject;
	node: INode;
	test: boolean;
	activation: 'activate' | 'update';
	additional: (extra?: object) => IWorkflowExecuteAdditionalData;
}

/** A trigger as n8n calls it: each call with a workflow of its own, and static data that is stored where n8n stores it. */
export function webhookTrigger(core: typeof Core, type: INodeType, { build, staticData, node, test, activation, additional }: TriggerParts): TriggerHandle {
	const webhookDescription = type.description.webhooks?.[0];
	const methods = type.webhookMethods?.default;
	if (!webhookDescription || !methods || !type.webhook) throw new Error(`${node.type} is no webhook trigger`);
	const plain = (data: IDataObject) => JSON.parse(JSON.stringify(data)) as IDataObject;
	let stored = plain(staticData);
	const store = (workflow: Workflow) => {
		if (workflow.staticData.__dataChanged === true) stored = plain(workflow.staticData);
	};
	const webhookOf = ({ id }: Workflow) => ({
		httpMethod: 'POST' as const, node: node.name, path: webhookDescription.path, webhookDescription,
		workflowId: id, workflowExecuteAdditionalData: additional(), isTest: test,
	});
	const hook = async (name: 'checkExists' | 'create' | 'delete') => {
		const workflow = build(plain(stored));
		// n8n removes webhooks in this mode, those of a test too.
		const [mode, activationMode] = name === 'delete' ? (['internal', 'update'] as const) : test ? (['manual', 'manual'] as const) : (['trigger', activation] as const);
		const done = await methods[name].call(new core.HookContext(workflow, node, additional(), mode, activationMode, webhookOf(workflow)));
		store(workflow);
		return done;
	};

	return {
		checkExists: async () => await hook('checkExists'),
		create: async () => await hook('create'),
		delete: async () => await hook('delete'),
		get staticData() {
			return stored;
		},
		async receive(rawBody, headers, { answer = 200, later } = {}) {
			const data = plain(stored);
			const workflow = build(data);
			let status: number | undefined;
			const httpResponse = {
				statusCode: 200, writableEnded: false,
				status: (code: number) => ((status = code), httpResponse),
				json: () => httpResponse, send: () => httpResponse, end: () => httpResponse,
			};
			const httpRequest = { headers, body: JSON.parse(rawBody) as unknown, rawBody: Buffer.from(rawBody), params: {}, query: {} };
			const context = new core.WebhookContext(workflow, node, additional({ httpRequest, httpResponse }), test ? 'manual' : 'webhook', webhookOf(workflow), [], null);
			const given: IWebhookResponseData | undefined = await type.webhook?.call(context);
			if (given?.noWebhookResponse && status === undefined) throw new Error('The node leaves the request without an answer');
			const started = given?.workflowData?.[0];
			// To store the execution, n8n 2.41 makes another workflow of the same data, which takes away the mark of a change.
			if (started && !test) build(data);
			const reply = (code: number) => {
				if (code < 300) store(workflow);
				Object.assign(httpResponse, { statusCode: code, writableEnded: true });
			};
			if (started && later) later(reply);
			else reply(started ? answer : 200);
			return { started, status };
		},
	};
}
