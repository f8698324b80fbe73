import Type, { type Static } from 'typebox';
import { BATCH_MODES, LINK_LIMITS } from '../../../../contract/link.ts';
import { closed, nullable, oneOf } from '../../http/schema.ts';
import { FilterSchema } from '../filter.ts';
import { LinkChangeSchema, LinkSchema, linkFields } from '../schema.ts';

/** Longest name of a link: `external:` and the longest external id. */
const NAME = LINK_LIMITS.externalId + 20;

const { add_tags: AddTags, remove_tags: RemoveTags, ...ownFields } = LinkChangeSchema.properties;
const { external_id: _unique, ...sharedFields } = linkFields;
const Name = Type.String({ maxLength: NAME, description: '`lnk_…`, `slug:spring-sale` or `external:SKU-1001`.', examples: ['external:SKU-1001'] });

const selection = {
	filter: Type.Optional(FilterSchema),
	ids: Type.Optional(Type.Array(Name, { maxItems: LINK_LIMITS.batch, description: 'Instead of `filter`: up to 10,000 links by name.' })),
	all: Type.Optional(Type.Boolean({ description: 'Needed with an empty filter: yes, every link.' })),
};
const options = {
	dry_run: Type.Optional(Type.Boolean({ description: 'Show what would happen, write nothing.' })),
	expected_count: Type.Optional(Type.Integer({ minimum: 0, description: 'Refuse with 409 where another number of links is selected.' })),
};

/** One row of a change row by row. */
export const LinkUpdateSchema = Type.Object(
	{
		id: Name,
		set: Type.Optional(Type.Object(ownFields, { ...closed, description: 'Fields to set, the slug too; null clears.' })),
		add_tags: AddTags,
		remove_tags: RemoveTags,
	},
	{ ...closed, title: 'LinkUpdate', description: 'A link, and what to change on it.' },
);

/** Body of `PATCH /v1/links`; its rows are checked one by one. */
export const BulkUpdateSchema = Type.Object(
	{
		...selection,
		set: Type.Optional(Type.Object({ destination: ownFields.destination, ...sharedFields }, { ...closed, description: 'Fields to set on every link; null clears.' })),
		add_tags: AddTags,
		remove_tags: RemoveTags,
		replace: Type.Optional(
			Type.Object(
				{ find: Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Text to look for.' }), with: Type.String({ maxLength: LINK_LIMITS.url, description: 'What comes in its place.' }) },
				{ ...closed, description: 'Replaces every occurrence of a text in the destination and in those of the variants.' },
			),
		),
		updates: Type.Optional(Type.Array(Type.Unknown(), { minItems: 1, maxItems: LINK_LIMITS.batch, description: 'Instead of all of these: up to 10,000 rows, each about one link.' })),
		mode: Type.Optional(oneOf(BATCH_MODES, '`partial` changes the links that can be changed, `atomic` all or none. Default: `partial` with `updates`, else `atomic`.')),
		...options,
	},
	closed,
);

/** The same with its rows, as documentation. */
export const BulkUpdateBodySchema = Type.Object(
	{ ...BulkUpdateSchema.properties, updates: Type.Optional(Type.Array(LinkUpdateSchema, { minItems: 1, maxItems: LINK_LIMITS.batch, description: 'Instead of a selection and one change: rows, each about one link.' })) },
	{ ...closed, examples: [{ filter: { campaign: 'spring-2027', tags: ['ab-test'] }, replace: { find: 'page=a', with: 'page=b' }, dry_run: true }] },
);

/** Body of `DELETE /v1/links`. */
export const BulkDeleteSchema = Type.Object({ ...selection, ...options }, { ...closed, examples: [{ filter: { campaign: 'spring-2027' }, dry_run: true }] });

const ChangeId = nullable(Type.String(), 'Names the change in the list of changes, where it can be reverted; null where nothing was written.');
const Matched = Type.Integer({ description: 'Links that were selected.', examples: [1] });
const DryRun = Type.Boolean({ description: 'Whether nothing was written because you asked so.' });

/** Answer of `PATCH /v1/links`. */
export const BulkUpdateAnswerSchema = Type.Object({
	matched: Matched,
	changed: Type.Integer({ description: 'Links that differ now, or would in a dry run.', examples: [1] }),
	unchanged: Type.Integer({ description: 'Links that were so already.' }),
	links: Type.Array(
		Type.Intersect([
			LinkSchema,
			Type.Object({
				previous: Type.Record(Type.String(), Type.Unknown(), { description: 'The fields that differ, as they were.', examples: [{ destination: 'https://shop.example/products/1?ref=old' }] }),
				index: Type.Optional(Type.Integer({ description: 'The place of the row in `updates`, from 0.' })),
			}),
		]),
		{ description: 'The first 1,000 that changed.' },
	),
	errors: Type.Array(
		Type.Object({
			index: Type.Optional(Type.Integer({ description: 'The place of the row in `updates`, from 0.' })),
			id: Type.String({ description: 'The link, or what the row calls it.', examples: ['external:SKU-1002'] }),
			code: Type.String({ description: 'Stable, snake_case.' }),
			message: Type.String({ description: 'A sentence that names the field and the remedy.' }),
			pointer: Type.String({ description: 'JSON Pointer to the first bad field, within the row or the link.' }),
		}),
		{ description: 'Links that cannot be changed.', examples: [[]] },
	),
	dry_run: DryRun,
	change_id: ChangeId,
});

/** Answer of `DELETE /v1/links`. */
export const BulkDeleteAnswerSchema = Type.Object({
	matched: Matched,
	deleted: Type.Integer({ description: 'Links that are gone now, or would be in a dry run.', examples: [1] }),
	links: Type.Array(LinkSchema, { description: 'The first 1,000 of them, as they were.' }),
	dry_run: DryRun,
	change_id: ChangeId,
});

export type BulkUpdateInput = Static<typeof BulkUpdateSchema>;
