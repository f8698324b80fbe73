import fc from 'fast-check';
import pg from 'pg';
import type { ClickLog, NewHit, Storage } from '../../../backend/src/storage/storage.ts';
import { aHit, DAY, MORNING } from './conformance/samples.ts';
import { eventually, onPostgres } from './on-postgres.ts';

/** Hits that can be told apart by their nonce. */
function numbered(first: number, count: number, differs: Partial<NewHit> = {}): NewHit[] {
	return Array.from({ length: count }, (_, nth) => aHit(1, { nonce: (first + nth).toString(16).padStart(12, '0'), ...differs }));
}

describe('a log to which several processes append', () => {
	const database = onPostgres();
	let storage: Storage;
	beforeEach(async () => {
		storage = await database.start();
	});
	const logs = async (count: number): Promise<ClickLog[]> => Promise.all(Array.from({ length: count }, async () => (await database.start()).clickLog()));

	it('shows a reader that follows it every event, in the order of positions, while days change and the outbox is copied', async () => {
		const [appenders, rounds] = [await logs(5), 30];
		const writer = storage.linkWriter();
		let appending = true;
		const followed = (async () => {
			const reader = storage.eventReader();
			const found: Array<[position: number, what: string]> = [];
			for (let after = 0; ; after = found.at(-1)?.[0] ?? 0) {
				const wasAppending = appending;
				const events = await reader.logged(after, 7);
				found.push(...events.map(({ position, linkId, hit }): [number, string] => [position, hit ? hit.nonce : `event ${String(linkId)}`]));
				if (events.length === 0 && !wasAppending) return found;
			}
		})();
		const appended = appenders.map(async (log, process) => {
			for (let round = 0; round < rounds; round++) {
				const first = (process * rounds + round) * 10;
				// Each process believes in another midnight.
				const occurredAt = MORNING + Math.floor((round + process) / 10) * DAY;
				const limit = round % 3 === 0 ? { limit: { max: 1e6, startedFrom: 0 }, kind: 'human' as const } : {};
				await log.append(numbered(first, 1 + (round % 5), { occurredAt, ...limit }));
				if (round % 4 !== 0) continue;
				await writer.transaction((transaction) => transaction.emit([{ type: 'link.created', occurredAt, linkId: first, linkVersion: 1 }]));
				await log.copyOutbox();
			}
		});
		await Promise.all(appended);
		while ((await appenders[0]!.copyOutbox()) > 0);
		appending = false;
		const found = await followed;
		const expected = appenders.flatMap((_, process) => Array.from({ length: rounds }, (_, round) => (process * rounds + round) * 10).flatMap((first, round) => [
			...numbered(first, 1 + (round % 5)).map(({ nonce }) => nonce),
			...(round % 4 === 0 ? [`event ${String(first)}`] : []),
		]));
		expect(found.map(([position]) => position)).toEqual(found.map((_, index) => index + 1));
		expect(found.map(([, what]) => what).sort()).toEqual(expected.sort());
		expect(await appenders[0]!.catchUp()).toBe(found.length);
	}, 30_000);

	it('lets exactly as many people through as may pass, whichever process they ask, and never stands still', async () => {
		const appenders = await logs(4);
		let linkId = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }), fc.array(fc.array(fc.nat(), { maxLength: 12 }), { minLength: 4, maxLength: 12 }), async (maxima, batches) => {
				const first = (linkId += 10);
				const passed = new Map<number, number>();
				await Promise.all(batches.map(async (links, nth) => {
					const hits = links.map((link): NewHit => ({ ...aHit(first + (link % maxima.length), { kind: 'human' }), limit: { max: maxima[link % maxima.length]!, startedFrom: 0 } }));
					const missing = await appenders[nth % appenders.length]!.append(hits);
					for (const hit of hits) if (!missing.has(hit)) passed.set(hit.linkId - first, (passed.get(hit.linkId - first) ?? 0) + 1);
				}));
				maxima.forEach((max, link) => {
					const came = batches.flat().filter((one) => one % maxima.length === link).length;
					expect(passed.get(link) ?? 0).toBe(Math.min(came, max));
				});
			}),
			{ numRuns: 25 },
		);
	}, 30_000);

	it('goes on over midnight though nobody has made the day, and makes the next ones ahead', async () => {
		const [one, two] = (await logs(2)) as [ClickLog, ClickLog];
		const later = MORNING + 40 * DAY;
		await Promise.all([one.append(numbered(0, 3, { occurredAt: later })), two.append(numbered(3, 3, { occurredAt: later }))]);
		const client = new pg.Client({ connectionString: database.url });
		await client.connect();
		try {
			await eventually(async () => {
				const { rows } = await client.query(`SELECT 1 FROM pg_class WHERE relname ~ '^events_[0-9]{8}$' AND relname > 'events_' || to_char($1::timestamptz, 'YYYYMMDD')`, [new Date(later - DAY)]);
				expect(rows.length).toBe(3);
			});
		} finally {
			await client.end();
		}
		expect((await storage.eventReader().logged(0, 10)).length).toBe(6);
	});

	it('takes a character that PostgreSQL does not keep for another', async () => {
		await storage.clickLog().append([aHit(1, { referrer: 'a\0b' }), aHit(2)]);
		expect((await storage.eventReader().logged(0, 10)).map(({ hit }) => hit?.referrer)).toEqual(['a\ufffdb', aHit(2).referrer]);
	});
});
