import Type, { type Static } from 'typebox';
import { CONVERSION_LIMITS, CONVERSION_RESULTS } from '../../../contract/conversion.ts';
import { CLICK_KINDS, CLICK_SOURCES } from '../../../contract/event.ts';
import { BATCH_MODES, LINK_LIMITS } from '../../../contract/link.ts';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';

const Value = Type.Union([Type.Number(), Type.String({ maxLength: 20 }), Type.Null()], { description: 'A number from 0 on with at most four decimals, also as text (`"19.99"`). Kept exactly.' });

const EXAMPLE = { click_id: 'clk_01a203367450bc253d93927a', event: 'sale', value: 49.9, currency: 'EUR', external_id: 'order-1001' };

/** A conversion as it is sent. */
export const NewConversionSchema = Type.Object(
	{
		click_id: Type.Optional(nullable(Type.String({ maxLength: 60 }), '`clk_…`: what the destination got as `lm_click`. Knows its link, so give this one, or one of the next two.')),
		link_id: Type.Optional(nullable(Type.String({ maxLength: 300 }), '`lnk_…`, `slug:…` or `external:…`, where no click is known.')),
		slug: Type.Optional(nullable(Type.String({ maxLength: LINK_LIMITS.slug }), 'The link, by its slug.')),
		event: Type.String({ minLength: 1, maxLength: CONVERSION_LIMITS.event, description: 'What happened, in your words: `sale`, `signup`, …' }),
		value: Type.Optional(Value),
		currency: Type.Optional(nullable(Type.String({ maxLength: 10 }), 'ISO 4217, in capitals or not. Required with a value.')),
		external_id: Type.Optional(nullable(Type.String({ maxLength: CONVERSION_LIMITS.externalId }), 'Your own id, such as an order number. A second conversion of the same event with it is not recorded.')),
		occurred_at: Type.Optional(nullable(Type.String({ maxLength: 40 }), 'When it happened; now when absent. ISO 8601, UTC where no zone is given.')),
		metadata: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()), 'An object of your own, up to 16 kB.')),
	},
	{ ...closed, title: 'NewConversion', examples: [EXAMPLE] },
);
export type NewConversionInput = Static<typeof NewConversionSchema>;

/** Many conversions; the rows are checked one by one. */
export const ConversionBatchSchema = Type.Object(
	{
		conversions: Type.Array(Type.Unknown(), { minItems: 1, maxItems: CONVERSION_LIMITS.batch }),
		mode: Type.Optional(oneOf(BATCH_MODES, '`partial` (default) records the good rows, `atomic` all or none.')),
	},
	closed,
);

/** The body of `POST /v1/conversions`, as the document shows it. */
export const ConversionBodySchema = Type.Union([
	NewConversionSchema,
	Type.Object({ ...ConversionBatchSchema.properties, conversions: Type.Array(NewConversionSchema, { minItems: 1, maxItems: CONVERSION_LIMITS.batch, description: 'Up to 1,000.' }) }, { ...closed, title: 'ConversionBatch' }),
], { examples: [EXAMPLE] });

const Text = (description: string) => nullable(Type.String(), description);
const conversion = {
	id: Type.String({ description: '`cnv_…`, ordered by time of recording.', examples: ['cnv_0e3k5w9zq1w'] }),
	event: Type.String({ description: 'What happened.', examples: ['sale'] }),
	value: nullable(Type.Number({ examples: [49.9] }), 'With up to four decimals.'),
	currency: nullable(Type.String({ examples: ['EUR'] }), 'ISO 4217.'),
	external_id: nullable(Type.String({ examples: ['order-1001'] }), 'Your own id.'),
	metadata: nullable(Type.Record(Type.String(), Type.Unknown()), 'Your own object.'),
	occurred_at: answeredTime('When it happened.'),
	recorded_at: answeredTime('When it was recorded.'),
	link_id: Type.String({ description: '`lnk_…`' }),
	link_version: Type.Integer({ description: "The link's version at the click; where no click is known, when it was recorded." }),
	link_slug: Text('The link as it was then: its slug; null where that version is not kept any more.'),
	short_url: Text('Base URL and slug.'),
	destination: Text('Where it led.'),
	campaign: Text('Its campaign.'),
	tags: Type.Array(Type.String(), { description: 'Its tags.' }),
	click_id: nullable(Type.String({ examples: ['clk_01a203367450bc253d93927a'] }), 'The click that led to it; null where only the link is known, and with it all that follows.'),
	country: Text('ISO 3166-1 alpha-2.'),
	region: Text('Where known.'),
	city: Text('Where known.'),
	device: Text('`desktop`, `mobile`, `tablet`, …'),
	browser: Text('Its name.'),
	os: Text('Its name.'),
	referrer: Text('What the browser said of the page that the visitor came from.'),
	referrer_host: Text('Its host.'),
	source: nullable(oneOf(CLICK_SOURCES, 'Where the visitor came from.')),
	utm: Type.Record(Type.String(), Type.String(), { description: "What the visitor's own query said." }),
	variant: Text('Name of the variant that the visitor got.'),
	kind: nullable(oneOf(CLICK_KINDS, 'Who or what clicked.')),
	visitor_id: Text('A keyed hash, never an address.'),
};

/** A conversion in an answer. */
export const ConversionSchema = Type.Object(conversion, { title: 'Conversion', description: 'What somebody did after a click.' });

const recorded = { ...conversion, result: oneOf(CONVERSION_RESULTS, '`existing`: there was one already, and this is that one.') };

/** Answer of `POST /v1/conversions`. */
export const RecordedSchema = Type.Union([
	Type.Object(recorded, { title: 'RecordedConversion' }),
	Type.Object(
		{
			conversions: Type.Array(Type.Object({ index: Type.Integer(), ...recorded }), { description: 'In the order of the request.' }),
			errors: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String(), pointer: nullable(Type.String()) }), { description: 'Rows that were not recorded.' }),
			summary: Type.Object({ requested: Type.Integer(), recorded: Type.Integer(), existing: Type.Integer(), failed: Type.Integer() }),
		},
		{ title: 'ConversionBatchAnswer' },
	),
]);
