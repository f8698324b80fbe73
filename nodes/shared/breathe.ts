import { sleep } from 'n8n-workflow';

/** Items between two pauses: some 20 ms of work. */
const ITEMS = 1000;

/** Lets n8n do something else now and then while many items are worked on: a cancellation arrives only then. */
export async function breathe(done: number): Promise<void> {
	if (done % ITEMS === ITEMS - 1) await sleep(0);
}
