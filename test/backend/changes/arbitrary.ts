import fc from 'fast-check';
import { LINK_STATUSES, type LinkFilter } from '../../../contract/link.ts';
import type { OperationName } from '../../../backend/src/writes/operations.ts';

/** A call that is a change where it writes anything. */
export interface BulkCall {
	name: OperationName;
	body: object;
}

const slug = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const externalId = fc.constantFrom('E-1', 'E-2', 'E-3');
const tags = fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'ä'), { maxLength: 3 });
const campaign = fc.constantFrom('one', 'two');
const url = fc.constantFrom('https://shop.example/?page=a', 'https://shop.example/?page=b', 'https://bücher.example/ä?page=a', 'HTTPS://SHOP.example');
const time = fc.constantFrom('2035-01-01', '2036-01-01', '2037-01-01', null);

/** Fields that any number of links may share. */
const shared = {
	destination: url,
	title: fc.constantFrom('First', 'Second', null),
	tags,
	campaign: fc.option(campaign),
	metadata: fc.constantFrom({ user_id: 1 }, { nested: { list: [1, 2] } }, null),
	enabled: fc.boolean(),
	starts_at: time,
	expires_at: time,
	fallback_url: fc.option(url),
	redirect_type: fc.constantFrom(301, 302, 307, 308),
	utm: fc.constantFrom({ source: 'mail' }, { source: 'mail', term: 'ä b' }, null),
	max_clicks: fc.constantFrom(1, 1000, null),
	forward_query: fc.boolean(),
	append_click_id: fc.boolean(),
	variants: fc.constantFrom([{ destination: 'https://shop.example/?page=a', weight: 1 }, { destination: 'https://shop.example/?page=c', weight: 3 }], null),
};
const optional = { requiredKeys: [] };
const some = fc.record(shared, optional);
const tagging = { add_tags: tags, remove_tags: tags };

const link = fc.record({ ...shared, slug, external_id: externalId, if_exists: fc.constantFrom('fail', 'return', 'update', 'unique') }, { requiredKeys: ['destination'] });

/** What a call names a link by: of one that is there, or not. */
export const reference = fc.oneof(slug.map((name) => `slug:${name}`), externalId.map((name) => `external:${name}`));

const someTags = fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 });
const conditions: Array<fc.Arbitrary<LinkFilter>> = [
	fc.record({ campaign }),
	fc.record({ tags: someTags }),
	fc.record({ tags_any: someTags }),
	fc.record({ exclude_tags: someTags }),
	fc.record({ slug }),
	fc.record({ external_id: externalId }),
	fc.record({ status: fc.constantFrom(...LINK_STATUSES) }),
	fc.record({ created_after: fc.constantFrom('2020-01-01', '2036-01-01') }),
	fc.record({ created_before: fc.constantFrom('2020-01-01', '2036-01-01') }),
	fc.record({ expires_after: fc.constant('2036-06-01') }),
	fc.record({ expires_before: fc.constant('2036-06-01') }),
	fc.record({ clicks_max: fc.constant(0) }),
];
/** Conditions that only the running server can answer: it has the index of texts. */
const textConditions: Array<fc.Arbitrary<LinkFilter>> = [
	fc.record({ search: fc.constantFrom('first', 'shop', 'page second', 'a') }),
	fc.record({ destination: fc.constantFrom('https://shop.example/?page=a', 'https://shop*') }),
];

const selectionBy = (all: Array<fc.Arbitrary<LinkFilter>>) =>
	fc.oneof(
		fc.array(fc.oneof(...all), { minLength: 1, maxLength: 2 }).map((some): object => ({ filter: Object.assign({}, ...some) as LinkFilter })),
		fc.uniqueArray(slug, { minLength: 1, maxLength: 3 }).map((names): object => ({ ids: names.map((name) => `slug:${name}`) })),
		fc.constant<object>({ all: true }),
	);

const updateOf = (selection: fc.Arbitrary<object>) => fc
	.tuple(selection, fc.record({ set: some, ...tagging, replace: fc.constantFrom({ find: 'page=a', with: 'page=b' }, { find: 'shop.', with: 'www.shop.' }) }, optional), fc.constantFrom({}, { mode: 'partial' }))
	.map(([selected, change, mode]): BulkCall => ({ name: 'bulkUpdate', body: { ...selected, ...change, ...mode } }));

const rows = fc
	.array(fc.record({ id: reference, set: fc.record({ ...shared, slug, external_id: fc.option(externalId) }, optional), ...tagging }, { requiredKeys: ['id'] }), { minLength: 1, maxLength: 8 })
	.map((updates): BulkCall => ({ name: 'bulkUpdate', body: { updates } }));

/** Slugs handed on in a circle, which no order of single writes could do. */
const swap = fc.uniqueArray(slug, { minLength: 2, maxLength: 4 }).map((names): BulkCall => ({
	name: 'bulkUpdate',
	body: { updates: names.map((name, place) => ({ id: `slug:${name}`, set: { slug: names[(place + 1) % names.length] } })) },
}));

const removeOf = (selection: fc.Arbitrary<object>) => selection.map((body): BulkCall => ({ name: 'bulkDelete', body }));

const batch = fc.array(link, { minLength: 1, maxLength: 6 }).map((links): BulkCall => ({ name: 'createBatch', body: { links } }));

const bulkCallOf = (selection: fc.Arbitrary<object>) => fc.oneof(updateOf(selection), rows, swap, removeOf(selection), batch);

/** Anything that is listed as a change, reverts apart. */
export const bulkCall = bulkCallOf(selectionBy(conditions));
/** The same with the filters that need the index of texts. */
export const anyBulkCall = bulkCallOf(selectionBy([...conditions, ...textConditions]));

/** Links to begin with. */
export const firstLinks = fc
	.uniqueArray(fc.record({ ...shared, slug, external_id: externalId }, { requiredKeys: ['destination', 'slug'] }), { minLength: 1, maxLength: 6, selector: (one) => one.slug })
	.map((links): BulkCall => ({ name: 'createBatch', body: { links } }));

/** A call about one link, which is no change in the list. */
export const singleCall = fc.oneof(
	fc.tuple(reference, fc.record({ ...shared, slug, ...tagging }, optional)).map(([id, body]) => ({ name: 'updateLink' as const, params: { id }, body })),
	reference.map((id) => ({ name: 'deleteLink' as const, params: { id } })),
	link.map((body) => ({ name: 'createLink' as const, body })),
);
