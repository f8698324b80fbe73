import { mill, nonces, receiver, startMills } from './mills.ts';
import { pass, until } from './receiver.ts';

startMills();

describe('a subscription that changes', () => {
	it('is delivered to as soon as it is made, and no longer once it is removed or paused', async () => {
		const to = await receiver();
		await mill.deliver();
		await mill.click(7, 2);
		const webhook = await mill.subscribe({ url: to.url, startPosition: 1 });
		await to.received(1);
		await mill.change({ ...webhook, status: 'paused' });
		await mill.click(7);
		await pass(50);
		expect(nonces(to)).toEqual([2]);
		await mill.change(webhook);
		await to.received(2);
		await mill.remove(webhook);
		await mill.click(7);
		await pass(50);
		expect(nonces(to)).toEqual([2, 3]);
		expect(await mill.progress(webhook)).toBeUndefined();
	});

	it('is tried at once, though its receiver was being given a rest', async () => {
		const [bad, good] = [await receiver(() => ({ status: 429, headers: { 'retry-after': '3600' } })), await receiver()];
		const webhook = await mill.subscribe({ url: bad.url });
		await mill.click(7);
		await mill.deliver();
		await bad.received(1);
		await mill.change({ ...webhook, url: good.url });
		await good.received(1);
	});

	it('is tried at once when it is resumed as it was', async () => {
		const to = await receiver((_call, index) => ({ status: index === 0 ? 500 : 200, headers: { 'retry-after': '3600' } }));
		const webhook = await mill.subscribe({ url: to.url });
		await mill.click(7);
		await mill.deliver();
		await until(async () => (await mill.progress(webhook))?.failures === 1);
		await mill.deliverer!.sync(webhook.id);
		await to.received(2);
	});

	it('waits after a restart of the server as long as it would have', async () => {
		const to = await receiver(() => ({ status: 500, headers: { 'retry-after': '3600' } }));
		const webhook = await mill.subscribe({ url: to.url });
		await mill.click(7);
		await mill.deliver();
		await until(async () => (await mill.progress(webhook))?.failures === 1);
		await mill.deliverer!.stop();
		await mill.deliver();
		await pass(50);
		expect(to.calls).toHaveLength(1);
	});

	it('applies a new filter from the cursor on', async () => {
		const to = await receiver();
		const webhook = await mill.subscribe({ url: to.url });
		await mill.deliver();
		await mill.click(7);
		await to.received(1);
		await mill.change({ ...webhook, filter: { slugs: ['slug-8'] } });
		await mill.click(7);
		await mill.click(8);
		await to.received(2);
		expect(nonces(to)).toEqual([1, 3]);
	});

	it('begins anew where it is told to', async () => {
		const to = await receiver();
		const webhook = await mill.subscribe({ url: to.url });
		await mill.click(7, 3);
		await mill.deliver();
		await to.received(3);
		await until(async () => (await mill.progress(webhook))?.cursor === 3);
		await mill.change({ ...webhook, startRevision: 2, startPosition: 1 });
		await to.received(5);
		expect(nonces(to)).toEqual([1, 2, 3, 2, 3]);
	});

	it('ends when its time has come, and tells', async () => {
		const to = await receiver();
		const webhook = await mill.subscribe({ url: to.url, expiresAt: Date.now() + 200 });
		await mill.deliver();
		await mill.click(7);
		await to.received(1);
		await pass(250);
		await mill.click(7);
		await pass(50);
		expect(to.calls).toHaveLength(1);
		await mill.deliverer!.sync();
		expect(mill.expired).toEqual([webhook]);
	});
});
