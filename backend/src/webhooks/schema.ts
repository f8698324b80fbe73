import Type, { type Static, type TOptional, type TUnsafe } from 'typebox';
import { CLICK_KINDS, EVENT_TYPES } from '../../../contract/event.ts';
import { LINK_LIMITS, type LinkFilter } from '../../../contract/link.ts';
import { WEBHOOK_FAILURE_POLICIES, WEBHOOK_LIMITS, WEBHOOK_LINK_CONDITIONS, WEBHOOK_SETTABLE_STATUSES, WEBHOOK_STARTS, WEBHOOK_STATUS_REASONS, WEBHOOK_STATUSES, type WebhookLinkCondition } from '../../../contract/webhook.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { CONDITIONS } from '../links/filter.ts';

/** How many links, slugs or tags a filter names at most. */
const FILTER_LIMIT = 1000;

const Url = Type.String({ minLength: 1, maxLength: LINK_LIMITS.url, description: 'Absolute http or https URL that events are posted to.' });
const Events = Type.Array(oneOf(EVENT_TYPES, 'A kind of event.'), { maxItems: 20, description: 'One or more. Default: `link.clicked` alone.' });
const Name = Type.String({ maxLength: 200, description: 'A name for people.' });
const Rate = Type.Number({ minimum: 0.001, maximum: 10_000, description: 'Deliveries a second at most.' });
const Secret = Type.String({ maxLength: 200, description: '`whsec_` and 24 to 64 bytes in base64.' });
const Expiry = Type.String({ maxLength: 40, description: 'ISO 8601, UTC where no zone is given; the subscription ends then.' });
const OnFailure = oneOf(WEBHOOK_FAILURE_POLICIES, 'What becomes of an event that is refused with 400, 413 or 422 ten times, over an hour or more: `park` sets it aside, to be listed and sent again; `block` goes on trying. Default: `park`.');
const Batch = Type.Object(
	{
		max_events: Type.Integer({ minimum: 1, maximum: WEBHOOK_LIMITS.batch_events, description: 'Events in a delivery at most. With 1 the body is the event; with more, `{"type": "batch", "events": […]}`.' }),
		max_wait_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: WEBHOOK_LIMITS.max_wait_ms, description: 'How long the first event of a delivery may wait for others. Default: 1,000.' })),
	},
	{ ...closed, description: 'How events are put together into deliveries.', examples: [{ max_events: 100, max_wait_ms: 5000 }] },
);
const Start = Type.Object(
	{
		after: Type.Optional(Type.String({ maxLength: 60, description: 'Begin with the event that follows this one.', examples: ['evt_1803888000000_000000000042137'] })),
		max_age_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_153_600_000, description: 'As `resume`, but pass over what is older than that now.' })),
	},
	{ ...closed, description: 'One of them.', examples: [{ max_age_seconds: 259_200 }] },
);

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
		milestone_every: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'About `link.milestone`: every so many clicks of a link. Default: 1,000.' })),
	},
	{ ...closed, title: 'WebhookFilter', examples: [{ campaign: 'spring-2027' }], description: 'All given conditions must hold, of the link as it was at the event. An empty list or text is no condition.' },
);

/** Body of `POST /v1/webhooks`. */
export const NewWebhookSchema = Type.Object(
	{
		url: Url,
		events: Type.Optional(Events),
		filter: Type.Optional(FilterSchema),
		batch: Type.Optional(Batch),
		rate: Type.Optional(Rate),
		name: Type.Optional(Name),
		key: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Your own: the same key gives the same subscription, active again, with everything but its place and its secret replaced.' })),
		secret: Type.Optional(Secret),
		start: Type.Optional(Type.Union([Type.Literal(WEBHOOK_STARTS[0]), Type.Literal(WEBHOOK_STARTS[1]), Start], { description: '`now`: after the last event; `resume`: where the subscription with the same key stopped (default; a new one starts now); or an object.' })),
		expires_at: Type.Optional(Expiry),
		on_failure: Type.Optional(OnFailure),
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
		batch: Type.Optional(nullable(Batch, 'How events are put together into deliveries; null for one event a delivery.')),
		rate: Type.Optional(nullable(Rate, 'Deliveries a second at most; null for no limit.')),
		name: Type.Optional(nullable(Name, 'A name for people; null for none.')),
		expires_at: Type.Optional(nullable(Expiry, 'When the subscription ends; null for never.')),
		on_failure: Type.Optional(OnFailure),
		secret: Type.Optional(Secret),
		rotate_secret: Type.Optional(Type.Boolean({ description: 'Make a new secret, and show it in the answer. For 24 hours deliveries are signed with the old one too, as they are where you set `secret`.' })),
		status: Type.Optional(oneOf(WEBHOOK_SETTABLE_STATUSES, '`paused` keeps the cursor and waits, `active` goes on from there.')),
	},
	{ ...closed, examples: [{ status: 'paused' }] },
);

