/** Links, questions about them, and a model that looks at every link. */
import fc from 'fast-check';
import { LINK_SORT_KEYS, LINK_STATUSES, type LinkFilter } from '../../../../contract/link.ts';
import { holds, readCriteria } from '../../../../backend/src/links/filter.ts';
import { statusOf } from '../../../../backend/src/links/present.ts';
import { foldText } from '../../../../backend/src/storage/search.ts';
import type { LinkOrder, StoredLink } from '../../../../backend/src/storage/storage.ts';
import { MORNING } from './samples.ts';

/** When it is, for statuses. */
export const NOW = MORNING + 100;

/** A link and what people did with it. */
export interface Known {
	link: StoredLink;
	clicks: number;
	lastClickedAt: number | null;
}

const TAGS = ['a', 'A', 'b,c', '"q"', 'ü', "o'clock", '%', 'news'];
const TITLES = ['Alpha Beta', 'alpha', 'ÄPFEL und Birnen', 'äpfel', '100% "sure"', 'under_score', 'ΣΑΣ', '日本語のタイトル', 'a*b', ' ', '😀😀😀', 'Äpfel 😀😀😀'];
const HOSTS = ['https://shop.example/', 'https://SHOP.example/', 'https://bücher.example/größe', 'http://other.example/x_y', 'https://shop.example/\u{10ffff}'];

const time = fc.integer({ min: -3, max: 3 }).map((step) => NOW + step);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** What is said of a link, and what people did with it. */
export type Given = Omit<Known, 'link'> & { link: Partial<StoredLink> };

export const known: fc.Arbitrary<Given> = fc.record({
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

export const links = fc.uniqueArray(known, { minLength: 1, maxLength: 40, selector: ({ link }) => link.slug });

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
/** A list that somebody asks for, page by page. */
export const question = fc.record({ filter, order, limit: fc.integer({ min: 1, max: 9 }) });

/** Whether a list has this link. */
export function matches(given: LinkFilter, { link, clicks }: Known): boolean {
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

/** Ids in the order of a list. */
export function sorted(found: Known[], { by, descending }: LinkOrder): number[] {
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
