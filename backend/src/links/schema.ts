import Type, { type Static } from 'typebox';
import { BATCH_MODES, IF_EXISTS, LINK_LIMITS, LINK_STATUSES, REDIRECT_TYPES, BATCH_RESULTS, UTM_PARAMETERS, type UtmParameter } from '../../../contract/link.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { QrOptionsSchema } from '../qr/schema.ts';

const Tags = Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags });
const Time = Type.String({ maxLength: 40 });
const Slug = Type.String({ minLength: 1, maxLength: LINK_LIMITS.slug, description: 'ASCII letters, digits, `-` and `_` (not first). Random when absent.' });

const UtmValue = Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.utm }), 'null for none.'));
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
const AddTags = Type.Optional(Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags, description: 'Tags to add to those that the link has.' }));
const RemoveTags = Type.Optional(Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags, description: 'Tags to take from those that the link has.' }));
const IfExists = oneOf(IF_EXISTS, 'What to do when the slug, or the external id where one is given, exists.');

/** Body of `POST /v1/links`. */
export const NewLinkSchema = Type.Object(
	{ destination: Destination, slug: Type.Optional(Slug), ...linkFields, if_exists: Type.Optional(IfExists) },
	{ ...closed, title: 'NewLink', examples: [{ destination: 'https://shop.example/products/1?ref=mail', slug: 'spring-sale', tags: ['spring'], campaign: 'spring-2027' }] },
);

/** Body of `POST /v1/links/batch`; its rows are checked one by one. */
export const BatchSchema = Type.Object(
	{
		links: Type.Array(Type.Unknown(), { minItems: 1, maxItems: LINK_LIMITS.batch, description: 'Up to 10,000 links, each as for `POST /v1/links`.' }),
		mode: Type.Optional(oneOf(BATCH_MODES, '`partial` writes the good rows, `atomic` all or none.')),
		if_exists: Type.Optional(IfExists),
		qr: Type.Optional(Type.Union([Type.Boolean(), QrOptionsSchema], { description: 'Each link of the answer with its QR code as SVG: true, or how it looks.' })),
	},
	closed,
);

/** The same with its rows, as documentation. */
export const BatchBodySchema = Type.Object(
	{ ...BatchSchema.properties, links: Type.Array(NewLinkSchema, { minItems: 1, maxItems: LINK_LIMITS.batch, description: 'Each as for `POST /v1/links`.' }) },
	{
		...closed,
		examples: [{ links: [{ destination: 'https://shop.example/products/1', external_id: 'SKU-1001' }, { destination: 'https://shop.example/products/2', external_id: 'SKU-1002' }], if_exists: 'update' }],
	},
);

/** Body of `PATCH /v1/links/{id}`. */
export const LinkChangeSchema = Type.Object(
	{
		destination: Type.Optional(Destination),
		slug: Type.Optional(Slug),
		...linkFields,
		add_tags: AddTags,
		remove_tags: RemoveTags,
	},
	{ ...closed, examples: [{ destination: 'https://shop.example/products/2', add_tags: ['sold-out'] }] },
);

