import type { LinkmillEvent } from '../../../contract/event.ts';
import { impatient, leaping, mill, nonces, receiver, secondsAfterFirst, startMills, upTo } from './mills.ts';
import { pass, until } from './receiver.ts';

startMills();

it('sends every click in order, one at a time, signed, as the event that the log holds', async () => {
	const to = await receiver(async () => {
		await pass(1);
		return { status: 204 };
	});
	const webhook = await mill.subscribe({ url: to.url });
	await mill.click(7, 250);
	await mill.deliver();
	await to.received(250);
	expect(nonces(to)).toEqual(upTo(250));
	expect(to.atOnce()).toBe(1);
	for (const call of to.calls) {
		expect(to.verify(call, webhook.secret)).toEqual(call.body);
		expect(call.headers['webhook-id']).toBe(call.body.id);
	}
	expect(to.calls[0]?.body).toMatchObject({ type: 'link.clicked', link_slug: 'slug-7', kind: 'human', occurred_at: expect.any(String) } satisfies Partial<LinkmillEvent>);
	await until(async () => (await mill.progress(webhook))?.cursor === 250);
});

it('wakes within 50 ms of a click when it is idle', async () => {
	const to = await receiver();
	await mill.subscribe({ url: to.url });
	await mill.deliver();
	const took: number[] = [];
	for (const count of upTo(9)) {
		await pass(20);
		const at = Date.now();
		await mill.click(7);
		await to.received(count);
		took.push(to.calls.at(-1)!.at - at);
	}
	// The middle one: other work on the machine may hold a single one up.
	expect(took.sort((a, b) => a - b)[4]).toBeLessThan(50);
});

