/** Lists over the real SQLite storage, beside a model that looks at every link. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LINK_SORT_KEYS, LINK_STATUSES, type LinkFilter } from '../../../contract/link.ts';
import { holds, readCriteria } from '../../../backend/src/links/filter.ts';
import { readPlace, writePlace } from '../../../backend/src/links/place.ts';
import { statusOf } from '../../../backend/src/links/present.ts';
import { indexNext } from '../../../backend/src/search/index-links.ts';
import { foldText } from '../../../backend/src/storage/search.ts';
import { listsDatabase, SqliteLists } from '../../../backend/src/storage/sqlite/lists/lists.ts';
import { PLAN_LIMITS, type PlanLimits } from '../../../backend/src/storage/sqlite/lists/plan.ts';
import { dataFiles } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import type { LinkOrder, Place, Storage, StoredLink } from '../../../backend/src/storage/storage.ts';
import { aLink, MORNING } from './conformance/samples.ts';
import { tracked } from './conformance/subject.ts';

/** When it is, for statuses. */
const NOW = MORNING + 100;

/** A link and what people did with it. */
interface Known {
	link: StoredLink;
	clicks: number;
	lastClickedAt: number | null;
}

const TAGS = ['a', 'A', 'b,c', '"q"', 'ü', "o'clock", '%', 'news'];
const TITLES = ['Alpha Beta', 'alpha', 'ÄPFEL und Birnen', 'äpfel', '100% "sure"', 'under_score', 'ΣΑΣ', '日本語のタイトル', 'a*b', ' ', '😀😀😀', 'Äpfel 😀😀😀'];
const HOSTS = ['https://shop.example/', 'https://SHOP.example/', 'https://bücher.example/größe', 'http://other.example/x_y', 'https://shop.example/\u{10ffff}'];

/** Looking for a smaller counterexample would take minutes. */
const AT_ONCE = { endOnFailure: true };

const time = fc.integer({ min: -3, max: 3 }).map((step) => NOW + step);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const known: fc.Arbitrary<Omit<Known, 'link'> & { link: Partial<StoredLink> }> = fc.record({
	link: fc.record({
		slug: fc.stringMatching(/^[A-Ca-c1-]{1,5}$/),
		title: orNull(fc.constantFrom(...TITLES)),
		destination: fc.tuple(fc.constantFrom(...HOSTS), fc.stringMatching(/^[a-c%_]{0,3}$/)).map((parts) => parts.join('')),
		tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 4 }),
		campaign: orNull(fc.constantFrom('x', 'X', 'y, z')),
		externalId: orNull(fc.stringMatching(/^E[1-9]{1,3}$/)),
		enabled: fc.integer({ min: 0, max: 4 }).map((one) => one > 0),
		startsAt: orNull(time),
		expiresAt: orNull(time),
		maxClicks: orNull(fc.integer({ min: 1, max: 3 })),
		importedClicks: fc.integer({ min: 0, max: 6 }).map((one) => Math.max(0, one - 4)),
		createdAt: time,
		updatedAt: time,
		deletedAt: fc.integer({ min: 0, max: 5 }).map((one) => (one === 0 ? NOW : null)),
	}),
	clicks: fc.integer({ min: 0, max: 3 }),
	lastClickedAt: time,
});

const links = fc.uniqueArray(known, { minLength: 1, maxLength: 40, selector: ({ link }) => link.slug });

const iso = time.map((at) => new Date(at).toISOString());
const tags = fc.array(fc.constantFrom(...TAGS, 'nobody'), { minLength: 1, maxLength: 3 });
const conditions: { [Name in keyof LinkFilter]-?: fc.Arbitrary<NonNullable<LinkFilter[Name]>> } = {
	campaign: fc.constantFrom('x', 'X', 'y, z', ''),
	tags,
	tags_any: tags,
	exclude_tags: tags,
	search: fc.constantFrom('alpha', 'ALPHA bet', 'äPF', 'shop', 'a', 'AB', 'b alp', '%', '100%', 'r_s', '"su', 'σας', 'タイト', '😀😀😀', '😀😀😀😀', 'äpf 😀😀😀😀', 'größe', 'shop.example/\u{10ffff}', 'x_y', 'nothing at all', '*', 'a*b', 'OR', 'NEAR('),
	status: fc.constantFrom(...LINK_STATUSES),
	slug: fc.stringMatching(/^[A-Ca-c1-]{1,2}$/),
	external_id: fc.stringMatching(/^E[1-9]{1}$/),
	destination: fc.tuple(fc.constantFrom('http', ...HOSTS), fc.constantFrom('', 'a', '%'), fc.constantFrom('', '*')).map((parts) => parts.join('')),
	created_after: iso,
	created_before: iso,
	expires_after: iso,
	expires_before: iso,
	clicks_min: fc.integer({ min: 0, max: 3 }),
	clicks_max: fc.integer({ min: 0, max: 3 }),
};
const filter: fc.Arbitrary<LinkFilter> = fc
	.subarray(Object.keys(conditions) as Array<keyof LinkFilter>, { maxLength: 3 })
	.chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, conditions[name]])) as Record<keyof LinkFilter, fc.Arbitrary<never>>) as fc.Arbitrary<LinkFilter>)
	// The other way round is refused.
	.filter(({ created_after: a, created_before: b, expires_after: c, expires_before: d, clicks_min: e, clicks_max: f }) => !(a && b && a > b) && !(c && d && c > d) && (e ?? 0) <= (f ?? 9));

