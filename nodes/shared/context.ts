import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** Every part of n8n from which a node of this pack calls Linkmill. */
export type Caller = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

/** Name of the credential that all nodes use. */
export const CREDENTIAL = 'linkmillApi';

/** Sent as User-Agent, so that a server's log tells this pack from other clients. */
export const USER_AGENT = 'n8n-nodes-linkmill/0.1.0';

/** By the word `canceled` in it, n8n tells a cancelled execution from a failed one. */
export const CANCELED = 'The execution was canceled';

/** The signal by which n8n cancels an execution; outside of executions there is none. */
export function cancelSignal(caller: Caller): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in caller ? caller.getExecutionCancelSignal() : undefined;
}
