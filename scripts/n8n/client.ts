/** A workflow as exported by n8n. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	connections: object;
	settings?: object;
	/** Outputs that nodes are given instead of running, by their names. */
	pinData?: Record<string, { json: object }[]>;
}

/** A node of a workflow; n8n-workflow's INode, as far as it is needed here. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
}

/** What n8n says of a workflow that it holds. */
export interface StoredWorkflow {
	id: string;
	name: string;
	versionId: string;
	active: boolean;
}

/** One run of a workflow. */
export interface Execution {
	id: string;
	status: 'new' | 'running' | 'success' | 'error' | 'waiting' | 'canceled' | 'crashed' | 'unknown';
	workflowId: string;
}

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** n8n's REST API, the one that its editor uses: calls are as the editor makes them. */
export class N8nClient {
	readonly #url: string;
	#cookie = '';

	constructor(url: string) {
		this.#url = url;
	}

	/** Signs in; makes the owner's account first where the instance is new. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.#call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('GET', '/settings');
		if (settings.userManagement.showSetupOnFirstLoad) await this.#call('POST', '/owner/setup', owner);
		await this.#call('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** The instance's credentials by name. */
	credentials = () => this.#call<{ id: string; name: string; type: string }[]>('GET', '/credentials');

	createCredential = (name: string, type: string, data: Record<string, string>) =>
		this.#call<{ id: string; name: string }>('POST', '/credentials', { name, type, data });

	updateCredential = (id: string, name: string, type: string, data: Record<string, string>) =>
		this.#call<{ id: string; name: string }>('PATCH', `/credentials/${id}`, { name, type, data });

	/** What the editor's "Test" says of a stored credential with this data. */
	testCredential = (id: string, name: string, type: string, data: Record<string, string>) =>
		this.#call<{ status: 'OK' | 'Error'; message: string }>('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});

	workflows = () => this.#call<StoredWorkflow[]>('GET', '/workflows');

	/** Stores a workflow; `active` is left to {@link activate}. */
	createWorkflow = (workflow: WorkflowFile) =>
		this.#call<StoredWorkflow>('POST', '/workflows', { settings: {}, ...workflow, active: false });

	/** Publishes a workflow: n8n registers its webhooks in the background, see {@link publicationStatus}. */
	activate = ({ id, versionId }: StoredWorkflow) => this.#call('POST', `/workflows/${id}/activate`, { versionId });

	deactivate = ({ id }: StoredWorkflow) => this.#call('POST', `/workflows/${id}/deactivate`, {});

	publicationStatus = ({ id }: StoredWorkflow) => this.#call<unknown>('GET', `/workflows/${id}/publication-status`);

	/** Starts a workflow from its manual trigger. */
	run = ({ id }: StoredWorkflow, trigger: string) =>
		this.#call<{ executionId: string }>('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });

	execution = (id: string) => this.#call<Execution & { data: string }>('GET', `/executions/${id}`);

	/** The executions of a workflow, newest first, a hundred at a time; `nextCursor` is null on the last page. */
	executionPage = ({ id }: Pick<StoredWorkflow, 'id'>, cursor?: string) => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const after = cursor === undefined ? '' : `&cursor=${cursor}`;
		return this.#call<{ results: Execution[]; nextCursor: string | null }>('GET', `/executions?limit=100&filter=${filter}${after}`);
	};

	/** The executions of a workflow, newest first, at most a hundred. */
	executions = async (workflow: Pick<StoredWorkflow, 'id'>) => (await this.executionPage(workflow)).results;

	async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const response = await fetch(`${this.#url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', 'browser-id': 'linkmill', cookie: this.#cookie },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		const cookie = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';', 1)[0] ?? '';
		return (JSON.parse(text) as { data: Answer }).data;
	}
}
