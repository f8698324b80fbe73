import { systemClock } from '../../../backend/src/webhooks/clock.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { Mill } from './mill.ts';
import { startReceiver, type Receiver } from './receiver.ts';

/** The mill of the test that runs: a log with two links, and what delivers from it. */
export let mill: Mill;

const receivers: Receiver[] = [];

/** A receiver that is closed after the test. */
export const receiver = async (...parameters: Parameters<typeof startReceiver>) => {
	const started = await startReceiver(...parameters);
	receivers.push(started);
	return started;
};

/** Pauses between repeats take a hundredth of their time; everything else takes its own. */
export const impatient = { sleep: (milliseconds: number, signal?: AbortSignal) => systemClock.sleep(milliseconds / 100, signal), now: () => Date.now() * 100 };

/** Time stands still but for pauses, which take no time at all: the second of each attempt is exact. */
export const leaping = () => {
	let now = Date.UTC(2026, 10, 22, 8);
	return { now: () => now, sleep: async (milliseconds: number) => { now += milliseconds; } };
};

/** When each call was signed, in seconds after the first. */
export const secondsAfterFirst = (to: Receiver) => to.calls.map(({ headers }) => Number(headers['webhook-timestamp']) - Number(to.calls[0]!.headers['webhook-timestamp']));

/** The number of each click, from 1 on. */
export const nonces = (to: Receiver) => to.calls.map(({ body }) => parseInt(body.click_id!.slice(-12), 16));

/** 1, 2, 3 … up to a number. */
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Asks for a mill for each test of this file. */
export function startMills(): void {
	const folder = temporaryFolder('deliveries');
	beforeEach(async () => {
		mill = new Mill(folder.path);
		await mill.link(7, { tags: ['sale'] });
		await mill.link(8);
	});
	afterEach(async () => {
		const stopped = mill.deliverer?.stop();
		// Those that keep a call waiting would hold the end up.
		for (const one of receivers.splice(0)) await one.close();
		await stopped;
		expect(mill.reported).toEqual([]);
	});
}
