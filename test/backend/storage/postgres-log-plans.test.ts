/** How PostgreSQL goes about what is asked of the log most, of three days with a hundred thousand clicks each: along an index of the days that it needs. */
import { randomUUID } from 'node:crypto';
import { dayOf } from '../../../backend/src/storage/log-days.ts';
import { Database, type Row, type Value } from '../../../backend/src/storage/postgres/database.ts';
import { appendHits, copyOutbox } from '../../../backend/src/storage/postgres/log/append.ts';
import { PostgresClickFinder } from '../../../backend/src/storage/postgres/log/click-finder.ts';
import { PostgresClickReader } from '../../../backend/src/storage/postgres/log/click-reader.ts';
import { goOnIn, partitionName } from '../../../backend/src/storage/postgres/log/days.ts';
import { PostgresEnrichmentWriter } from '../../../backend/src/storage/postgres/log/enrichments.ts';
import { PostgresEventReader } from '../../../backend/src/storage/postgres/log/event-reader.ts';
import { preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { aHit, anEnrichment, DAY, MORNING } from './conformance/samples.ts';

const NAME = 'log plans';
const A_DAY = 100_000;
const LINKS = 5000;

/** A step of a plan (https://www.postgresql.org/docs/current/sql-explain.html). */
interface Step {
	'Node Type': string;
	'Relation Name'?: string;
	'Index Name'?: string;
	Plans?: Step[];
}

/** A database that notes how it goes about everything that it is asked. */
class Explaining {
	readonly steps: Step[] = [];
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async query(sql: string, ...values: Value[]): Promise<Row[]> {
		const [row] = await this.#database.query(`EXPLAIN (FORMAT JSON) ${sql}`, ...values);
		const [{ Plan: plan }] = row!['QUERY PLAN'] as unknown as [{ Plan: Step }];
		const note = (step: Step) => {
			this.steps.push(step);
			step.Plans?.forEach(note);
		};
		note(plan);
		return this.#database.query(sql, ...values);
	}

	all(sql: string, ...values: Value[]): Promise<Row[]> {
		return this.query(sql, ...values);
	}

	async get(sql: string, ...values: Value[]): Promise<Row | undefined> {
		return (await this.query(sql, ...values))[0];
	}

	async run(sql: string, ...values: Value[]): Promise<number> {
		return (await this.query(sql, ...values)).length;
	}
}

describe('of the log, PostgreSQL', () => {
	let database: Database;

	beforeAll(async () => {
		await dropDatabaseOf(NAME);
		const url = await databaseFor(NAME);
		await preparePostgres({ kind: 'postgres', url, dataDir: '', spoolBytes: 0 });
		database = new Database(url, { connections: 1 });
		for (const day of [0, 1, 2]) {
			await goOnIn(database, dayOf(MORNING + day * DAY));
			await database.query(
				`INSERT INTO events (position, day, format, type, occurred_at, link_id, link_version, nonce, visitor_id, country, user_agent, referrer, language, query)
				SELECT nextval('log_position'), $1::date, 1, 'link.clicked', $2::bigint + n * 300, (n * 7919) % $3::bigint, 1, lpad(to_hex(n), 12, '0'), lpad(to_hex(n % 30000), 16, '0'), 'DE', 'Mozilla/5.0 (X11; Linux x86_64)', '', 'de', ''
				FROM generate_series(1, $4::bigint) AS n`,
				dayOf(MORNING + day * DAY), MORNING + day * DAY, LINKS, A_DAY,
			);
		}
		await database.query(`INSERT INTO enrichments (position, day, kind, device, source, is_unique) SELECT position, day, CASE WHEN position % 50 = 0 THEN 'bot' ELSE 'human' END, 'desktop', 'direct', true FROM events`);
		await database.query('UPDATE enrichment_cursor SET position = (SELECT max(position) FROM events)');
		await database.query(`INSERT INTO first_clicks (link_id, visitor_id, position) SELECT link_id, visitor_id, min(position) FROM events GROUP BY link_id, visitor_id`);
	}, 120_000);
	afterAll(async () => {
		await database.close();
		await dropDatabaseOf(NAME);
	});

	/** How it goes about something: tables that are read from end to end, and partitions that are touched, by table and place of the day. */
	async function plan(work: (database: Database) => Promise<unknown>): Promise<{ readThrough: string[]; touched: string[] }> {
		const explaining = new Explaining(database);
		await work(explaining as unknown as Database);
		const days = new Map(['events', 'enrichments'].flatMap((table) => [0, 1, 2].map((day) => [partitionName(table, dayOf(MORNING + day * DAY)), `${table} ${String(day)}`])));
		const partitions = explaining.steps.flatMap((step) => days.get(step['Relation Name'] ?? '') ?? []);
		const large = (step: Step) => days.has(step['Relation Name'] ?? '') || step['Relation Name'] === 'first_clicks';
		return { readThrough: explaining.steps.filter((step) => step['Node Type'] === 'Seq Scan' && large(step)).map((step) => step['Relation Name'] as string), touched: [...new Set(partitions)].sort() };
	}

	// Once without statistics, as a day is that has just begun, and once with them.
	describe.each(['that has just been written', 'that has been analysed'])('a log %s', (state) => {
		beforeAll(async () => {
			if (state === 'that has been analysed') await database.query('ANALYZE');
		}, 60_000);

		it('appends and copies the outbox without reading any event', async () => {
			const name = { appender: randomUUID(), first: 1, last: 1 };
			expect(await plan((explaining) => appendHits(explaining as never, name, [aHit(1), aHit(2)], []))).toEqual({ readThrough: [], touched: [] });
			expect(await plan((explaining) => copyOutbox(explaining as never))).toEqual({ readThrough: [], touched: [] });
		});

		it('reads on from a position in its day alone', async () => {
			const day = A_DAY + 5000;
			expect(await plan((explaining) => new PostgresEventReader(explaining).logged(day, 2000))).toEqual({ readThrough: [], touched: ['events 1'] });
			expect(await plan((explaining) => new PostgresEventReader(explaining).enriched(day, 250))).toEqual({ readThrough: [], touched: ['enrichments 1', 'events 1'] });
			expect(await plan((explaining) => new PostgresEventReader(explaining).enriched(3 * A_DAY - 10, 2000))).toEqual({ readThrough: [], touched: ['enrichments 2', 'events 2'] });
			expect(await plan((explaining) => new PostgresEventReader(explaining).head())).toEqual({ readThrough: [], touched: ['events 2'] });
		});

		it('finds clicks by their names in the day on which they happened', async () => {
			const names = Array.from({ length: 50 }, (_, nth) => ({ occurredAt: MORNING + DAY + (nth + 1) * 300, nonce: (nth + 1).toString(16).padStart(12, '0') }));
			const found: unknown[] = [];
			const { readThrough, touched } = await plan(async (explaining) => found.push(...(await new PostgresClickFinder(explaining).find(names))));
			expect([readThrough, touched]).toEqual([[], ['enrichments 1', 'events 1']]);
			expect(found.every((event) => event !== undefined)).toBe(true);
		});

		it('lists the clicks of a link, and of a time, along an index', async () => {
			const list = (criteria: Parameters<PostgresClickReader['list']>[0], descending: boolean) => plan((explaining) => new PostgresClickReader(explaining).list(criteria, { descending, limit: 100, beyond: undefined }));
			expect(await list({ linkIds: new Set([7]) }, true)).toEqual({ readThrough: [], touched: ['enrichments 0', 'enrichments 1', 'enrichments 2', 'events 0', 'events 1', 'events 2'] });
			expect(await list({ linkIds: new Set([7, 8, 9]), kinds: ['human'] }, false)).toMatchObject({ readThrough: [] });
			expect(await list({}, true)).toEqual({ readThrough: [], touched: ['enrichments 2', 'events 2'] });
			const [since, until] = [MORNING + DAY + 1000, MORNING + DAY + 2000];
			expect(await list({ since, until, kinds: ['bot'] }, false)).toMatchObject({ readThrough: [] });
		});

		it('enriches along an index', async () => {
			const hits = Array.from({ length: 500 }, (_, nth) => ({ position: nth + 1, linkId: nth, visitorId: String(nth) }));
			expect(await plan((explaining) => new PostgresEnrichmentWriter(explaining).firstClicks(hits))).toEqual({ readThrough: [], touched: [] });
			const head = (await database.get('SELECT position FROM enrichment_cursor'))?.['position'] as number;
			expect(await plan((explaining) => new PostgresEnrichmentWriter(explaining).write([anEnrichment(head + 1)], head + 1))).toEqual({ readThrough: [], touched: [] });
		});
	});
});