const order: fc.Arbitrary<LinkOrder> = fc.record({ by: fc.constantFrom(...LINK_SORT_KEYS), descending: fc.boolean() });
const question = fc.record({ filter, order, limit: fc.integer({ min: 1, max: 9 }) });

const all = (limit: number) => ({ gather: limit, set: limit });

/** Each way of finding links, whatever their number. */
const WAYS: Record<string, PlanLimits> = {
	'as it would': PLAN_LIMITS,
	'asking every link': { exact: all(0), candidates: all(0), costly: all(0) },
	'by sets': { exact: { gather: 0, set: 1000 }, candidates: { gather: 0, set: 1000 }, costly: { gather: 0, set: 1000 } },
};

function matches(given: LinkFilter, { link, clicks }: Known): boolean {
	if (link.deletedAt !== null) return false;
	const { externalId: external_id, ...rest } = link;
	if (!holds(readCriteria(given, NOW), { ...rest, external_id })) return false;
	const texts = [link.slug, link.title ?? '', link.destination].map((text) => text.toLowerCase().replaceAll('ς', 'σ'));
	const finds = (word: string) => (Array.from(word).length < 3 ? texts[0]!.startsWith(word) : texts.some((text) => text.includes(word)));
	const words = (given.search ?? '').toLowerCase().replaceAll('ς', 'σ').split(' ').filter((word) => word !== '');
	const at = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Date.parse(text));
	const within = (value: number | null, after: string | undefined, before: string | undefined) =>
		(after === undefined && before === undefined) || (value !== null && value >= at(after, -Infinity) && value < at(before, Infinity));
	return (
		words.every(finds) &&
		(given.status === undefined || statusOf(link, NOW, clicks) === given.status) &&
		within(link.createdAt, given.created_after, given.created_before) &&
		within(link.expiresAt, given.expires_after, given.expires_before) &&
		clicks >= (given.clicks_min ?? 0) &&
		clicks <= (given.clicks_max ?? Infinity)
	);
}

const VALUES: Record<LinkOrder['by'], (known: Known) => string | number | null> = {
	created_at: ({ link }) => link.createdAt,
	updated_at: ({ link }) => link.updatedAt,
	total_clicks: ({ clicks }) => clicks,
	last_clicked_at: ({ lastClickedAt }) => lastClickedAt,
	slug: ({ link }) => link.slug,
	title: ({ link }) => (link.title === null ? null : foldText(link.title)),
	expires_at: ({ link }) => link.expiresAt,
};

function sorted(found: Known[], { by, descending }: LinkOrder): number[] {
	const sign = descending ? -1 : 1;
	const bytes = (value: string | number) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.toString().padStart(15, '0')));
	return found
		.sort((a, b) => {
			const [first, second] = [VALUES[by](a), VALUES[by](b)];
			if (first === null || second === null) return Number(first === null) - Number(second === null) || sign * (a.link.id - b.link.id);
			return sign * (Buffer.compare(bytes(first), bytes(second)) || a.link.id - b.link.id);
		})
		.map(({ link }) => link.id);
}

