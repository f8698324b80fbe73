import type { IndexWriter, LinkFeed, LinkReader, LinkWriter, OutboxEvent, Storage, StoredLink } from '../../../../backend/src/storage/storage.ts';
import { indexNext } from '../../../../backend/src/search/index-links.ts';
import { searchWords } from '../../../../backend/src/storage/search.ts';
import { aLink, MORNING } from './samples.ts';
import type { Suite } from './subject.ts';

const BY = { keyId: 3, at: MORNING, changeId: null };

/** An index of texts that follows the links. */
export const search: Suite = (subject) => {
	let storage: Storage;
	let writer: LinkWriter;
	let reader: LinkReader;
	let feed: LinkFeed;
	let index: IndexWriter;

	async function start() {
		storage = await subject().start();
		[writer, reader, feed, index] = [storage.linkWriter(), storage.linkReader(), storage.linkFeed(), storage.indexWriter()];
	}
	beforeEach(start);

	const event = (type: OutboxEvent['type'], link: StoredLink): OutboxEvent => ({ type, occurredAt: MORNING, linkId: link.id, linkVersion: link.version });
	const insert = (...links: StoredLink[]) =>
		writer.transaction(async (transaction) => {
			await transaction.insert(links);
			await transaction.emit(links.map((link) => event('link.created', link)));
		});
	const change = async (before: StoredLink, differs: Partial<StoredLink>) => {
		const after = { ...before, version: before.version + 1, ...differs };
		await writer.transaction(async (transaction) => {
			await transaction.replace([{ before, after }], BY);
			await transaction.emit([event('link.updated', after)]);
		});
		return after;
	};
	const catchUp = async (limit = 100) => {
		while (!(await indexNext(feed, index, limit)).idle);
	};
	const found = async (text: string) => (await reader.list({ search: searchWords(text) }, { by: 'created_at', descending: false }, { limit: 100 })).links.map(({ id }) => id);
	const titles = async () => (await reader.list({}, { by: 'title', descending: false }, { limit: 100 })).links.map(({ title }) => title);
	const isComplete = async () => (await index.progress())?.builtTo === null;

	it('is complete from the beginning where there are no links', async () => {
		expect(await found('anything')).toEqual([]);
		expect((await indexNext(feed, index, 10)).idle).toBe(true);
	});

	it('finds words anywhere in slug, title and destination, all of them, in whatever case', async () => {
		await insert(
			aLink(1, { slug: 'Spring-Sale', title: 'Große Äpfel', destination: 'https://shop.example/fruit?id=1' }),
			aLink(2, { slug: 'x', title: 'Spring', destination: 'https://shop.example/FRUIT?id=2' }),
			aLink(3, { slug: 'y', destination: 'https://other.example/' }),
		);
		await catchUp();
		expect(await found('spring')).toEqual([1, 2]);
		expect(await found('FRUIT spring')).toEqual([1, 2]);
		expect(await found('ÄPFEL fruit')).toEqual([1]);
		expect(await found('sprung')).toEqual([]);
		expect(await found('fruit other')).toEqual([]);
		expect(await found('sale große')).toEqual([1]);
	});

	it('finds no word that lies over the end of a text', async () => {
		await insert(aLink(1, { slug: 'abc', title: 'def', destination: 'https://ghi.example/' }));
		await catchUp();
		expect(await found('bcdef')).toEqual([]);
		expect(await found('abc def ghi')).toEqual([1]);
	});

	it('follows changes of texts, and passes over others', async () => {
		const first = aLink(1, { title: 'Alpha', destination: 'https://old.example/' });
		await insert(first);
		await catchUp();
		const second = await change(first, { destination: 'https://new.example/', title: null });
		const third = await change(second, { tags: ['a'], campaign: 'c' });
		await catchUp();
		expect(await found('old.example')).toEqual([]);
		expect(await found('alpha')).toEqual([]);
		expect(await found('new.example')).toEqual([1]);
		expect(await titles()).toEqual([null]);
		await change(third, { title: 'Beta' });
		await catchUp();
		expect(await found('beta new.example')).toEqual([1]);
	});

	it('forgets a deleted link, and knows it again when it comes back, in its old place', async () => {
		const [first, second] = [aLink(1, { title: 'Alpha one' }), aLink(2, { title: 'Alpha two' })];
		await insert(first, second);
		await catchUp();
		const gone = await change(first, { deletedAt: MORNING });
		await catchUp();
		expect(await found('alpha')).toEqual([2]);
		await change(gone, { deletedAt: null });
		await catchUp();
		expect(await found('alpha')).toEqual([1, 2]);
	});

	it('sorts links of one moment by id, and links of other times by time, however they came', async () => {
		await insert(aLink(5, { createdAt: MORNING + 1 }), aLink(6, { createdAt: MORNING }), aLink(7, { createdAt: MORNING + 1 }));
		await catchUp();
		await insert(aLink(8, { createdAt: MORNING }), aLink(9, { createdAt: MORNING - 5 }), aLink(10, { createdAt: MORNING + 1 }));
		await catchUp();
		expect(await found('example')).toEqual([9, 6, 8, 5, 7, 10]);
	});

	it('takes any time that an import brings along', async () => {
		const times = [8.64e15, -8.64e15, 2 ** 43, 2 ** 43 - 1, 0, -1];
		await insert(...times.map((createdAt, at) => aLink(at + 1, { createdAt })));
		await catchUp();
		const links = await found('example');
		expect(links.slice(0, 3)).toEqual([2, 6, 5]);
		// Times after 2248 may be as if they were the last millisecond of it.
		expect(new Set(links.slice(3))).toEqual(new Set([1, 3, 4]));
	});

	it('is built from the links that there are, in parts, and refuses questions until it is complete', async () => {
		await insert(...[1, 2, 3, 4, 5].map((id) => aLink(id)));
		await change(aLink(5), { deletedAt: MORNING });
		await index.clear();
		await expect(found('example')).rejects.toThrow('not complete');
		await indexNext(feed, index, 2);
		await expect(found('example')).rejects.toThrow('not complete');
		await expect(reader.count({ destination: { text: 'https://example.com/1', prefix: false } })).rejects.toThrow('not complete');
		await expect(titles()).rejects.toThrow('not complete');
		expect(await reader.count({ slug: 'slug-1' })).toBe(1);
		await start();
		await change(aLink(1), { title: 'While building' });
		await catchUp(2);
		expect(await found('example')).toEqual([1, 2, 3, 4]);
		expect(await found('while building')).toEqual([1]);
	});

	it('begins again where changes were forgotten that it had not followed', async () => {
		await insert(aLink(1), aLink(2));
		await catchUp();
		await insert(aLink(3));
		await writer.tidy(await writer.outboxHead(), 0);
		await insert(aLink(4));
		await catchUp(1);
		expect(await isComplete()).toBe(true);
		expect(await found('example')).toEqual([1, 2, 3, 4]);
	});

	it('goes on after those that it had followed were forgotten', async () => {
		await insert(aLink(1), aLink(2));
		await catchUp();
		await writer.tidy(await writer.outboxHead(), 0);
		await insert(aLink(3));
		expect(await indexNext(feed, index, 10)).toMatchObject({ progress: { builtTo: null }, idle: false });
		expect(await found('example')).toEqual([1, 2, 3]);
	});

	it('keeps its progress with what was done, or neither', async () => {
		await insert(aLink(1), aLink(2));
		await catchUp();
		const before = await index.progress();
		const broken = { linkId: 4, createdAt: MORNING, texts: { slug: 'c', title: null, destination: null as unknown as string } };
		await expect(index.write([{ linkId: 3, createdAt: MORNING, texts: { slug: 'never', title: null, destination: 'never' } }, broken], { cursor: 99, builtTo: null })).rejects.toThrow();
		await start();
		expect(await index.progress()).toEqual(before);
		await insert(aLink(3));
		await catchUp();
		expect(await found('never')).toEqual([]);
		expect(await found('example')).toEqual([1, 2, 3]);
	});

	it('holds to what is so when a link is changed faster than it follows', async () => {
		let link = aLink(1, { title: 'Number 0' });
		await insert(link);
		for (let number = 1; number <= 5; number++) link = await change(link, { title: `Number ${String(number)}` });
		await catchUp(2);
		expect(await found('number')).toEqual([1]);
		expect(await found('number 5')).toEqual([]);
		expect(await titles()).toEqual(['Number 5']);
	});
};
