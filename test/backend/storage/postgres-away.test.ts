import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { ClickLog, NewHit, Storage } from '../../../backend/src/storage/storage.ts';
import { aHit } from './conformance/samples.ts';
import { eventually, onPostgres } from './on-postgres.ts';

/** Milliseconds in which nobody could have waited for a connection. */
const AT_ONCE = 1000;

describe('while the database is away', () => {
	const database = onPostgres();
	let storage: Storage;
	let log: ClickLog;
	beforeEach(async () => {
		storage = await database.start();
		log = storage.clickLog();
	});

	let last = 0;
	const hit = (differs: Partial<NewHit> = {}) => aHit(1, { nonce: (++last).toString(16).padStart(12, '0'), ...differs });
	const hits = (count: number) => Array.from({ length: count }, () => hit());
	const limited = (max: number): NewHit => ({ ...hit({ kind: 'human' }), linkId: 2, limit: { max, startedFrom: 0 } });
	const nonces = async (from = storage) => (await from.eventReader().logged(0, 10_000)).map((event) => event.hit?.nonce);
	const nothingWaits = (of = log) => eventually(() => { expect(of.spooled()).toEqual({ clicks: 0, bytes: 0 }); });
	const files = () => readdir(join(database.dataDir, 'spool'));

	it('clicks are kept on disk, at once, and are in the log once it is back; those that must be counted fail', async () => {
		const [before, during, after] = [hits(2), hits(7), hits(1)];
		await log.append(before);
		const uncounted = limited(5);
		await database.away(async () => {
			expect(await log.append(during.slice(0, 3))).toEqual(new Map());
			const began = performance.now();
			expect(await log.append([uncounted, ...during.slice(3)])).toEqual(new Map([[uncounted, 'failed']]));
			for (const ask of [() => log.uses(2), () => log.catchUp(), () => log.copyOutbox()]) await expect(ask()).rejects.toMatchObject({ name: 'StorageUnavailable' });
			expect(performance.now() - began).toBeLessThan(AT_ONCE);
			expect(log.spooled().clicks).toBe(7);
			expect(log.spooled().bytes).toBeGreaterThan(7 * 100);
		});
		await nothingWaits();
		expect(await log.append([...after, limited(5)])).toEqual(new Map());
		expect((await log.uses(2)).counter).toEqual({ version: 1, used: 1 });
		expect((await nonces()).slice(0, 10)).toEqual([...before, ...during, ...after].map(({ nonce }) => nonce));
		expect(await files()).toEqual([]);
		expect(log.head()).toBe(11);
	});

	it('new clicks are appended before all that waited is, and limits count again', async () => {
		await database.away(async () => {
			for (let batch = 0; batch < 400; batch++) await log.append(hits(25));
		});
		await eventually(async () => { expect(await log.append([limited(5)])).toEqual(new Map()); });
		await nothingWaits();
		expect((await nonces()).length).toBe(10_000);
		const found = await storage.eventReader().logged(10_000, 10);
		expect(new Set([...(await nonces()), ...found.map((event) => event.hit?.nonce)]).size).toBe(10_001);
	}, 20_000);

	it('it may go away again, for shorter or longer, once all that had waited is in the log', async () => {
		const all: NewHit[] = [];
		for (const count of [3, 2, 2, 5]) {
			await database.away(async () => {
				for (const one of hits(count)) {
					all.push(one);
					await log.append([one]);
				}
			});
			await nothingWaits();
		}
		expect(await nonces()).toEqual(all.map(({ nonce }) => nonce));
	});

	it('it may break at any moment, as often as it likes: every click is in the log once', async () => {
		let appending = true;
		const breaking = (async () => {
			for (let time = 0; appending; time++) {
				await sleep(Math.random() * 60);
				database.line.cut();
				await sleep(time % 3 === 0 ? 0 : Math.random() * 300);
				database.line.mend();
			}
		})();
		const [all, people]: [NewHit[], NewHit[]] = [[], []];
		let letThrough = 0;
		const append = async () => {
			const [batch, person] = [hits(1 + Math.floor(Math.random() * 4)), Math.random() < 0.3 ? [limited(50)] : []];
			const missing = await log.append([...batch, ...person]);
			all.push(...batch);
			people.push(...person);
			letThrough += person.filter((one) => !missing.has(one)).length;
			await sleep(Math.random() * 4);
		};
		try {
			for (const deadline = performance.now() + 6000; performance.now() < deadline; ) await append();
		} finally {
			appending = false;
			await breaking;
		}
		await nothingWaits();
		const found = await nonces();
		const isPerson = new Set(people.map(({ nonce }) => nonce));
		expect(found.filter((nonce) => !isPerson.has(nonce!)).sort()).toEqual(all.map(({ nonce }) => nonce).sort());
		// A person who was let through is in the log; one whose connection broke may be, and was not let through.
		const counted = found.filter((nonce) => isPerson.has(nonce!)).length;
		expect((await log.uses(2)).counter?.used ?? 0).toBe(counted);
		expect(counted).toBeLessThanOrEqual(50);
		expect(letThrough).toBeLessThanOrEqual(counted);
		expect(all.length).toBeGreaterThan(100);
	}, 30_000);

	it('an answer that got lost does not double what was appended', async () => {
		await log.append(hits(1));
		// What is sent arrives; what is answered does not.
		const appending = log.append(hits(3));
		database.line.hold();
		await sleep(20);
		database.line.cut();
		await sleep(50);
		database.line.mend();
		expect(await appending).toEqual(new Map());
		await nothingWaits();
		expect((await nonces()).length).toBe(4);
	});

	it('it is away for those who get no answer, too', async () => {
		await log.append(hits(1));
		database.line.hold();
		expect(await log.append(hits(2))).toEqual(new Map());
		const began = performance.now();
		await log.append(hits(1));
		expect(performance.now() - began).toBeLessThan(AT_ONCE);
		expect(log.spooled().clicks).toBe(3);
		database.line.mend();
		await nothingWaits();
		expect((await nonces()).length).toBe(4);
	}, 20_000);

	it('what a process that died has left is appended by the next, but for a line that was cut off and what was appended before', async () => {
		const during = hits(6);
		await database.away(async () => {
			for (const one of during) await log.append([one]);
			database.end();
		});
		const [file] = (await files()) as [string];
		const path = join(database.dataDir, 'spool', file);
		const lines = await readFile(path, 'utf8');
		await appendFile(path, lines.slice(0, 100));
		const next = await database.start();
		const nextLog = next.clickLog();
		await nothingWaits(nextLog);
		expect(await nonces(next)).toEqual(during.map(({ nonce }) => nonce));
		// It died before it could throw the file away.
		await writeFile(path, lines);
		await writeFile(join(database.dataDir, 'spool', 'notes.txt'), 'not mine');
		const another = (await database.start()).clickLog();
		await nothingWaits(another);
		expect((await nonces(next)).length).toBe(6);
		expect(await files()).toEqual(['notes.txt']);
	});

	it('what was appended in part before a death is completed', async () => {
		const during = hits(9);
		await database.away(async () => {
			for (const one of during) await log.append([one]);
			database.end();
		});
		const path = join(database.dataDir, 'spool', ((await files()) as [string])[0]);
		const lines = (await readFile(path, 'utf8')).split('\n');
		await writeFile(path, lines.slice(0, 4).join('\n') + '\n');
		await nothingWaits((await database.start()).clickLog());
		await writeFile(path, lines.join('\n'));
		const next = await database.start();
		await nothingWaits(next.clickLog());
		expect(await nonces(next)).toEqual(during.map(({ nonce }) => nonce));
	});

	it('no more is kept than is allowed: then clicks cannot be recorded', async () => {
		const small = (await database.start({ dataDir: join(database.dataDir, 'small'), spoolBytes: 5000 })).clickLog();
		await small.append(hits(1));
		let kept = 1;
		await database.away(async () => {
			await expect(
				(async () => {
					for (; kept < 100; kept++) await small.append(hits(1));
				})(),
			).rejects.toMatchObject({ name: 'StorageUnavailable' });
			expect(small.spooled().bytes).toBeLessThanOrEqual(5000);
		});
		await nothingWaits(small);
		expect((await nonces()).length).toBe(kept);
		await small.append(hits(1));
	});

	it('clicks are kept as they are, whatever is in them', async () => {
		const texts = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed().replaceAll('\0', ''));
		const given: NewHit[] = [];
		await database.away(async () => {
			await fc.assert(
				fc.asyncProperty(fc.record({ userAgent: texts, referrer: texts, query: texts, language: texts, variant: fc.option(texts) }), async (differs) => {
					given.push(hit(differs));
					expect(await log.append([given.at(-1)!])).toEqual(new Map());
				}),
				{ numRuns: 60 },
			);
		});
		await nothingWaits();
		expect((await storage.eventReader().logged(0, 1000)).map((event) => event.hit)).toEqual(given);
	});

	it('a folder that cannot be written means that clicks cannot be recorded', async () => {
		const dataDir = join(database.dataDir, 'broken');
		await mkdir(dataDir);
		await writeFile(join(dataDir, 'spool'), 'a file where the folder should be');
		const broken = (await database.start({ dataDir: join(dataDir, 'spool') })).clickLog();
		await database.away(async () => {
			await expect(broken.append(hits(1))).rejects.toMatchObject({ name: 'StorageUnavailable' });
		});
		await eventually(async () => { expect(await broken.append(hits(1))).toEqual(new Map()); });
	});
});