it('repeats what was not taken with the same id and a new signature, and goes on in order', async () => {
	const to = await receiver((_call, index) => ({ status: [503, 400, 301, 200][index] ?? 200, body: 'not\n\tnow' }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.deliver({ clock: impatient });
	await mill.click(7, 3);
	await to.received(6);
	expect(nonces(to)).toEqual([1, 1, 1, 1, 2, 3]);
	expect(new Set(to.calls.slice(0, 4).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
	expect(new Set(to.calls.slice(0, 4).map(({ headers }) => headers['webhook-timestamp'])).size).toBeGreaterThan(1);
	await until(async () => (await mill.progress(webhook))?.cursor === 3);
	expect(await mill.progress(webhook)).toMatchObject({ failures: 0, lastError: null, nextAttemptAt: null });
});

it('tells what went wrong, and when it tries again', async () => {
	const to = await receiver(() => ({ status: 503, body: 'not\n\tnow', headers: { 'retry-after': '120' } }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.deliver();
	await mill.click(7);
	await until(async () => (await mill.progress(webhook)) !== undefined);
	const progress = await mill.progress(webhook);
	expect(progress).toMatchObject({ cursor: 0, failures: 1, lastError: 'answered 503 Service Unavailable: not now' });
	expect(Math.abs(progress!.nextAttemptAt! - Date.now() - 120_000)).toBeLessThan(2000);
});

it('counts a receiver that does not answer as failed', async () => {
	const to = await receiver((_call, index) => (index === 0 ? 'hang' : { status: 200 }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.deliver({ timeoutMs: 100 });
	await mill.click(7);
	await until(async () => (await mill.progress(webhook))?.failures === 1);
	expect((await mill.progress(webhook))?.lastError).toMatch(/no answer within 0\.1 s$/);
	await to.received(2);
});

it('does not deliver to an address that is no longer allowed, and tells the setting', async () => {
	const to = await receiver();
	const webhook = await mill.subscribe({ url: to.url });
	await mill.click(7);
	await mill.deliver({ loopback: false });
	await until(async () => (await mill.progress(webhook))?.failures === 1);
	expect((await mill.progress(webhook))?.lastError).toContain(`LINKMILL_WEBHOOK_ALLOW=${new URL(to.url).host}`);
	expect(to.connections()).toBe(0);
});

it('goes on where the last process stopped, and sends again only what was not put down', async () => {
	const to = await receiver((call) => (parseInt(call.body.click_id!.slice(-12), 16) === 4 ? 'hang' : { status: 200 }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.click(7, 6);
	await mill.deliver({ clock: impatient });
	await to.received(4);
	await until(async () => (await mill.progress(webhook))?.cursor === 3);
	const stopping = mill.deliverer!.stop();
	const other = await receiver();
	await mill.links.transaction((transaction) => transaction.webhooks.update({ ...webhook, url: other.url }));
	await stopping;
	await mill.deliver();
	await other.received(3);
	expect(nonces(other)).toEqual([4, 5, 6]);
}, 15_000);

it('passes over what does not match, without a write for each, and says so soon', async () => {
	const to = await receiver();
	let saved = 0;
	const counting = mill.savingBy(async (...what) => {
		saved++;
		await mill.deliveries.save(...what);
	});
	const webhook = await mill.subscribe({ url: to.url, filter: { tags: ['sale'] } });
	await mill.click(8, 700);
	await mill.deliver({ deliveries: counting });
	await until(async () => (await mill.progress(webhook))?.cursor === 700);
	expect(saved).toBe(1);
	await mill.click(7, 1);
	await to.received(1);
	expect(nonces(to)).toEqual([701]);
});

it('sends at most so many a second', async () => {
	const to = await receiver();
	await mill.subscribe({ url: to.url, rate: 0.5 });
	await mill.click(7, 5);
	await mill.deliver({ clock: leaping() });
	await to.received(5);
	expect(secondsAfterFirst(to)).toEqual([0, 2, 4, 6, 8]);
});

it('waits longer after each failure, and no longer than the receiver asks for once it asks', async () => {
	const replies = [...Array.from({ length: 11 }, () => ({ status: 500 })), { status: 429, headers: { 'retry-after': '1800' } }, { status: 200 }];
	const to = await receiver((_call, index) => replies[index] ?? { status: 200 });
	await mill.subscribe({ url: to.url });
	await mill.click(7);
	await mill.deliver({ clock: leaping() });
	await to.received(13);
	const pauses = secondsAfterFirst(to).map((second, index, all) => second - (all[index - 1] ?? 0));
	expect(pauses).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 1800]);
});

it('lets no dead or slow receiver hold up another, not even hundreds of them', async () => {
	const [dead, slow, good] = [await receiver(() => ({ status: 500 })), await receiver(() => 'hang'), await receiver()];
	for (let i = 0; i < 100; i++) await mill.subscribe({ url: dead.url });
	for (let i = 0; i < 150; i++) await mill.subscribe({ url: slow.url });
	await mill.subscribe({ url: good.url });
	await mill.click(7, 50);
	await mill.deliver();
	await good.received(50, 3000);
	expect(nonces(good)).toEqual(upTo(50));
	await slow.received(150);
	expect(slow.calls).toHaveLength(150);
}, 20_000);

it('pauses where the receiver is gone, and tells which one', async () => {
	const to = await receiver(() => ({ status: 410, body: 'bye' }));
	const webhook = await mill.subscribe({ url: to.url });
	await mill.deliver();
	await mill.click(7, 2);
	await until(() => mill.gone.length > 0);
	expect(mill.gone).toEqual([webhook]);
	await mill.change({ ...webhook, status: 'paused' });
	await pass(50);
	expect(to.calls).toHaveLength(1);
	expect(await mill.progress(webhook)).toMatchObject({ cursor: 0, lastError: 'answered 410 Gone: bye' });
});

it('stops while a receiver keeps it waiting, within ten seconds', async () => {
	const to = await receiver(() => 'hang');
	await mill.subscribe({ url: to.url });
	await mill.click(7);
	await mill.deliver();
	await to.received(1);
	const at = Date.now();
	await mill.deliverer!.stop();
	expect(Date.now() - at).toBeLessThan(10_000);
}, 15_000);

it('lets a delivery that is under way finish when it stops', async () => {
	const to = await receiver(async () => {
		await pass(300);
		return { status: 200 };
	});
	const webhook = await mill.subscribe({ url: to.url });
	await mill.click(7, 2);
	await mill.deliver();
	await to.received(1);
	await mill.deliverer!.stop();
	expect(await mill.progress(webhook)).toMatchObject({ cursor: 1 });
	expect(to.calls).toHaveLength(1);
});

it('sends nothing twice when the disk is full for a while', async () => {
	const to = await receiver();
	let full = true;
	const disk = mill.savingBy(async (...what) => {
		if (full) throw new Error('database or disk is full');
		await mill.deliveries.save(...what);
	});
	await mill.subscribe({ url: to.url });
	await mill.click(7, 3);
	await mill.deliver({ deliveries: disk, clock: impatient });
	await until(() => mill.reported.length > 2);
	expect(nonces(to)).toEqual([1]);
	full = false;
	await to.received(3);
	expect(nonces(to)).toEqual([1, 2, 3]);
	mill.reported.length = 0;
});
