import Type, { type Static } from 'typebox';
import { BATCH_MODES, IF_EXISTS, LINK_LIMITS, LINK_STATUSES, REDIRECT_TYPES, BATCH_RESULTS, UTM_PARAMETERS, type UtmParameter } from '../../../contract/link.ts';
import { closed, nullable, oneOf } from '../http/schema.ts';

const Tags = Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags });
const Time = Type.String({ maxLength: 40 });
const Slug = Type.String({ minLength: 1, maxLength: LINK_LIMITS.slug, description: 'ASCII letters, digits, `-` and `_` (not first). Random when absent.' });

const UtmValue = Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.utm })));
const Utm = Type.Object(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, UtmValue])) as Record<UtmParameter, typeof UtmValue>, closed);
const Variants = Type.Array(
	Type.Object(
		{
			destination: Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Absolute http or https URL.' }),
			weight: Type.Integer({ minimum: 0, maximum: LINK_LIMITS.weight, description: 'Its share is its weight over the sum of all.' }),
			name: Type.Optional(Type.String({ maxLength: LINK_LIMITS.variantName, description: 'As events and reports call it. `A`, `B`, … when absent.' })),
		},
		closed,
	),
	{ maxItems: LINK_LIMITS.variants },
);

/** What a caller may set on a link. */
export const linkFields = {
	title: Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.title }), 'A name for people.')),
	tags: Type.Optional(nullable(Tags, 'Empty ones are dropped.')),
	campaign: Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.campaign }), 'The campaign that the link belongs to.')),
	metadata: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()), 'An object of your own, up to 16 kB.')),
	external_id: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: LINK_LIMITS.externalId }), 'Your own id for the link, unique.')),
	enabled: Type.Optional(Type.Boolean({ description: 'A disabled link answers 404.' })),
	starts_at: Type.Optional(nullable(Time, 'The link answers 404 before. ISO 8601; UTC where no zone is given.')),
	expires_at: Type.Optional(nullable(Time, 'From then on visitors get 410, or go to `fallback_url`.')),
	fallback_url: Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.url }), 'Where visitors of an expired or exhausted link go.')),
	redirect_type: Type.Optional(oneOf(REDIRECT_TYPES, 'HTTP status of the redirect; 302 unless you say otherwise.')),
	utm: Type.Optional(nullable(Utm, 'Campaign parameters, merged into the destination when redirecting; each replaces one that is there already.')),
	max_clicks: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.maxClicks }), 'Never more than this many redirects to people, counted since the link was made. From then on visitors get 410, or go to `fallback_url`.')),
	forward_query: Type.Optional(Type.Boolean({ description: "Append the visitor's query to the destination, whose own parameters win." })),
	forward_query_overrides: Type.Optional(Type.Boolean({ description: "With `forward_query`: the visitor's parameters win." })),
	append_click_id: Type.Optional(Type.Boolean({ description: 'Append `lm_click=<click id>` to the destination, for conversions.' })),
	password: Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.password }), 'Asked of visitors before they are redirected. Never shown again.')),
	variants: Type.Optional(nullable(Variants, 'An A/B split: a visitor goes to one of these, and stays with it, instead of to the destination.')),
};

const Destination = Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Absolute http or https URL.' });
const IfExists = oneOf(IF_EXISTS, 'What to do when the slug, or the external id where one is given, exists.');

/** Body of `POST /v1/links`. */
export const NewLinkSchema = Type.Object(
	{ destination: Destination, slug: Type.Optional(Slug), ...linkFields, if_exists: Type.Optional(IfExists) },
	{ ...closed, examples: [{ destination: 'https://shop.example/products/1?ref=mail', slug: 'spring-sale', tags: ['spring'], campaign: 'spring-2027' }] },
);

/** Body of `POST /v1/links/batch`; its rows are checked one by one. */
export const BatchSchema = Type.Object(
	{
		links: Type.Array(Type.Unknown(), { minItems: 1, maxItems: LINK_LIMITS.batch, description: 'Up to 10,000 links, each as for `POST /v1/links`.' }),
		mode: Type.Optional(oneOf(BATCH_MODES, '`partial` writes the good rows, `atomic` all or none.')),
		if_exists: Type.Optional(IfExists),
	},
	closed,
);

