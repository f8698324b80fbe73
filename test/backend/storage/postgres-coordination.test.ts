import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { SHARE_KEPT_MS, type Heads, type Shares } from '../../../backend/src/storage/coordination.ts';
import type { Storage } from '../../../backend/src/storage/storage.ts';

import { eventually, onPostgres } from './on-postgres.ts';

describe('processes on one PostgreSQL database', () => {
	const database = onPostgres();
	let storage: Storage;
	let other: Storage;

	beforeEach(async () => {
		storage = await database.start();
		other = await database.start();
	});

	describe('divide shares among themselves', () => {
		const hold = async (...holders: Shares[]) => {
			const held: number[][] = [];
			for (const holder of holders) held.push([...(await holder.hold())].sort((a, b) => a - b));
			return held;
		};

		it('one has all, and leaves the half to a second one, a look after it has stopped to work on it', async () => {
			const [first, second] = [storage.shares('deliveries', 4), other.shares('deliveries', 4)];
			expect(await hold(first)).toEqual([[0, 1, 2, 3]]);
			expect(await hold(second, first)).toEqual([[], [0, 1]]);
			expect(await hold(second)).toEqual([[]]);
			expect(await hold(first, second, first)).toEqual([[0, 1], [2, 3], [0, 1]]);
		});

		it('each share is one process’s, however many look at the same time', async () => {
			await fc.assert(
				fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), async (count, processes) => {
					const task = randomUUID();
					const all = Array.from({ length: processes }, (_, nth) => (nth % 2 === 0 ? storage : other).shares(task, count));
					for (let look = 0; look < 5; look++) {
						const held = await Promise.all(all.map((shares) => shares.hold()));
						const each = held.flatMap((one) => [...one]);
						expect(new Set(each).size).toBe(each.length);
						if (look === 4) expect(each.length).toBe(count);
						if (look === 4) for (const one of held) expect(one.size).toBeLessThanOrEqual(Math.ceil(count / processes));
					}
				}),
				{ numRuns: 10 },
			);
		});

		it('takes over what a process has given up at once, and what a dead one had when its time is over', async () => {
			const [first, second] = [storage.shares('reader', 1), other.shares('reader', 1)];
			expect(await hold(first, second)).toEqual([[0], []]);
			await first.release();
			expect(await hold(second, first)).toEqual([[0], []]);
			await sleep(SHARE_KEPT_MS + 100);
			expect(await hold(first, second)).toEqual([[0], []]);
		}, 15_000);

		it('tasks have nothing to do with each other', async () => {
			expect(await hold(storage.shares('one', 2), other.shares('two', 1))).toEqual([[0, 1], [0]]);
		});

		it('while the database is away, keeps what nobody else can have taken, and then nothing', async () => {
			const alone = await database.start();
			const shares = alone.shares('reader', 1);
			expect(await hold(shares)).toEqual([[0]]);
			const began = performance.now();
			await database.away(async () => {
				expect(await hold(shares)).toEqual([[0]]);
				await expect(
					(async () => {
						for (;;) {
							await shares.hold();
							expect(performance.now() - began).toBeLessThan(SHARE_KEPT_MS);
							await sleep(200);
						}
					})(),
				).rejects.toMatchObject({ name: 'StorageUnavailable' });
			});
			expect(await hold(shares)).toEqual([[0]]);
		}, 15_000);
	});

	describe('hear of each other', () => {
		function listening(to: Storage) {
			const heard: unknown[] = [];
			const heads: Heads = {};
			const signals = to.signals();
			signals.listen({
				links: (slugs) => heard.push(['links', slugs]),
				keys: () => heard.push(['keys']),
				webhooks: (resumed) => heard.push(['webhooks', resumed]),
				heads: (told) => Object.assign(heads, told),
				hearing: (hears) => heard.push(hears),
			});
			return { signals, heard, heads, until: (what: unknown) => eventually(() => { expect(heard).toContainEqual(what); }) };
		}

		it('of links, keys and webhooks, as they are written, and of nothing that cannot be read', async () => {
			const { heard, until } = listening(storage);
			await until(true);
			const client = new pg.Client({ connectionString: database.url });
			await client.connect();
			for (const payload of ['{"links":["a","b"]}', 'nonsense', '7', '{"links":null}', '{"keys":true}', '{"webhooks":true}', '{"webhooks":true,"resumed":7}']) await client.query('SELECT pg_notify($1, $2)', ['linkmill', payload]);
			await client.end();
			await until(['webhooks', 7]);
			expect(heard).toEqual([true, ['links', ['a', 'b']], ['links', null], ['keys'], ['webhooks', undefined], ['webhooks', 7]]);
		});

		it('of heads, the last of each, in a few tidings', async () => {
			const [listener, teller] = [listening(storage), other.signals()];
			await listener.until(true);
			for (let log = 1; log <= 500; log++) teller.tell({ log });
			teller.tell({ enriched: 400 });
			await eventually(() => { expect(listener.heads).toEqual({ log: 500, enriched: 400 }); });
			other.signals().resume(3);
			await listener.until(['webhooks', 3]);
		});

		it.each(['cut', 'hold'] as const)('and know soon when they do not, until they do again: %s', async (how) => {
			const { heard, until } = listening(storage);
			await until(true);
			const began = performance.now();
			database.line[how]();
			await until(false);
			// Where nobody else is at work here, within a second.
			expect(performance.now() - began).toBeLessThan(3000);
			database.line.mend();
			await eventually(() => { expect(heard).toEqual([true, false, true]); });
		});
	});

	it('do not believe that they hear where a pooler keeps notifications from them', async () => {
		database.line.deafen();
		const heard: boolean[] = [];
		storage.signals().listen({ links: () => undefined, keys: () => undefined, webhooks: () => undefined, heads: () => undefined, hearing: (hears) => heard.push(hears) });
		await eventually(() => { expect(heard).toEqual([false]); });
		database.line.mend();
		await eventually(() => { expect(heard).toEqual([false, true]); });
	});

	it('share secrets: the first one made is everyone’s, until it is forgotten', async () => {
		const [one, two] = [storage.secrets()!, other.secrets()!];
		const made = await Promise.all([one.ensure('salt/1', 'a'), two.ensure('salt/1', 'b'), one.ensure('salt/1', 'c')]);
		expect(new Set(made).size).toBe(1);
		await one.ensure('salt/2', 'd');
		await one.ensure('session', 'e');
		await two.forget('salt/', ['salt/2']);
		expect([await one.ensure('salt/1', 'new'), await one.ensure('salt/2', 'new'), await one.ensure('session', 'new')]).toEqual(['new', 'd', 'e']);
	});

	describe('share buckets of tokens', () => {
		const NOW = Date.UTC(2026, 0, 1);

		it('that give what is in them, to all together, and not one more', async () => {
			const buckets = [storage.buckets()!, other.buckets()!];
			const taken = await Promise.all(Array.from({ length: 60 }, (_, nth) => buckets[nth % 2]!.take('key', { perSecond: 10, burst: 25 }, NOW)));
			expect(taken.filter((one) => one.taken).length).toBe(25);
			expect(Math.min(...taken.map(({ left }) => left))).toBe(0);
		});

		it('that fill as one would work out', async () => {
			const buckets = storage.buckets()!;
			const steps = fc.array(fc.integer({ min: -50, max: 400 }), { maxLength: 12 });
			await fc.assert(
				fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 }), steps, async (perSecond, burst, pauses) => {
					const bucket = randomUUID();
					let [tokens, filledAt, now] = [burst, NOW, NOW];
					await buckets.take(bucket, { perSecond, burst: burst + 1 }, NOW);
					for (const pause of pauses) {
						now += pause;
						tokens = Math.min(burst, tokens + (Math.max(now - filledAt, 0) * perSecond) / 1000);
						filledAt = Math.max(filledAt, now);
						const expected = tokens >= 1;
						if (expected) tokens--;
						const { taken, left } = await buckets.take(bucket, { perSecond, burst }, now);
						expect(taken).toBe(expected);
						expect(left).toBeCloseTo(tokens, 6);
					}
				}),
				{ numRuns: 30 },
			);
		});
	});
});
