import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is not undefined; after `timeout` milliseconds says what it waited for. */
export async function eventually<Answer>(
	what: string,
	ask: () => Promise<Answer | undefined>,
	timeout = 30_000,
): Promise<Answer> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeout / 1000} s in vain: ${what}`);
		await sleep(250);
	}
}
