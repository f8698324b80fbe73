import Type from 'typebox';
import { EVENT_TYPES } from '../../../contract/event.ts';
import { answeredTime, nullable, oneOf } from '../http/schema.ts';

const next_cursor = nullable(Type.String(), 'Pass as `cursor` for the next page; null at the end.');
const status = nullable(Type.Integer(), 'What was answered; null where nothing was.');
const response = nullable(Type.String(), 'The first 1 kB of the answer.');
const latency_ms = Type.Number({ description: 'Milliseconds until the answer was read, or there was none.' });
const delivered = Type.Boolean({ description: 'Whether it was taken: answered with 2xx.' });
const error = nullable(Type.String(), 'Why there was no answer, in words.');

const DeliverySchema = Type.Object(
	{
		message_id: Type.String({ description: 'The `webhook-id` header: the same in every repeat.', examples: ['evt_1803888000000_000000000042137'] }),
		from: Type.String({ description: 'Id of its first event.', examples: ['evt_1803888000000_000000000042137'] }),
		to: Type.String({ description: 'Id of its last event.', examples: ['evt_1803888000000_000000000042137'] }),
		events: Type.Integer({ description: 'How many events are in it.' }),
		replay_id: nullable(Type.String(), 'The replay that it belongs to.'),
		attempt: Type.Integer({ description: '1 for the first.' }),
		attempted_at: answeredTime('When it was sent.'),
		latency_ms,
		delivered,
		status,
		response,
		error,
	},
	{ title: 'WebhookDelivery', description: 'An attempt at a delivery.' },
);

/** Answer of `GET /v1/webhooks/{id}/deliveries`. */
export const DeliveryListSchema = Type.Object({ deliveries: Type.Array(DeliverySchema, { description: 'Newest first: the last 100 that were taken, and the last 100 that were not.' }), next_cursor });

const ParkedSchema = Type.Object(
	{
		event: Type.String({ description: 'Its id.', examples: ['evt_1803888000000_000000000042137'] }),
		type: oneOf(EVENT_TYPES, 'Its kind.'),
		parked_at: answeredTime('When it was set aside.'),
		status: Type.Integer({ description: 'What was answered last.', examples: [422] }),
		response,
	},
	{ title: 'ParkedEvent', description: 'An event that was set aside.' },
);

/** Answer of `GET /v1/webhooks/{id}/parked`. */
export const ParkedListSchema = Type.Object({ parked: Type.Array(ParkedSchema, { description: 'In the order of the log.' }), next_cursor });

/** Answer of `POST /v1/webhooks/{id}/test`. */
export const TestResultSchema = Type.Object({ delivered, status, latency_ms, response, error }, { title: 'WebhookTestResult', description: 'What became of the test.' });
