/** How PostgreSQL goes about what is asked most, of a hundred thousand links: along an index, without reading or sorting all of them. */
import { tmpdir } from 'node:os';
import { readCriteria } from '../../../backend/src/links/filter.ts';
import { readSort } from '../../../backend/src/links/place.ts';
import { LINK_SORTS, type LinkFilter, type LinkSort } from '../../../contract/link.ts';
import { Database, type Connection, type Row, type Value } from '../../../backend/src/storage/postgres/database.ts';
import { PendingExpiries } from '../../../backend/src/storage/postgres/links/expiries.ts';
import { PostgresAnswers } from '../../../backend/src/storage/postgres/links/answers.ts';
import { PostgresChanges } from '../../../backend/src/storage/postgres/links/changes.ts';
import { PostgresConversions } from '../../../backend/src/storage/postgres/links/conversions.ts';
import { PostgresLinkFeed } from '../../../backend/src/storage/postgres/links/link-feed.ts';
import { PostgresLinkReader } from '../../../backend/src/storage/postgres/links/link-reader.ts';
import { PostgresLists } from '../../../backend/src/storage/postgres/lists/lists.ts';
import { threesOf } from '../../../backend/src/storage/postgres/search/threes.ts';
import { preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import type { ChangeRecord } from '../../../backend/src/storage/storage.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';

const NAME = 'plans';
const LINKS = 100_000;
const SMALL = ['link_writer', 'documents_progress', 'api_keys', 'webhooks'];

/** A step of a plan (https://www.postgresql.org/docs/current/sql-explain.html). */
interface Step {
	'Node Type': string;
	'Relation Name'?: string;
	'Index Name'?: string;
	Plans?: Step[];
}

/** Asks the database, and for the plan of everything that it is asked. */
class Explaining implements Connection {
	readonly steps: Step[] = [];
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async query(sql: string, ...values: Value[]): Promise<Row[]> {
		const [row] = await this.#connection.query(`EXPLAIN (FORMAT JSON) ${sql}`, ...values);
		const [{ Plan: plan }] = row!['QUERY PLAN'] as unknown as [{ Plan: Step }];
		this.#note(plan);
		return this.#connection.query(sql, ...values);
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

	exec(sql: string): Promise<void> {
		return (this.#connection as Connection & { exec(sql: string): Promise<void> }).exec(sql);
	}

	#note(step: Step): void {
		this.steps.push(step);
		for (const inner of step.Plans ?? []) this.#note(inner);
	}
}

let database: Database;

/** The steps of everything that `work` asks of the database. */
async function stepsOf(work: (connection: Explaining, database: Database) => Promise<unknown>): Promise<Step[]> {
	return database.transaction(async (session) => {
		const explaining = new Explaining(session);
		await work(explaining, { snapshot: (inner: (session: Explaining) => unknown) => inner(explaining) } as unknown as Database);
		return explaining.steps;
	});
}

const indexes = (steps: readonly Step[]) => new Set(steps.flatMap((step) => step['Index Name'] ?? []));
const scanned = (steps: readonly Step[]) => steps.filter((step) => step['Node Type'] === 'Seq Scan').map((step) => step['Relation Name'] ?? '').filter((table) => !SMALL.includes(table));

beforeAll(async () => {
	await dropDatabaseOf(NAME);
	const url = await databaseFor(NAME);
	await preparePostgres({ kind: 'postgres', url, dataDir: tmpdir(), spoolBytes: 0 });
	database = new Database(url, { connections: 2 });
	await fill();
}, 60_000);
afterAll(async () => {
	await database.close();
	await dropDatabaseOf(NAME);
});

/** By the database itself, which takes three seconds: a link a second, half of them with a tag, a tenth in a campaign. */
async function fill(): Promise<void> {
	const words = Array.from({ length: 500 }, (_, number) => `word${String(number * 7919)}`);
	await database.query(`INSERT INTO links (id, slug, destination, location, title, tags, campaign, external_id, enabled, starts_at, expires_at, redirect_type, max_clicks, forward_query,
			forward_query_overrides, append_click_id, variants, imported_clicks, created_by, created_at, updated_at, version)
		SELECT n, md5(n::text), 'https://shop.example/' || n, 'https://shop.example/' || n, md5(n::text), '[]', CASE WHEN n % 10 = 0 THEN 'c' || n % 7 END, CASE WHEN n % 5 = 0 THEN 'E' || n END,
			n % 1000 > 0, CASE WHEN n % 100 = 0 THEN n * 1000 + 500 END, CASE WHEN n % 9 = 0 THEN n * 1000 END, 302, CASE WHEN n % 50 = 0 THEN 3 END, false, false, false, '[]', 0, 1, n * 1000, n * 1000, 1 FROM generate_series(1, $1::bigint) AS n`, LINKS);
	await database.query(`INSERT INTO link_tags (tag, created_at, link_id) SELECT tag, n * 1000, n FROM generate_series(1, $1::bigint) AS n, unnest(ARRAY['t' || n % 100, 'half']) AS tag WHERE n % 2 = 0`, LINKS);
	await database.query('INSERT INTO link_totals (link_id, total_clicks, imported_clicks, last_clicked_at) SELECT n, n % 20 + 1, 0, n * 1000 FROM generate_series(1, $1::bigint) AS n WHERE n % 3 = 0', LINKS);
	await database.query('INSERT INTO pending_expiries (expires_at, link_id) SELECT expires_at, id FROM links WHERE expires_at IS NOT NULL');
	await database.query(`INSERT INTO outbox (id, type, occurred_at, link_id, link_version) SELECT n, 'link.created', n, n, 1 FROM generate_series(1, $1::bigint) AS n`, LINKS);
	await database.query(`INSERT INTO link_versions (link_id, version, body, replaced_at, replaced_by, change_id) SELECT n, 1, '{}', n, 1, n % 300 FROM generate_series(1, $1::bigint) AS n`, LINKS / 10);
	await database.query(`INSERT INTO changes (id, kind, key_id, at, links) SELECT n, 'update', 1, n, 1 FROM generate_series(1, $1::bigint) AS n`, LINKS / 10);
	await database.query(`INSERT INTO conversions (id, link_id, link_version, event, external_id, click_id, occurred_at, recorded_at) SELECT n, n % 5000, 1, 'sale', 'E' || n, 'clk_' || n, n, n FROM generate_series(1, $1::bigint) AS n`, LINKS / 5);
	await database.query(`INSERT INTO idempotency (name, request, answer, at) SELECT md5(n::text), '', '{}', n FROM generate_series(1, $1::bigint) AS n`, LINKS / 10);
	await database.query(`INSERT INTO documents (link_id, slug, title, destination, threes)
		SELECT links.id, links.slug, links.title || ' ' || words.word, links.destination, $1::integer[] || words.threes::integer[]
		FROM links JOIN unnest($2::text[], $3::text[]) WITH ORDINALITY AS words (word, threes, nth) ON links.id % 500 = words.nth - 1`,
	threesOf(['shop']), words, words.map((word) => `{${threesOf([word]).join(',')}}`));
	await database.query('ANALYZE');
}

const ID = LINKS / 2;
const reader = (connection: Connection) => new PostgresLinkReader(connection, new PostgresLists(database));

describe('what is looked up', () => {
	const texts = ['a', 'b', 'c'];
	const ids = Array.from({ length: 1000 }, (_, index) => index * 7 + 1);
	const change: ChangeRecord = { id: 7, kind: 'import', keyId: 1, at: 0, links: 3, created: { first: 10, last: 20 }, reverts: null, summary: null };

	it.each<[string, string, (connection: Explaining, database: Database) => Promise<unknown>]>([
		['a slug', 'links_by_slug', (connection) => reader(connection).find({ slug: 'a' })],
		['an id', 'links_pkey', (connection) => reader(connection).find({ id: ID })],
		['an external id', 'links_by_external_id', (connection) => reader(connection).find({ externalId: 'E5' })],
		['ids', 'links_pkey', (connection) => reader(connection).byIds(ids)],
		['slugs', 'links_by_slug', (connection) => reader(connection).bySlugs(texts)],
		['external ids', 'links_by_external_id', (connection) => reader(connection).byExternalIds(texts)],
		['versions', 'link_versions_pkey', (connection) => reader(connection).asOf(ids.slice(0, 5).map((linkId) => ({ linkId, version: 9 })))],
		['the next expiry', 'pending_expiries_pkey', (connection) => reader(connection).nextExpiry()],
		['expiries that are due', 'pending_expiries_pkey', (connection) => new PendingExpiries(connection).take(20_000, 10)],
		['changed links', 'outbox_pkey', (_connection, own) => new PostgresLinkFeed(own).changed(ID, 100)],
		['a kept answer', 'idempotency_pkey', (connection) => new PostgresAnswers(connection).kept('key 1', 'abc')],
		['the links of a change', 'link_versions_by_change', (connection) => new PostgresChanges(connection).linksOf(change)],
		['the versions of a link', 'link_versions_pkey', (connection) => new PostgresChanges(connection).versions(7, { limit: 10 })],
		['which change made a link', 'changes_pkey', (connection) => new PostgresChanges(connection).creationOf(7)],
		['conversions of links', 'conversions_by_link', (connection) => new PostgresConversions(connection).list({ linkIds: new Set([1, 2]) }, { limit: 10 })],
		['the newest conversions', 'conversions_pkey', (connection) => new PostgresConversions(connection).list({}, { limit: 10 })],
		['a conversion by an id of the caller', 'conversions_by_external_id', (connection) => new PostgresConversions(connection).byExternalIds([{ event: 'sale', externalId: 'E7' }])],
		['the conversion after a click', 'conversions_by_click', (connection) => new PostgresConversions(connection).afterClicks([{ event: 'sale', clickId: 'clk_7' }])],
	])('is found by an index: %s', async (_what, index, work) => {
		const steps = await stepsOf(work);
		expect(indexes(steps)).toContain(index);
		expect(scanned(steps)).toEqual([]);
	});
});

const list = (filter: LinkFilter, sort: LinkSort, value?: string | number | null) =>
	stepsOf((_connection, own) => new PostgresLists(own).list(readCriteria(filter, 0), readSort(sort), { limit: 100, after: value === undefined ? undefined : { value, id: ID } }));
const sorts = (steps: readonly Step[]) => steps.filter((step) => step['Node Type'] === 'Sort');

const INDEXES: Record<string, string> = {
	created_at: 'links_by_created',
	updated_at: 'links_by_updated',
	slug: 'links_by_slug',
	expires_at: 'links_by_expiry',
	title: 'documents_by_title',
	total_clicks: 'link_totals_by_clicks',
	last_clicked_at: 'link_totals_by_last_click',
};

describe.each(LINK_SORTS)('the order %s', (sort) => {
	const key = sort.replace('-', '');
	it.each([['the first page', undefined], ['a later page', ['slug', 'title'].includes(key) ? '7' : 5]])('is that of its index, for %s', async (_page, value) => {
		const steps = await list({}, sort, value);
		// In the ascending order of clicks, links without any come first.
		if (!(sort === 'total_clicks' && value === undefined)) expect(indexes(steps)).toContain(INDEXES[key]);
		expect(scanned(steps)).toEqual([]);
		expect(sorts(steps)).toEqual([]);
	});
});

describe('many links of a condition, newest first, come along its index', () => {
	it.each<[string, LinkFilter, string]>([
		['a tag', { tags: ['half'] }, 'link_tags_pkey'],
		['a campaign', { campaign: 'c1' }, 'links_by_campaign'],
		['disabled ones', { status: 'disabled' }, 'links_disabled'],
		['a range of time', { created_after: '1970-01-01T01:00:00Z', created_before: '1970-01-02' }, 'links_by_created'],
		['a word that is in all of them', { search: 'shop' }, 'links_by_created'],
	])('%s', async (_what, filter, index) => {
		const steps = await list(filter, '-created_at');
		expect(indexes(steps)).toContain(index);
		expect(scanned(steps)).toEqual([]);
		expect(sorts(steps)).toEqual([]);
	});
});

describe('few links of a condition are found by its index, and sorted', () => {
	it.each<[string, LinkFilter, string]>([
		['a slug', { slug: 'a' }, 'links_by_slug'],
		['an external id', { external_id: 'a' }, 'links_by_external_id'],
		['a word', { search: 'word7919' }, 'documents_by_threes'],
		['a destination', { destination: 'https://shop.example/7' }, 'documents_by_destination'],
		['a beginning of destinations', { destination: 'https://shop.example/77*' }, 'documents_by_destination'],
		['an expiry', { expires_before: '1970-01-01T00:10:00Z' }, 'links_by_expiry'],
		['expired ones', { status: 'expired' }, 'links_by_expiry'],
		['scheduled ones', { status: 'scheduled' }, 'links_by_start'],
		['clicks', { clicks_min: 20 }, 'link_totals_by_clicks'],
		['two letters', { search: 'ab' }, 'links_by_slug'],
		['a tag', { tags: ['t2'] }, 'link_tags_pkey'],
	])('%s', async (_what, filter, index) => {
		const steps = await list(filter, '-updated_at');
		expect(indexes(steps)).toContain(index);
		expect(scanned(steps)).toEqual([]);
	});
});
