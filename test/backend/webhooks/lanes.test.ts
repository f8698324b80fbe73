import { Lanes } from '../../../backend/src/webhooks/lanes.ts';
import { pass, until } from './receiver.ts';

/** A call that is answered when the test says so. */
function hanging() {
	const answers: Array<() => void> = [];
	return { call: () => new Promise<void>((resolve) => answers.push(resolve)), begun: () => answers.length, answerAll: () => { for (const answer of answers) answer(); } };
}

it('lets a quick receiver through within about a second, however many others turn out to hang', async () => {
	const [lanes, others] = [new Lanes(), hanging()];
	const waiting = Array.from({ length: 400 }, () => lanes.run(true, others.call));
	await pass(0);
	expect(others.begun()).toBe(256);
	const at = Date.now();
	await lanes.run(true, async () => undefined);
	expect(Date.now() - at).toBeGreaterThan(500);
	expect(others.begun()).toBe(400);
	others.answerAll();
	await Promise.all(waiting);
}, 20_000);

it('keeps those that are known to be slow to few slots, which take nothing from the quick ones', async () => {
	const [lanes, slow] = [new Lanes(), hanging()];
	const waiting = Array.from({ length: 300 }, () => lanes.run(false, slow.call));
	await pass(0);
	expect(slow.begun()).toBe(64);
	let done = 0;
	await Promise.all(Array.from({ length: 500 }, () => lanes.run(true, async () => { done++; })));
	expect(done).toBe(500);
	for (let begun = 0; begun < 300; begun = slow.begun()) {
		slow.answerAll();
		await pass(0);
	}
	slow.answerAll();
	await Promise.all(waiting);
});

it('has a bound for all together', async () => {
	const [lanes, others] = [new Lanes(), hanging()];
	const waiting = Array.from({ length: 1100 }, () => lanes.run(true, others.call));
	await until(() => others.begun() >= 1024, 20_000);
	await pass(1100);
	expect(others.begun()).toBe(1024);
	for (let begun = 0; begun < 1100; begun = others.begun()) {
		others.answerAll();
		await pass(0);
	}
	others.answerAll();
	await Promise.all(waiting);
}, 30_000);

it('gives a slot back where a call fails', async () => {
	const lanes = new Lanes();
	for (let i = 0; i < 300; i++) await expect(lanes.run(true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await lanes.run(true, async () => 1)).toBe(1);
});
