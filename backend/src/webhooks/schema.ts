import Type, { type Static, type TSchema } from 'typebox';
import { CLICK_KINDS, EVENT_TYPES } from '../../../contract/event.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { WEBHOOK_STARTS, WEBHOOK_STATUSES } from '../../../contract/webhook.ts';

const closed = { additionalProperties: false } as const;
const nullable = <Schema extends TSchema>(schema: Schema, description?: string) =>
	Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
const oneOf = <Values extends readonly string[]>(values: Values, description?: string) =>
	Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value)), description === undefined ? {} : { description }));

/** How many links, slugs or tags a filter names at most. */
const FILTER_LIMIT = 1000;

const Url = Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Absolute http or https URL that events are posted to.' });
const Events = Type.Array(oneOf(EVENT_TYPES), { maxItems: 20, description: 'One or more. Default: `link.clicked` alone.' });
const Name = Type.String({ maxLength: 200 });
const Rate = Type.Number({ minimum: 0.001, maximum: 10_000 });

const FilterSchema = Type.Object(
	{
		link_ids: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: FILTER_LIMIT, description: '`lnk_…`' })),
		slugs: Type.Optional(Type.Array(Type.String({ maxLength: LINK_LIMITS.slug }), { maxItems: FILTER_LIMIT })),
		campaign: Type.Optional(Type.String({ maxLength: LINK_LIMITS.campaign })),
		tags: Type.Optional(Type.Array(Type.String({ maxLength: LINK_LIMITS.tag }), { maxItems: LINK_LIMITS.tags, description: 'The link has all of these.' })),
		kinds: Type.Optional(Type.Array(oneOf(CLICK_KINDS), { maxItems: 20, description: 'Default: `human` alone.' })),
		unique_only: Type.Optional(Type.Boolean({ description: 'Only the first click of a visitor on a link.' })),
	},
	{ ...closed, description: 'All given conditions must hold, of the link as it was at the event. An empty list or text is no condition.' },
);

/** Body of `POST /v1/webhooks`. */
export const NewWebhookSchema = Type.Object(
	{
		url: Url,
		events: Type.Optional(Events),
		filter: Type.Optional(FilterSchema),
		rate: Type.Optional(Type.Number({ minimum: 0.001, maximum: 10_000, description: 'Deliveries a second at most.' })),
		name: Type.Optional(Name),
		key: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Your own: the same key gives the same subscription, resumed, with url, events and filter replaced.' })),
		secret: Type.Optional(Type.String({ maxLength: 200, description: '`whsec_` and 24 to 64 bytes in base64; made and shown once when absent.' })),
		start: Type.Optional(oneOf(WEBHOOK_STARTS, '`now`: after the last event; `resume`: where the subscription with the same key stopped (default; a new one starts now).')),
		expires_at: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601, UTC where no zone is given; the subscription ends then.' })),
		ping: Type.Optional(Type.Boolean({ description: 'Post `{"type":"ping"}` to the URL now, and fail if it answers 404 or not at all.' })),
	},
	{ ...closed, examples: [{ url: 'https://n8n.example/webhook/clicks', events: ['link.clicked'], filter: { campaign: 'spring-2027' }, ping: true }] },
);

/** Body of `PATCH /v1/webhooks/{id}`. */
export const WebhookChangeSchema = Type.Object(
	{
		url: Type.Optional(Url),
		events: Type.Optional(Events),
		filter: Type.Optional(FilterSchema),
		rate: Type.Optional(nullable(Rate, 'Deliveries a second at most; null for no limit.')),
		name: Type.Optional(nullable(Name)),
		status: Type.Optional(oneOf(WEBHOOK_STATUSES, '`paused` keeps the cursor and waits, `active` goes on from there.')),
	},
	{ ...closed, examples: [{ status: 'paused' }] },
);

/** A subscription in an answer. */
export const WebhookSchema = Type.Object({
	id: Type.String(),
	url: Type.String(),
	events: Type.Array(oneOf(EVENT_TYPES)),
	filter: FilterSchema,
	rate: nullable(Type.Number()),
	name: nullable(Type.String()),
	key: nullable(Type.String()),
	secret: Type.Optional(nullable(Type.String(), 'Only in the answer to the call that made it; null when that answer is given again for an Idempotency-Key.')),
	status: oneOf(WEBHOOK_STATUSES),
	cursor: nullable(Type.String(), 'Id of the last event that was delivered or passed over.'),
	lag_events: Type.Integer({ description: 'Events in the log after the cursor.' }),
	failures: Type.Integer({ description: 'Attempts at the next event that have failed so far.' }),
	last_error: nullable(Type.String()),
	next_attempt_at: nullable(Type.String()),
	created_at: Type.String(),
	expires_at: nullable(Type.String()),
});

/** Answer of `GET /v1/webhooks`. */
export const WebhookListSchema = Type.Object({ webhooks: Type.Array(WebhookSchema), next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null at the end.') });

/** Query of `GET /v1/webhooks`. */
export const WebhookPageSchema = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page })), cursor: Type.Optional(Type.String({ maxLength: 40 })) }, closed);

export type NewWebhookInput = Static<typeof NewWebhookSchema>;
export type WebhookChangeInput = Static<typeof WebhookChangeSchema>;
