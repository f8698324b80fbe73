import { parse } from 'flatted';
import type { Execution, N8nClient, StoredWorkflow, WorkflowFile } from '../../scripts/n8n/client.ts';
import type { CredentialReference } from '../../scripts/n8n/workflows.ts';

/** The trigger's node in {@link triggerWorkflow}. */
export const TRIGGER = 'Link Click Trigger';

/** A workflow that a click starts, and that takes a moment: so that there is something to cut off. */
export const triggerWorkflow = (name: string, credential: CredentialReference, parameters: Record<string, unknown>): WorkflowFile => {
	const number = Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, code) => (sum * 31 + code) % 1_000_000, 7);
	const uuid = (last: number) => `6f0d5a52-0000-4000-8000-${String(number * 10 + last).padStart(12, '0')}`;
	return {
		name,
		nodes: [
			{
				id: uuid(1),
				name: TRIGGER,
				type: 'n8n-nodes-linkmill.linkClickTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: uuid(2),
				parameters,
				credentials: { linkmillApi: credential },
			},
			{ id: uuid(3), name: 'A Moment', type: 'n8n-nodes-base.wait', typeVersion: 1.1, position: [200, 0], webhookId: uuid(4), parameters: { amount: 0.1, unit: 'seconds' } },
		],
		connections: { [TRIGGER]: { main: [[{ node: 'A Moment', type: 'main', index: 0 }]] } },
	};
};

/** What n8n's list says of one execution. */
export interface Run {
	status: Execution['status'];
	/** Ids of the events that it was started with. Of one that it cut off, n8n sometimes keeps no item, or an empty one. */
	events: string[];
}

type Items = { json: { id?: string } }[];

/** n8n's run data: what the trigger put out, or still lies before it where n8n was killed too early. */
interface RunData {
	resultData?: { runData?: Record<string, { data?: { main?: Items[] } }[]> };
	executionData?: { nodeExecutionStack?: { node: { name: string }; data: { main?: Items[] } }[] };
}

/** All executions of a workflow, oldest first; undefined while one of them is going on. */
export async function runsOf(n8n: N8nClient, workflow: Pick<StoredWorkflow, 'id'>): Promise<Run[] | undefined> {
	const listed = new Map<string, Execution['status']>();
	for (let cursor: string | null | undefined; cursor !== null; ) {
		const { results, nextCursor } = await n8n.executionPage(workflow, cursor);
		for (const { id, status } of results) listed.set(id, status);
		cursor = nextCursor;
	}
	const statuses = [...listed.values()];
	if (statuses.some((status) => ['new', 'running', 'waiting'].includes(status))) return undefined;
	const runs: Run[] = [];
	for (const [id, status] of [...listed].sort(([a], [b]) => Number(a) - Number(b))) {
		const { resultData, executionData } = parse((await n8n.execution(id)).data) as RunData;
		const out = resultData?.runData?.[TRIGGER]?.[0]?.data?.main?.[0];
		const waiting = executionData?.nodeExecutionStack?.find(({ node }) => node.name === TRIGGER)?.data.main?.[0];
		runs.push({ status, events: (out ?? waiting ?? []).flatMap(({ json }) => json.id ?? []) });
	}
	return runs;
}
