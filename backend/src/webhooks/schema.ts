import Type, { type Static, type TOptional, type TUnsafe } from 'typebox';
import { CLICK_KINDS, EVENT_TYPES } from '../../../contract/event.ts';
import { LINK_LIMITS, type LinkFilter } from '../../../contract/link.ts';
import { WEBHOOK_LINK_CONDITIONS, WEBHOOK_SETTABLE_STATUSES, WEBHOOK_STARTS, WEBHOOK_STATUSES, type WebhookLinkCondition } from '../../../contract/webhook.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { CONDITIONS } from '../links/filter.ts';

/** How many links, slugs or tags a filter names at most. */
const FILTER_LIMIT = 1000;

const Url = Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Absolute http or https URL that events are posted to.' });
const Events = Type.Array(oneOf(EVENT_TYPES, 'A kind of event.'), { maxItems: 20, description: 'One or more. Default: `link.clicked` alone.' });
const Name = Type.String({ maxLength: 200, description: 'A name for people.' });
const Rate = Type.Number({ minimum: 0.001, maximum: 10_000 });

const linkConditions = Object.fromEntries(
	WEBHOOK_LINK_CONDITIONS.map((name) => [name, Type.Optional(CONDITIONS[name].schema)]),
) as unknown as { [Name in WebhookLinkCondition]: TOptional<TUnsafe<NonNullable<LinkFilter[Name]>>> };

const FilterSchema = Type.Object(
	{
		link_ids: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: FILTER_LIMIT, description: 'One of these links, by id (`lnk_…`).' })),
		slugs: Type.Optional(Type.Array(Type.String({ maxLength: LINK_LIMITS.slug }), { maxItems: FILTER_LIMIT, description: 'One of these links, by slug.' })),
		...linkConditions,
		countries: Type.Optional(Type.Array(Type.String({ minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.', examples: ['DE'] }), { maxItems: 250, description: 'The visitor was in one of these. About clicks and conversions.' })),
		kinds: Type.Optional(Type.Array(oneOf(CLICK_KINDS, 'Who or what made a hit.'), { maxItems: 20, description: 'Default: `human` alone.' })),
		unique_only: Type.Optional(Type.Boolean({ description: 'Only the first click of a visitor on a link.' })),
	},
	{ ...closed, title: 'WebhookFilter', examples: [{ campaign: 'spring-2027' }], description: 'All given conditions must hold, of the link as it was at the event. An empty list or text is no condition.' },
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
		name: Type.Optional(nullable(Name, 'A name for people; null for none.')),
		status: Type.Optional(oneOf(WEBHOOK_SETTABLE_STATUSES, '`paused` keeps the cursor and waits, `active` goes on from there.')),
	},
	{ ...closed, examples: [{ status: 'paused' }] },
);

/** A subscription in an answer. */
export const WebhookSchema = Type.Object(
	{
		id: Type.String({ description: '`whk_…`', examples: ['whk_0e3k5w9zq1v'] }),
		url: Type.String({ description: 'Where events are posted to.', examples: ['https://n8n.example/webhook/clicks'] }),
		events: Type.Array(oneOf(EVENT_TYPES, 'A kind of event.'), { description: 'What it is sent.' }),
		filter: FilterSchema,
		rate: nullable(Type.Number(), 'Deliveries a second at most; null for no limit.'),
		name: nullable(Type.String(), 'A name for people.'),
		key: nullable(Type.String(), 'Your own name for the subscription, under which it is resumed.'),
		secret: Type.Optional(nullable(Type.String({ examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] }), 'Only in the answer to the call that made it; null when that answer is given again for an Idempotency-Key.')),
		status: oneOf(WEBHOOK_STATUSES, '`active` delivers, `paused` keeps its cursor and waits.'),
		cursor: nullable(Type.String(), 'Id of the last event that was delivered or passed over.'),
		lag_events: Type.Integer({ minimum: 0, description: 'Events in the log after the cursor.' }),
		failures: Type.Integer({ minimum: 0, description: 'Attempts at the next event that have failed so far.' }),
		last_error: nullable(Type.String(), 'What went wrong at the last attempt; null where nothing did.'),
		next_attempt_at: nullable(answeredTime(), 'When it is tried again; null where nothing waits.'),
		created_at: answeredTime('When it was made.'),
		expires_at: nullable(answeredTime(), 'When the subscription ends; null for never.'),
	},
	{ title: 'Webhook', description: 'A subscription to events.' },
);

/** Answer of `GET /v1/webhooks`. */
export const WebhookListSchema = Type.Object({ webhooks: Type.Array(WebhookSchema, { description: 'One page, oldest first.' }), next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null at the end.') });

/** Query of `GET /v1/webhooks`. */
export const WebhookPageSchema = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })), cursor: Type.Optional(Type.String({ maxLength: 40, description: 'The `next_cursor` of the page before.' })) }, closed);

export type NewWebhookInput = Static<typeof NewWebhookSchema>;
export type WebhookChangeInput = Static<typeof WebhookChangeSchema>;
