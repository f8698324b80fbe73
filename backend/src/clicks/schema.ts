import Type from 'typebox';
import { CLICK_KINDS, CLICK_LIST_FORMATS, CLICK_ORDERS, CLICK_SOURCES } from '../../../contract/event.ts';
import { LINK_LIMITS } from '../../../contract/link.ts';
import { timeParameters } from '../events/time-range.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';
import { filterParameters } from '../links/query.ts';

/** Query of `GET /v1/clicks`. */
export const ClickQuery = Type.Object(
	{
		...filterParameters,
		link_id: Type.Optional(Type.String({ maxLength: 300, description: 'Clicks on this link: `lnk_…` (also when it is deleted), `slug:…` or `external:…`.' })),
		...timeParameters,
		kind: Type.Optional(Type.String({ maxLength: 100, description: `Of ${CLICK_KINDS.join(', ')}; several separated by commas. All of them when absent.`, examples: ['human'] })),
		after: Type.Optional(Type.String({ maxLength: 40, description: 'Id of an event: everything later.', examples: ['evt_1803888000000_000000000042137'] })),
		order: Type.Optional(oneOf(CLICK_ORDERS, '`asc` (default) in the order of the log, `desc` newest first.')),
		format: Type.Optional(oneOf(CLICK_LIST_FORMATS, '`json` (default), a page; `ndjson`, everything that matches, a line each.')),
		limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LINK_LIMITS.page, description: 'How many on a page; 1,000 unless you say otherwise.' })),
		cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next_cursor` of the page before.' })),
	},
	closed,
);

const Text = (description: string) => nullable(Type.String(), description);

/** A click in an answer. */
export const ClickSchema = Type.Object(
	{
		id: Type.String({ description: 'Its place in the log; sorts as text.', examples: ['evt_1803888000000_000000000042137'] }),
		type: Type.Literal('link.clicked', { description: 'Always the same: events of all kinds are alike.' }),
		occurred_at: answeredTime('When it happened.'),
		click_id: Type.String({ description: 'What the destination got as `lm_click`, where the link has `append_click_id`.', examples: ['clk_01a203367450bc253d93927a'] }),
		link_id: Type.String({ description: '`lnk_…`' }),
		link_version: Type.Integer({ description: "The link's version at the click." }),
		link_slug: Text('The link as it was then: its slug; null where that version is not kept any more.'),
		short_url: Text('Base URL and slug.'),
		destination: Text('Where it led.'),
		campaign: Text('Its campaign.'),
		tags: Type.Array(Type.String(), { description: 'Its tags.' }),
		metadata: nullable(Type.Record(Type.String(), Type.Unknown()), 'Its metadata.'),
		user_id: nullable(Type.Union([Type.String({ examples: ['u-7'] }), Type.Number()]), '`metadata.user_id`, where it is a string or a number.'),
		external_id: Text('Your own id of the link.'),
		country: Text('ISO 3166-1 alpha-2.'),
		region: Text('Where known.'),
		city: Text('Where known.'),
		device: Text('`desktop`, `mobile`, `tablet`, …'),
		browser: Text('Its name.'),
		os: Text('Its name.'),
		referrer: Text('What the browser said of the page that the visitor came from.'),
		referrer_host: Text('Its host.'),
		source: oneOf(CLICK_SOURCES, 'Where the visitor came from.'),
		utm: Type.Record(Type.String(), Type.String(), { description: "What the visitor's own query said." }),
		variant: Text('Name of the variant that the visitor got.'),
		kind: oneOf(CLICK_KINDS, 'Who or what clicked. Only `human` counts as a click.'),
		bot: Text('The rule that recognised a bot.'),
		is_unique: Type.Boolean({ description: 'The first click by a person of this visitor on this link within a salt period.' }),
		visitor_id: Type.String({ description: 'A keyed hash, never an address.', examples: ['67a9879207f5f1e3'] }),
	},
	{ title: 'Click', description: 'A hit on a short link, with the link as it was then.' },
);

/** Answer of `GET /v1/clicks`. */
export const ClickListSchema = Type.Object({
	clicks: Type.Array(ClickSchema, { description: 'One page. There may be fewer than `limit`, or none, and more on the next.' }),
	next_cursor: nullable(Type.String(), 'Pass as `cursor`, with the same parameters, for the next page; null on the last.'),
});
