import pg from 'pg';
import { DoneElsewhere } from '../../../backend/src/storage/done-elsewhere.ts';
import { Database } from '../../../backend/src/storage/postgres/database.ts';
import { PostgresClickReader } from '../../../backend/src/storage/postgres/log/click-reader.ts';
import { ensureEpoch, readEpochs } from '../../../backend/src/storage/postgres/log/epochs.ts';
import type { NewHit, Storage } from '../../../backend/src/storage/storage.ts';
import { aHit, anEnrichment, aProgress, DAY, MORNING } from './conformance/samples.ts';
import { onPostgres } from './on-postgres.ts';

describe('readers of a log on PostgreSQL', () => {
	const subject = onPostgres();
	let storage: Storage;
	let direct: Database;
	beforeEach(async () => {
		storage = await subject.start();
		direct = new Database(subject.url, { connections: 2 });
	});
	afterEach(() => direct.close());

	const named = (nth: number, differs: Partial<NewHit> = {}) => aHit(1, { nonce: nth.toString(16).padStart(12, '0'), ...differs });
	const enrich = async (positions: number[], cursor = positions.at(-1)!, from = storage) => {
		const writer = from.enrichmentWriter();
		await writer.write(positions.map((position) => anEnrichment(position)), cursor);
	};
	const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, nth) => first + nth);

	it('find clicks that came days late, because they had waited for the database', async () => {
		const log = storage.clickLog();
		for (const day of [0, 1, 2, 3, 4]) await log.append([named(day, { occurredAt: MORNING + day * DAY })]);
		const late = named(99, { occurredAt: MORNING + DAY + 5 });
		await log.append([late, named(5, { occurredAt: MORNING + 4 * DAY + 1 })]);
		await log.append([named(6, { occurredAt: MORNING + 5 * DAY })]);
		await enrich(range(1, 8));
		expect((await storage.clickFinder().find([late]))[0]).toMatchObject({ position: 6, hit: late, enrichment: { position: 6 } });
		const time = { since: MORNING + DAY, until: MORNING + DAY + 10 };
		const page = await storage.clickReader().list(time, { descending: false, limit: 10, beyond: undefined });
		expect(page.clicks.map(({ position }) => position)).toEqual([2, 6]);
		expect(await storage.eventReader().span(time.since, time.until)).toEqual({ after: 1, upTo: 7 });
		expect(await storage.eventReader().span(MORNING, MORNING + 1)).toEqual({ after: 0, upTo: 2 });
	});

	it('list clicks in short pages that go on, where there is no time to look further', async () => {
		const log = storage.clickLog();
		for (const day of [0, 1, 2]) await log.append(range(1, 20).map((nth) => named(nth, { linkId: nth % 2, occurredAt: MORNING + day * DAY })));
		await enrich(range(1, 60));
		const reader = new PostgresClickReader(direct, { stretch: 8, patience: -1 });
		for (const descending of [false, true]) {
			const [found, pages]: [number[], number[]] = [[], []];
			for (let beyond: number | null | undefined; beyond !== null; ) {
				const page = await reader.list({ linkIds: new Set([1]) }, { descending, limit: 1000, beyond });
				found.push(...page.clicks.map(({ position }) => position));
				pages.push(page.clicks.length);
				beyond = page.next;
			}
			const odd = range(1, 60).filter((position) => position % 2 === 1);
			expect(found).toEqual(descending ? odd.reverse() : odd);
			expect(pages).toEqual([4, 4, 2, 4, 4, 2, 4, 4, 2, 0]);
		}
	});

	it('enrich each event once, though two processes believe that it is theirs', async () => {
		await storage.clickLog().append(range(1, 9).map((nth) => named(nth)));
		const [one, two] = [storage.enrichmentWriter(), (await subject.start()).enrichmentWriter()];
		expect([await one.cursor(), await two.cursor()]).toEqual([0, 0]);
		await one.write([anEnrichment(1, { browser: 'one' })], 1);
		await expect(two.write([anEnrichment(1, { browser: 'two' }), anEnrichment(2)], 2)).rejects.toThrow(DoneElsewhere);
		await one.write([anEnrichment(2)], 2);
		await expect(one.write([anEnrichment(3)], 3)).resolves.toBeUndefined();
		expect(await two.cursor()).toBe(3);
		await two.write([anEnrichment(4)], 4);
		await expect(one.write([anEnrichment(4)], 5)).rejects.toThrow(DoneElsewhere);
		const events = await storage.eventReader().enriched(0, 10);
		expect(events.map(({ position, enrichment }) => [position, enrichment?.browser])).toEqual([[1, 'one'], [2, 'Firefox'], [3, 'Firefox'], [4, 'Firefox']]);
	});

	it('give the same first clicks to two processes that ask at the same time', async () => {
		const writers = [storage.enrichmentWriter(), (await subject.start()).enrichmentWriter()];
		const hits = range(1, 400).map((position) => ({ position, linkId: position % 7, visitorId: String((position * 13) % 40) }));
		const first = new Map(hits.toReversed().map(({ position, linkId, visitorId }) => [`${String(linkId)} ${visitorId}`, position]));
		for (const found of await Promise.all([0, 1, 0, 1].map((nth) => writers[nth]!.firstClicks(hits)))) expect(found).toEqual(new Set(first.values()));
	});

	it('count milestones once, though two processes believe that it is theirs', async () => {
		const [one, two] = [storage.milestoneCounts(), (await subject.start()).milestoneCounts()];
		expect([await one.cursor(), await two.cursor()]).toEqual([undefined, undefined]);
		await one.save(5, new Map([[1, 2]]));
		await expect(two.save(6, new Map([[1, 9]]))).rejects.toThrow(DoneElsewhere);
		await one.save(6, new Map([[1, 3]]));
		expect([await two.cursor(), await two.counts([1])]).toEqual([6, new Map([[1, 3]])]);
	});

	it('do not let a process that has lost a subscription put it back to where it was', async () => {
		const [one, two] = [storage.deliveryWriter(), (await subject.start()).deliveryWriter()];
		await one.save(aProgress({ cursor: 9 }));
		await two.save(aProgress({ cursor: 5, lastError: 'late' }), { attempt: { messageId: 'm', from: 4, to: 5, events: 2, replayId: null, attempt: 1, attemptedAt: MORNING, latencyMs: 1, delivered: true, status: 200, response: null, error: null } });
		expect(await one.progress(1)).toEqual(aProgress({ cursor: 9 }));
		expect((await one.attempts(1, Infinity, 9)).length).toBe(1);
		await two.save(aProgress({ cursor: 9, failures: 1 }));
		await two.save(aProgress({ cursor: 5, startRevision: 2 }));
		await one.save(aProgress({ cursor: 99 }));
		expect(await one.progress(1)).toEqual(aProgress({ cursor: 5, startRevision: 2 }));
	});

	it('begin an epoch where the database is a copy, and not where it is the same', async () => {
		await storage.clickLog().append([named(1), named(2)]);
		const before = await readEpochs(direct);
		await ensureEpoch(direct);
		expect(await readEpochs(direct)).toEqual(before);
		await direct.run('UPDATE log_epochs SET copy = $1', 'elsewhere');
		await Promise.all([ensureEpoch(direct), ensureEpoch(direct)]);
		const after = await readEpochs(direct);
		expect(after).toEqual([...before, { epoch: expect.any(Number) as number, from: 3 }]);
		expect(after[1]!.epoch).toBeGreaterThan(before[0]!.epoch);
		await direct.run('UPDATE log_epochs SET copy = $1', 'elsewhere');
		await ensureEpoch(direct);
		expect((await readEpochs(direct)).map(({ from }) => from)).toEqual([1, 3]);
	});

	it('let visitors pass while a day is dropped that somebody still reads', async () => {
		const log = storage.clickLog();
		for (const day of [0, 1, 2]) await log.append([named(day, { occurredAt: MORNING + day * DAY })]);
		await enrich([1, 2, 3]);
		const reading = new pg.Client({ connectionString: subject.url });
		await reading.connect();
		await reading.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
		await reading.query('SELECT count(*) FROM events');
		let purged = false;
		const purging = storage.logPurger().purge({ before: Infinity, readUpTo: 3 }).finally(() => (purged = true));
		for (let nth = 0; nth < 20; nth++) {
			// Who waited for too long would be let through without the database.
			await log.append([named(10 + nth, { occurredAt: MORNING + 2 * DAY })]);
			expect(log.spooled().clicks).toBe(0);
		}
		// Nobody looks for what goes.
		expect(await storage.eventReader().begin()).toBe(3);
		expect(purged).toBe(false);
		await reading.end();
		expect(await purging).toBe(2);
		const left = await direct.query(`SELECT relname FROM pg_class WHERE relname ~ '^(events|enrichments)_[0-9]{8}$' AND relname < 'events_' || to_char($1::timestamptz, 'YYYYMMDD')`, new Date(MORNING + 2 * DAY).toISOString());
		expect(left.filter(({ relname }) => String(relname).startsWith('events'))).toEqual([]);
	});

	it('finish a purge that died in the middle of it', async () => {
		const log = storage.clickLog();
		for (const day of [0, 1, 2, 3]) await log.append([named(day, { occurredAt: MORNING + day * DAY })]);
		await enrich([1, 2, 3, 4]);
		const name = (table: string, day: number) => `${table}_${new Date(MORNING + day * DAY).toISOString().slice(0, 10).replaceAll('-', '')}`;
		await direct.query('DELETE FROM log_days WHERE first_position < 3');
		await direct.query(`ALTER TABLE events DETACH PARTITION ${name('events', 0)} CONCURRENTLY`);
		await direct.query(`DROP TABLE ${name('events', 0)}`);
		await direct.query(`ALTER TABLE events DETACH PARTITION ${name('events', 1)} CONCURRENTLY`);
		expect((await storage.eventReader().enriched(0, 9)).map(({ position }) => position)).toEqual([3]);
		expect(await storage.logPurger().purge({ before: 0, readUpTo: 4 })).toBe(0);
		const left = await direct.query(`SELECT relname FROM pg_class WHERE relname = ANY ($1)`, [0, 1].flatMap((day) => [name('events', day), name('enrichments', day)]));
		expect(left).toEqual([]);
		expect((await direct.query('SELECT position FROM enrichments ORDER BY position')).map(({ position }) => position)).toEqual([3, 4]);
	});
});
