import { parse } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, N8nClient } from './client.ts';

/** What a node put out: an item's JSON and the names of its binary fields. */
export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, { fileName?: string; data: string }>;
}

/** A run that is over. */
export interface FinishedExecution {
	status: Execution['status'];
	/** The message of the error that ended it. */
	error: string | undefined;
	/** What a node put out on its first output, in its first run; none where it did not run. */
	items(node: string): Item[];
}

/** n8n's run data, as far as we look at it. It is stored in flatted's form, as it may hold cycles. */
interface RunData {
	resultData: {
		error?: { message: string };
		runData?: Record<string, { data?: { main?: (Item[] | null)[] } }[]>;
	};
}

const OVER = new Set<Execution['status']>(['success', 'error', 'canceled', 'crashed']);

/** Waits until an execution is over; rejects after `timeout` milliseconds. */
export async function finished(n8n: N8nClient, id: string, timeout = 60_000): Promise<FinishedExecution> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const { status, data } = await n8n.execution(id);
		if (OVER.has(status)) {
			const { resultData } = parse(data) as RunData;
			return {
				status,
				error: resultData.error?.message,
				items: (node) => resultData.runData?.[node]?.[0]?.data?.main?.[0] ?? [],
			};
		}
		if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${status} after ${timeout / 1000} s`);
		await sleep(200);
	}
}