/** A link in an answer. */
export const LinkSchema = Type.Object(
	{
		id: Type.String({ description: '`lnk_…`, ordered by time of creation.', examples: ['lnk_0e3k5w9zq1r'] }),
		slug: Type.String({ description: 'The part after the slash; case-sensitive.' }),
		short_url: Type.String({ description: 'Base URL and slug.' }),
		destination: Type.String({ description: 'Where visitors go, as you wrote it.' }),
		destination_host_ascii: Type.Optional(Type.String({ description: 'The host in punycode, where it is not written so already.', examples: [] })),
		title: nullable(Type.String(), 'A name for people.'),
		tags: Type.Array(Type.String(), { description: 'Labels, in the order in which they were given.' }),
		campaign: nullable(Type.String(), 'The campaign that the link belongs to.'),
		metadata: nullable(Type.Record(Type.String(), Type.Unknown()), 'An object of your own.'),
		external_id: nullable(Type.String(), 'Your own id for the link.'),
		enabled: Type.Boolean({ description: 'A disabled link answers 404.' }),
		status: oneOf(LINK_STATUSES, 'What a visitor would meet, derived when read.'),
		starts_at: nullable(answeredTime(), 'The link answers 404 before.'),
		expires_at: nullable(answeredTime(), 'From then on visitors get 410, or go to `fallback_url`.'),
		fallback_url: nullable(Type.String(), 'Where visitors of an expired or exhausted link go.'),
		redirect_type: oneOf(REDIRECT_TYPES, 'HTTP status of the redirect.'),
		utm: nullable(Type.Object(Object.fromEntries(UTM_PARAMETERS.map((name) => [name, Type.Optional(Type.String())])), { examples: [{ source: 'newsletter', medium: 'email' }] }), 'Campaign parameters that are merged into the destination.'),
		max_clicks: nullable(Type.Integer({ minimum: 1 }), 'Never more than this many redirects to people.'),
		forward_query: Type.Boolean({ description: "Whether the visitor's query is appended to the destination." }),
		forward_query_overrides: Type.Boolean({ description: "Whether the visitor's parameters win over those of the destination." }),
		append_click_id: Type.Boolean({ description: 'Whether `lm_click=<click id>` is appended to the destination.' }),
		has_password: Type.Boolean({ description: 'Whether visitors are asked for a password.' }),
		variants: Type.Array(
			Type.Object({ name: Type.String({ description: 'As events and reports call it.', examples: ['A'] }), destination: Type.String({ description: 'Where its visitors go.' }), weight: Type.Integer({ minimum: 0, description: 'Its share is its weight over the sum of all.', examples: [1] }) }),
			{ description: 'The sides of an A/B split; empty where there is none.', examples: [[]] },
		),
		total_clicks: Type.Integer({ description: 'Clicks by people, `imported_clicks` included.' }),
		imported_clicks: Type.Integer({ description: 'What `total_clicks` started from: clicks that another shortener counted.' }),
		last_clicked_at: nullable(answeredTime(), 'The last click by a person.'),
		created_at: answeredTime('When it was made.'),
		updated_at: answeredTime('When it was changed last.'),
		version: Type.Integer({ minimum: 1, description: 'Counts up with every change; `If-Match` takes it.' }),
	},
	{ title: 'Link', description: 'A short link.' },
);

/** Answer of `POST /v1/links/batch`. */
export const BatchAnswerSchema = Type.Object({
	links: Type.Array(
		Type.Intersect([
			LinkSchema,
			Type.Object({
				index: Type.Integer({ description: 'Its place in the request, from 0.' }),
				result: oneOf(BATCH_RESULTS, 'What became of the row.'),
				qr: Type.Optional(Type.String({ description: 'Its QR code as SVG, where the request asked for it.', examples: ['<svg xmlns="http://www.w3.org/2000/svg">…</svg>'] })),
			}),
		]),
		{ description: 'The links that were made, found or changed, in the order of the request.' },
	),
	errors: Type.Array(
		Type.Object({
			index: Type.Integer({ description: 'The place of the row in the request, from 0.', examples: [1] }),
			code: Type.String({ description: 'Stable, snake_case.' }),
			message: Type.String({ description: 'A sentence that names the field and the remedy.' }),
			pointer: nullable(Type.String(), 'JSON Pointer to the first bad field, within the row.'),
		}),
		{ description: 'The rows that were not written, in the order of the request.' },
	),
	summary: Type.Object(
		{ requested: Type.Integer(), created: Type.Integer(), existing: Type.Integer(), updated: Type.Integer(), failed: Type.Integer() },
		{ description: 'How many rows came to what.', examples: [{ requested: 2, created: 1, existing: 0, updated: 0, failed: 1 }] },
	),
	change_id: nullable(Type.String(), 'Names the whole batch in the list of changes; null where nothing was written.'),
});

export type NewLinkInput = Static<typeof NewLinkSchema>;
export type LinkChangeInput = Static<typeof LinkChangeSchema>;
export type BatchInput = Static<typeof BatchSchema>;
