/** Several processes on one PostgreSQL database: here several storages, which share nothing else. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { postgresStorage, preparePostgres } from '../../../backend/src/storage/postgres/storage.ts';
import type { LinkTransaction, Storage, StoredLink } from '../../../backend/src/storage/storage.ts';
import { StorageUnavailable } from '../../../backend/src/storage/unavailable.ts';
import { databaseFor, dropDatabaseOf } from '../../support/postgres.ts';
import { aLink, aWebhook, MORNING } from './conformance/samples.ts';
import { tracked } from './conformance/subject.ts';

const BY = { keyId: 1, at: MORNING, changeId: null };
const KEY = { name: 'n8n', hash: 'ff', scopes: [], createdAt: MORNING, expiresAt: null, revokedAt: null };

let name: string;
let url: string;
const open = new Set<{ close(): void }>();

beforeEach(async () => {
	name = randomUUID();
	url = await databaseFor(name);
	await preparePostgres({ kind: 'postgres', url, dataDir: tmpdir(), spoolBytes: 0 });
});
afterEach(async () => {
	for (const part of open) part.close();
	open.clear();
	await dropDatabaseOf(name);
});

const aProcess = (): Storage => tracked(postgresStorage({ kind: 'postgres', url, dataDir: tmpdir(), spoolBytes: 0 }), open);

const events = (links: readonly StoredLink[]) => links.map((link) => ({ type: 'link.created' as const, occurredAt: MORNING, linkId: link.id, linkVersion: 1 }));

/** Makes the link unless its slug is taken; resolves with its id, or null. */
async function claim(transaction: LinkTransaction, slug: string): Promise<number | null> {
	if (await transaction.find({ slug })) return null;
	const link = aLink(transaction.nextId(), { slug });
	await transaction.insert([link]);
	await transaction.emit(events([link]));
	return link.id;
}

describe('several writers', () => {
	it('give no slug and no id twice, and number the outbox in the order of commits', async () => {
		const processes = [aProcess(), aProcess(), aProcess()];
		const feed = processes[0]!.linkFeed();
		const total = 60;
		// A reader that follows meanwhile must miss nothing, though commits come from everywhere.
		const followed: number[] = [];
		const following = (async () => {
			for (let cursor = 0; cursor < total; ) {
				const next = (await feed.changed(cursor, 7))!;
				followed.push(...next.links.map(({ linkId }) => linkId));
				cursor = next.cursor;
			}
		})();
		const claims = processes.flatMap((storage) => {
			const writer = storage.linkWriter();
			return Array.from({ length: total }, (_, number) => writer.transaction((transaction) => claim(transaction, `slug-${String(number)}`)));
		});
		const ids = (await Promise.all(claims)).filter((id) => id !== null);
		await following;
		expect(new Set(ids).size).toBe(total);
		expect(ids).toHaveLength(total);
		expect(new Set(followed)).toEqual(new Set(ids));
		expect(await feed.head()).toBe(total);
	});

	it('list what was committed, however many of one process wait for their turn', async () => {
		const storage = aProcess();
		const writers = [storage.linkWriter(), storage.linkWriter()];
		const counts = await Promise.all(Array.from({ length: 20 }, (_, number) => writers[number % 2]!.transaction(async (transaction) => {
			await claim(transaction, `slug-${String(number)}`);
			return transaction.count({});
		})));
		expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, number) => number));
	});

	it('go on when the one that writes dies', async () => {
		const [dying, other] = [aProcess().linkWriter(), aProcess().linkWriter()];
		let second: Promise<number | null> | undefined;
		const first = dying.transaction(async (transaction) => {
			await claim(transaction, 'sale');
			second = other.transaction((transaction) => claim(transaction, 'sale'));
			await endWhoIsWaitedFor();
			return transaction.find({ slug: 'sale' });
		});
		await expect(first).rejects.toBeInstanceOf(StorageUnavailable);
		expect(await second).not.toBeNull();
	});

	it('tidy one at a time, and none waits for the other', async () => {
		const writers = [aProcess().linkWriter(), aProcess().linkWriter()];
		await writers[0]!.transaction((transaction) => claim(transaction, 'sale'));
		await Promise.all(writers.map((writer) => writer.tidy(1, 0)));
		expect(await aProcess().linkFeed().changed(0, 10)).toBeUndefined();
	});
});