/** Body of `PATCH /v1/links/{id}`. */
export const LinkChangeSchema = Type.Object(
	{
		destination: Type.Optional(Destination),
		slug: Type.Optional(Slug),
		...linkFields,
		add_tags: Type.Optional(Tags),
		remove_tags: Type.Optional(Tags),
	},
	closed,
);

const { external_id: _unique, ...sharedFields } = linkFields;

/** Filter of a bulk change: the same names as in `GET /v1/links`. */
export const FilterSchema = Type.Object(
	{
		campaign: Type.Optional(Type.String({ maxLength: LINK_LIMITS.campaign })),
		tags: Type.Optional(Tags),
		slug: Type.Optional(Slug),
		external_id: Type.Optional(Type.String({ maxLength: LINK_LIMITS.externalId })),
	},
	closed,
);

/** Body of `PATCH /v1/links`. */
export const BulkUpdateSchema = Type.Object(
	{
		filter: Type.Optional(FilterSchema),
		ids: Type.Optional(Type.Array(Type.String({ maxLength: 220 }), { maxItems: LINK_LIMITS.batch, description: '`lnk_…`, `slug:…` or `external:…`.' })),
		all: Type.Optional(Type.Boolean({ description: 'Needed with an empty filter: yes, every link.' })),
		set: Type.Optional(Type.Object({ destination: Type.Optional(Destination), ...sharedFields }, closed)),
		add_tags: Type.Optional(Tags),
		remove_tags: Type.Optional(Tags),
		replace: Type.Optional(
			Type.Object({ find: Type.String({ minLength: 1, maxLength: LINK_LIMITS.url }), with: Type.String({ maxLength: LINK_LIMITS.url }) }, closed),
		),
		dry_run: Type.Optional(Type.Boolean()),
		expected_count: Type.Optional(Type.Integer({ minimum: 0 })),
	},
	closed,
);

/** A link in an answer. */
export const LinkSchema = Type.Object({
	id: Type.String(),
	slug: Type.String(),
	short_url: Type.String(),
	destination: Type.String(),
	destination_host_ascii: Type.Optional(Type.String({ description: 'The host in punycode, where it is not written so already.' })),
	title: nullable(Type.String()),
	tags: Type.Array(Type.String()),
	campaign: nullable(Type.String()),
	metadata: nullable(Type.Record(Type.String(), Type.Unknown())),
	external_id: nullable(Type.String()),
	enabled: Type.Boolean(),
	status: oneOf(LINK_STATUSES, 'Derived when read.'),
	starts_at: nullable(Type.String()),
	expires_at: nullable(Type.String()),
	fallback_url: nullable(Type.String()),
	redirect_type: oneOf(REDIRECT_TYPES, 'HTTP status of the redirect.'),
	utm: nullable(Type.Object(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, Type.Optional(Type.String())])))),
	max_clicks: nullable(Type.Integer()),
	forward_query: Type.Boolean(),
	forward_query_overrides: Type.Boolean(),
	append_click_id: Type.Boolean(),
	has_password: Type.Boolean(),
	variants: Type.Array(Type.Object({ name: Type.String(), destination: Type.String(), weight: Type.Integer() })),
	total_clicks: Type.Integer({ description: 'Clicks by people, `imported_clicks` included.' }),
	imported_clicks: Type.Integer({ description: 'What `total_clicks` started from: clicks that another shortener counted.' }),
	last_clicked_at: nullable(Type.String()),
	created_at: Type.String(),
	updated_at: Type.String(),
	version: Type.Integer(),
});

/** Answer of `POST /v1/links/batch`. */
export const BatchAnswerSchema = Type.Object({
	links: Type.Array(Type.Intersect([LinkSchema, Type.Object({ index: Type.Integer(), result: oneOf(BATCH_RESULTS, 'What became of the row.') })])),
	errors: Type.Array(
		Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String(), pointer: nullable(Type.String()) }),
	),
	summary: Type.Object({
		requested: Type.Integer(),
		created: Type.Integer(),
		existing: Type.Integer(),
		updated: Type.Integer(),
		failed: Type.Integer(),
	}),
	change_id: nullable(Type.String()),
});

export type NewLinkInput = Static<typeof NewLinkSchema>;
export type LinkChangeInput = Static<typeof LinkChangeSchema>;
export type BulkUpdateInput = Static<typeof BulkUpdateSchema>;
export type BatchInput = Static<typeof BatchSchema>;
