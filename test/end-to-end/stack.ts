import { openTemporaryStack, type Stack } from '../../scripts/stack.ts';

/** A stack of a test's own. */
export interface TestStack extends Stack {
	/** A call to the backend's API; throws unless the answer is a success. */
	api<Answer>(method: string, path: string, body?: object): Promise<Answer>;
}

/** Starts a stack of which nothing is left after `close`. */
export async function openTestStack(): Promise<TestStack> {
	const stack = await openTemporaryStack();
	return {
		...stack,
		async api<Answer>(method: string, route: string, body?: object) {
			const response = await fetch(`${stack.url}${route}`, {
				method,
				headers: { authorization: `Bearer ${stack.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
				...(body && { body: JSON.stringify(body) }),
			});
			if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
			return (await response.json()) as Answer;
		},
	};
}