describe.each(Object.entries(WAYS))('links found %s', (_way, limits) => {
	let folder: string;
	const open = new Set<{ close(): void }>();

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'linkmill-lists-'));
	});
	afterEach(async () => {
		for (const part of open) part.close();
		open.clear();
		await rm(folder, { recursive: true, force: true });
	});

	/** A data folder with these links, all that they went through told to the indexes. */
	async function filled(given: Array<Omit<Known, 'link'> & { link: Partial<StoredLink> }>): Promise<{ lists: SqliteLists; model: Known[]; add(link: StoredLink): Promise<void> }> {
		for (const part of open) part.close();
		open.clear();
		await rm(folder, { recursive: true, force: true });
		prepareDataFolder(folder, 'process');
		const storage: Storage = tracked(sqliteStorage(folder, 'process'), open);
		const [writer, feed, index, analytics] = [storage.linkWriter(), storage.linkFeed(), storage.indexWriter(), storage.analyticsWriter()];
		const externalIds = new Set<string>();
		const model = given.map(({ link, clicks, lastClickedAt }, at): Known => {
			const externalId = link.externalId && !externalIds.has(link.externalId) ? link.externalId : null;
			if (externalId) externalIds.add(externalId);
			const stored = aLink(at + 1, { ...link, externalId });
			return { link: stored, clicks: clicks + stored.importedClicks, lastClickedAt: clicks > 0 ? lastClickedAt : null };
		});
		const created = (link: StoredLink) => ({ type: 'link.created' as const, occurredAt: NOW, linkId: link.id, linkVersion: 1 });
		const catchUp = async () => {
			while (!(await indexNext(feed, index, 7)).idle);
		};
		const add = async (link: StoredLink) => {
			await writer.transaction(async (transaction) => {
				await transaction.insert([{ ...link, deletedAt: null }]);
				await transaction.emit([created(link)]);
			});
			await catchUp();
		};
		await writer.transaction(async (transaction) => {
			await transaction.insert(model.map(({ link }) => ({ ...link, deletedAt: null })));
			await transaction.emit(model.map(({ link }) => created(link)));
		});
		await catchUp();
		const gone = model.map(({ link }) => link).filter(({ deletedAt }) => deletedAt !== null);
		await writer.transaction(async (transaction) => {
			await transaction.replace(gone.map((after) => ({ before: { ...after, deletedAt: null }, after: { ...after, version: 2 } })), { keyId: 1, at: NOW, changeId: null });
			await transaction.emit(gone.map((link) => ({ ...created(link), type: 'link.deleted' as const })));
		});
		await catchUp();
		const folds = model.flatMap(({ link, clicks, lastClickedAt }) =>
			Array.from({ length: clicks - link.importedClicks }, (_, nth) => ({ position: nth + 1, linkId: link.id, occurredAt: (lastClickedAt ?? 0) - nth, kind: 'human' as const, visitorId: 'v' })),
		);
		await analytics.fold(folds, 1, await storage.linkReader().importedClicks(model.map(({ link }) => link.id)));
		const lists = new SqliteLists(listsDatabase(dataFiles(folder)), limits);
		open.add(lists);
		return { lists, model, add };
	}

	it('are those of a model, in its order, page by page', async () => {
		await fc.assert(
			fc.asyncProperty(links, fc.array(question, { minLength: 30, maxLength: 30 }), async (given, questions) => {
				const { lists, model } = await filled(given);
				for (const { filter: asked, order: by, limit } of questions) {
					const criteria = readCriteria(asked, NOW);
					const expected = sorted(model.filter((one) => matches(asked, one)), by);
					const found: number[] = [];
					let after: Place | undefined;
					do {
						const page = await lists.list(criteria, by, { limit, after });
						expect(page.links.length).toBeLessThanOrEqual(limit);
						found.push(...page.links.map(({ id }) => id));
						// Each place goes out and comes back, as a caller carries it.
						after = page.next === null ? undefined : readPlace(writePlace(by, page.next), undefined).after;
					} while (after);
					expect({ asked, by, found }).toEqual({ asked, by, found: expected });
					expect(await lists.count(criteria)).toBe(expected.length);
				}
			}),
			{ numRuns: 15, ...AT_ONCE },
		);
	});

	it('come once each while others are made', async () => {
		await fc.assert(
			fc.asyncProperty(links, fc.array(question, { minLength: 5, maxLength: 5 }), fc.infiniteStream(known), async (given, questions, more) => {
				const { lists, model, add } = await filled(given);
				let id = 1000;
				for (const { filter: asked, order: by, limit } of questions) {
					const criteria = readCriteria(asked, NOW);
					const expected = (await lists.list(criteria, by, { limit: 1000 })).links.map((link) => link.id);
					expect(expected.filter((one) => one <= model.length)).toEqual(sorted(model.filter((one) => matches(asked, one)), by));
					const found: number[] = [];
					for (let after: Place | undefined | null; after !== null; ) {
						const page = await lists.list(criteria, by, { limit, after });
						found.push(...page.links.map((link) => link.id));
						after = page.next;
						// For a while: a list that grows as fast as it is read has no end.
						if (id >= 1050) continue;
						id++;
						const { value } = more.next() as { value: Omit<Known, 'link'> & { link: Partial<StoredLink> } };
						await add(aLink(id, { ...value.link, slug: `new-${String(id)}`, externalId: null, deletedAt: null, importedClicks: 0 }));
					}
					expect(new Set(found).size).toBe(found.length);
					expect(found.filter((one) => expected.includes(one))).toEqual(expected);
				}
			}),
			{ numRuns: 5, ...AT_ONCE },
		);
	});
});
