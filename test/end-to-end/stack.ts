import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStack, type Stack } from '../../scripts/stack.ts';

/** A stack of a test's own. */
export interface TestStack extends Stack {
	/** A call to the backend's API; throws unless the answer is a success. */
	api<Answer>(method: string, path: string, body?: object): Promise<Answer>;
}

/** Starts a stack in a temporary folder, which `close` removes, on free ports. */
export async function openTestStack(): Promise<TestStack> {
	const folder = await mkdtemp(path.join(tmpdir(), 'linkmill-end-to-end-'));
	const stack = await openStack({ folder });
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
		async close() {
			await stack.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