describe('what others are told', () => {
	let heard: unknown[];
	let client: pg.Client;

	beforeEach(async () => {
		heard = [];
		client = new pg.Client({ connectionString: url });
		await client.connect();
		client.on('notification', ({ payload = '' }) => {
			expect(Buffer.byteLength(payload)).toBeLessThan(8000);
			heard.push(JSON.parse(payload));
		});
		await client.query('LISTEN linkmill');
	});
	afterEach(() => client.end());

	/** Everything that was told up to now. */
	const all = async () => {
		await client.query(`SELECT pg_notify('linkmill', '"end"')`);
		while (heard.at(-1) !== 'end') await client.query('SELECT 1');
		const told = heard.slice(0, -1);
		heard = [];
		return told;
	};
	const inserted = async (links: StoredLink[]) => {
		const writer = aProcess().linkWriter();
		await writer.transaction((transaction) => transaction.insert(links));
		return writer;
	};

	it('is the slugs before and after, of links that were changed and not of new ones', async () => {
		const links = [aLink(1), aLink(2)];
		const writer = await inserted(links);
		expect(await all()).toEqual([]);
		await writer.transaction((transaction) => transaction.replace([
			{ before: links[0]!, after: { ...links[0]!, slug: 'new', version: 2 } },
			{ before: links[1]!, after: { ...links[1]!, deletedAt: MORNING, version: 2 } },
		], BY));
		expect(await all()).toEqual([{ links: ['slug-1', 'new', 'slug-2'] }]);
	});

	it('is nothing where nothing was committed', async () => {
		const link = aLink(1);
		const writer = await inserted([link]);
		const work = writer.transaction(async (transaction) => {
			await transaction.replace([{ before: link, after: { ...link, title: 'New', version: 2 } }], BY);
			await transaction.keys.insert(KEY);
			throw new Error('stop here');
		});
		await expect(work).rejects.toThrow('stop here');
		expect(await all()).toEqual([]);
	});

	it('is every slug of some thousands, in parts, and of more that it may be any', async () => {
		const links = Array.from({ length: 10_001 }, (_, index) => aLink(index + 1, { slug: `a-rather-long-slug-for-a-link-${String(index)}` }));
		const writer = await inserted(links);
		const pairs = links.map((before) => ({ before, after: { ...before, title: 'New', version: 2 } }));
		await writer.transaction((transaction) => transaction.replace(pairs.slice(0, 3000), BY));
		const parts = (await all()) as Array<{ links: string[] }>;
		expect(parts.length).toBeGreaterThan(5);
		expect(parts.flatMap((part) => part.links)).toEqual(links.slice(0, 3000).map(({ slug }) => slug));
		await writer.transaction((transaction) => transaction.replace(pairs.slice(3000).concat(pairs.slice(0, 3000).map(({ after }) => ({ before: after, after: { ...after, version: 3 } }))), BY));
		expect(await all()).toEqual([{ links: null }]);
	});

	it('is that keys and subscriptions were written', async () => {
		const writer = aProcess().linkWriter();
		const [key, webhook] = await writer.transaction(async ({ keys, webhooks }) => [await keys.insert(KEY), await webhooks.insert(aWebhook())] as const);
		expect(await all()).toEqual([{ keys: true }, { webhooks: true }]);
		await writer.transaction(({ keys }) => keys.revoke(key.id, MORNING));
		await writer.transaction(({ webhooks }) => webhooks.update({ ...webhook, status: 'paused' }));
		await writer.transaction(({ webhooks }) => webhooks.reached(1, 100));
		await writer.transaction(({ webhooks }) => webhooks.remove(webhook.id));
		expect(await all()).toEqual([{ keys: true }, { webhooks: true }, { webhooks: true }]);
	});
});

/** Ends the connection that another waits for, as soon as one does. */
async function endWhoIsWaitedFor(): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	for (let ended = 0; ended === 0; ) {
		const { rows } = await client.query<{ ended: number }>('SELECT count(pg_terminate_backend(blocker))::integer AS ended FROM pg_stat_activity, unnest(pg_blocking_pids(pid)) AS blocker WHERE datname = current_database()');
		ended = rows[0]!.ended;
	}
	await client.end();
}