/** Body of `POST /v1/webhooks/{id}/replay`. */
export const ReplayRequestSchema = Type.Object(
	{
		since: Type.Optional(Type.String({ maxLength: 40, description: 'What happened at this time or later. ISO 8601.' })),
		until: Type.Optional(Type.String({ maxLength: 40, description: 'With `since`: what happened before this time. Default: now.' })),
		after: Type.Optional(Type.String({ maxLength: 60, description: 'What comes after this event.', examples: ['evt_1803888000000_000000000042137'] })),
		parked: Type.Optional(Type.Literal(true, { description: 'What was set aside.' })),
	},
	{ ...closed, title: 'ReplayRequest', description: '`since` with or without `until`, or `after`, or `parked`.', examples: [{ since: '2027-03-20T00:00:00Z', until: '2027-03-21T00:00:00Z' }] },
);

/** A replay in an answer. */
export const ReplaySchema = Type.Object(
	{
		replay_id: Type.String({ description: 'A member of the bodies that it sends.', examples: ['rpl_5b1fd20cbb1b4e4d8c0c1a77'] }),
		cursor: nullable(Type.String(), 'Id of the last event that it has dealt with; null before the first.'),
		failures: Type.Integer({ minimum: 0, description: 'Attempts in a row that have failed.' }),
		last_error: nullable(Type.String(), 'What went wrong at the last attempt.'),
		requested_at: answeredTime('When it was asked for.'),
	},
	{ title: 'WebhookReplay', description: 'A replay that is under way.' },
);

/** A subscription in an answer. */
export const WebhookSchema = Type.Object(
	{
		id: Type.String({ description: '`whk_…`', examples: ['whk_0e3k5w9zq1v'] }),
		url: Type.String({ description: 'Where events are posted to.', examples: ['https://n8n.example/webhook/clicks'] }),
		events: Type.Array(oneOf(EVENT_TYPES, 'A kind of event.'), { description: 'What it is sent.' }),
		filter: FilterSchema,
		batch: Type.Object({ max_events: Type.Integer({ description: 'Events in a delivery at most.' }), max_wait_ms: Type.Integer({ description: 'How long the first of them may wait for others.' }) }, { description: 'How events are put together into deliveries.' }),
		rate: nullable(Type.Number(), 'Deliveries a second at most; null for no limit.'),
		name: nullable(Type.String(), 'A name for people.'),
		key: nullable(Type.String(), 'Your own name for the subscription, under which it is resumed.'),
		secret: Type.Optional(nullable(Type.String({ examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] }), 'Only in the answer to the call that made it; null when that answer is given again for an Idempotency-Key.')),
		old_secret_until: nullable(answeredTime(), 'Until when deliveries are signed with the secret before this one too.'),
		status: oneOf(WEBHOOK_STATUSES, '`active` delivers; `paused` keeps its cursor and waits; `closed` was given up, because its receiver took nothing for longer than events are kept.'),
		status_reason: nullable(oneOf(WEBHOOK_STATUS_REASONS, 'Why it is not active: `caller` paused it, `receiver_gone` answered 410, or `receiver_unreachable`.'), 'Null while it is active.'),
		on_failure: oneOf(WEBHOOK_FAILURE_POLICIES, 'What becomes of an event that the receiver goes on refusing.'),
		cursor: nullable(Type.String(), 'Id of the last event that was delivered, set aside or passed over.'),
		lag_events: Type.Integer({ minimum: 0, description: 'Events in the log after the cursor.' }),
		lag_seconds: Type.Number({ minimum: 0, description: 'Age of the oldest of them; 0 where there is none.' }),
		failures: Type.Integer({ minimum: 0, description: 'Attempts in a row that have failed so far.' }),
		failing_since: nullable(answeredTime(), 'When the first of them failed.'),
		last_error: nullable(Type.String(), 'What went wrong at the last attempt; null where nothing did.'),
		next_attempt_at: nullable(answeredTime(), 'When it is tried again; null where nothing waits.'),
		parked_events: Type.Integer({ minimum: 0, description: 'Events that were set aside.' }),
		replay: nullable(ReplaySchema, 'The replay under way.'),
		created_at: answeredTime('When it was made.'),
		expires_at: nullable(answeredTime(), 'When the subscription ends; null for never.'),
	},
	{ title: 'Webhook', description: 'A subscription to events.' },
);

/** Answer of `GET /v1/webhooks`. */
export const WebhookListSchema = Type.Object({ webhooks: Type.Array(WebhookSchema, { description: 'One page, oldest first.' }), next_cursor: nullable(Type.String(), 'Pass as `cursor` for the next page; null at the end.') });

const page = {
	limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
	cursor: Type.Optional(Type.String({ maxLength: 40, description: 'The `next_cursor` of the page before.' })),
};

/** Query of `GET /v1/webhooks`. */
export const WebhookPageSchema = Type.Object(
	{ ...page, key: Type.Optional(Type.String({ maxLength: 200, description: 'The one with this key of yours.' })), status: Type.Optional(oneOf(WEBHOOK_STATUSES, 'Those with this status.')) },
	closed,
);

/** Query of the lists about one subscription. */
export const PageSchema = Type.Object(page, closed);

export type ReplayRequestInput = Static<typeof ReplayRequestSchema>;
export type NewWebhookInput = Static<typeof NewWebhookSchema>;
export type WebhookChangeInput = Static<typeof WebhookChangeSchema>;
