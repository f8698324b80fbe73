import type { ChangeRecord, LinkWriter, Storage } from '../../../../backend/src/storage/storage.ts';
import { aLink, aWebhook, DAY, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const ANSWER = { scope: 'key 1 POST /v1/links', key: 'abc', request: 'hash', answer: '{"id":1}', at: MORNING };
const CHANGE: ChangeRecord = { id: 9, kind: 'import', keyId: 1, at: MORNING, links: 1, created: { first: 2, last: 2 }, reverts: null, summary: null };
const KEY = { name: 'n8n', hash: 'ff00', scopes: ['read', 'write'], createdAt: MORNING, expiresAt: MORNING + DAY, revokedAt: null };

/** What is written together is there together, or not at all. */
export const transactions: Suite = (subject) => {
	let storage: Storage;
	let writer: LinkWriter;

	beforeEach(async () => {
		storage = await subject().start();
		writer = storage.linkWriter();
	});

	it('reads its own writes, which nobody else sees before the commit, and lists what was there when it began', async () => {
		const reader = storage.linkReader();
		await writer.transaction(async (transaction) => {
			await transaction.insert([aLink(1, { tags: ['a'] })]);
			expect((await transaction.find({ slug: 'slug-1' }))?.id).toBe(1);
			expect(await transaction.count({ tags: ['a'] })).toBe(0);
			expect(await reader.find({ id: 1 })).toBeUndefined();
		});
		expect((await reader.find({ id: 1 }))?.id).toBe(1);
		expect(await writer.transaction((transaction) => transaction.count({ tags: ['a'] }))).toBe(1);
	});

	it('rolls back everything that it did when it throws, and goes on working', async () => {
		const before = aLink(1, { tags: ['a'] });
		await writer.transaction((transaction) => transaction.insert([before]));
		const work = writer.transaction(async (transaction) => {
			await transaction.insert([aLink(2)]);
			await transaction.replace([{ before, after: { ...before, slug: 'new', tags: [], version: 2 } }], { keyId: 1, at: MORNING, changeId: 9 });
			await transaction.emit([{ type: 'link.created', occurredAt: MORNING, linkId: 2, linkVersion: 1 }]);
			await transaction.changes.record(CHANGE);
			await transaction.keepAnswer(ANSWER);
			await transaction.keys.insert(KEY);
			await transaction.webhooks.insert(aWebhook());
			throw new Error('stop here');
		});
		await expect(work).rejects.toThrow('stop here');
		const [reader, feed] = [storage.linkReader(), storage.linkFeed()];
		expect((await reader.list({}, { by: 'slug', descending: false }, { limit: 10 })).links).toEqual([before]);
		expect(await reader.count({ tags: ['a'] })).toBe(1);
		expect(await reader.asOf([{ linkId: 1, version: 2 }])).toEqual([]);
		expect([await feed.head(), await feed.changed(0, 10)]).toEqual([0, { links: [], cursor: 0 }]);
		expect(await storage.keyReader().list()).toEqual([]);
		expect(await storage.webhookReader().all()).toEqual([]);
		await writer.transaction(async (transaction) => {
			expect(await transaction.keptAnswer(ANSWER.scope, ANSWER.key)).toBeUndefined();
			expect(await transaction.changes.find(9)).toBeUndefined();
		});
	});

	it('rolls back the whole when one row breaks a rule', async () => {
		const work = writer.transaction((transaction) => transaction.insert([aLink(1), aLink(2), aLink(3, { slug: 'slug-1' })]));
		await expect(work).rejects.toThrow();
		expect(await storage.linkReader().count({})).toBe(0);
	});

	it('gives ids that go up and never come back, also after a start', async () => {
		const take = (from: LinkWriter) =>
			from.transaction(async (transaction) => {
				const ids = Array.from({ length: 5000 }, () => transaction.nextId());
				await transaction.insert([aLink(ids.at(-1)!)]);
				return ids;
			});
		const ids = [...(await take(writer)), ...(await take((await subject().start()).linkWriter()))];
		expect(ids.every((id, index) => index === 0 || id > ids[index - 1]!)).toBe(true);
		expect(ids.every(Number.isSafeInteger)).toBe(true);
	});

	it('keeps an answer under scope and key until it is tidied away', async () => {
		await writer.transaction((transaction) => transaction.keepAnswer(ANSWER));
		const kept = (scope: string, key: string) => writer.transaction((transaction) => transaction.keptAnswer(scope, key));
		expect(await kept(ANSWER.scope, 'abc')).toEqual(ANSWER);
		expect(await kept('key 2 POST /v1/links', 'abc')).toBeUndefined();
		await writer.tidy(0, MORNING);
		expect(await kept(ANSWER.scope, 'abc')).toEqual(ANSWER);
		await writer.tidy(0, MORNING + 1);
		expect(await kept(ANSWER.scope, 'abc')).toBeUndefined();
	});

	it('keeps keys by their hash, and when they were revoked first', async () => {
		const key = await writer.transaction((transaction) => transaction.keys.insert(KEY));
		const reader = storage.keyReader();
		expect(await reader.byHash('ff00')).toEqual({ ...KEY, id: key.id });
		expect(await reader.byHash('ff01')).toBeUndefined();
		expect(await writer.transaction((transaction) => transaction.keys.revoke(key.id, MORNING))).toBe(true);
		expect(await writer.transaction((transaction) => transaction.keys.revoke(key.id, MORNING + 1))).toBe(true);
		expect(await writer.transaction((transaction) => transaction.keys.revoke(key.id + 1, MORNING))).toBe(false);
		expect(await reader.list()).toEqual([{ ...KEY, id: key.id, revokedAt: MORNING }]);
	});

	it('keeps webhooks by id and key', async () => {
		const webhook = await writer.transaction((transaction) => transaction.webhooks.insert(aWebhook()));
		const other = await writer.transaction((transaction) => transaction.webhooks.insert(aWebhook({ key: null, rate: null, name: null, expiresAt: null })));
		const reader = storage.webhookReader();
		expect(await reader.byId(webhook.id)).toEqual({ ...aWebhook(), id: webhook.id });
		const changed = { ...webhook, url: 'http://127.0.0.1:1/', filter: {}, status: 'paused' as const, startRevision: 2 };
		await writer.transaction(async ({ webhooks }) => {
			expect(await webhooks.byKey('workflow-1')).toEqual(webhook);
			await webhooks.update(changed);
		});
		expect(await reader.all()).toEqual([changed, other]);
		expect(await writer.transaction(({ webhooks }) => webhooks.remove(webhook.id))).toBe(true);
		expect(await writer.transaction(({ webhooks }) => webhooks.remove(webhook.id))).toBe(false);
		const next = await writer.transaction(({ webhooks }) => webhooks.insert(aWebhook()));
		expect(next.id).toBeGreaterThan(other.id);
	});
};
