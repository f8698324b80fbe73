import type { IHookFunctions, INodeProperties } from 'n8n-workflow';
import { WEBHOOK_LIMITS } from '../../contract/webhook';
import type { NewWebhook, WebhookBatch } from '../../contract/webhook';
import { TriggerValues } from './values';

const BATCHED = { show: { delivery: ['batched'] } };

/** How events become executions. */
export const deliveryProperties: INodeProperties[] = [
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'options',
		default: 'single',
		description: 'How events become executions',
		options: [
			{ name: 'One Execution per Event', value: 'single', description: 'Each event starts the workflow' },
			{ name: 'Batched', value: 'batched', description: 'Events that come close together start the workflow once, one item an event' },
		],
	},
	{
		displayName: 'Max Events',
		name: 'maxEvents',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: WEBHOOK_LIMITS.batch_events },
		default: 100,
		displayOptions: BATCHED,
		description: `How many events an execution has at most, up to ${WEBHOOK_LIMITS.batch_events}`,
	},
	{
		displayName: 'Max Wait in Seconds',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: WEBHOOK_LIMITS.max_wait_ms / 1000 },
		default: 5,
		displayOptions: BATCHED,
		description: 'How long the first event of an execution waits for others at most',
	},
	{
		displayName: 'Max Executions a Second',
		name: 'maxPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'How many executions may start in a second, so that a backlog does not drown n8n. 0 means no limit.',
	},
	{
		displayName: 'Acknowledge',
		name: 'acknowledge',
		type: 'options',
		default: 'onReceived',
		description: 'When Linkmill is told that an event has arrived, and goes on to the next',
		options: [
			{
				name: 'On Receipt',
				value: 'onReceived',
				description: 'As soon as n8n has stored the execution. One that a crash of n8n cuts off afterwards is not run again.',
			},
			{
				name: 'When the Workflow Finishes',
				value: 'lastNode',
				description: 'One execution after the other, and one that a crash of n8n cuts off is started again. For workflows that end within 15 seconds.',
			},
		],
	},
];

/** What the server takes as a rate. */
const [LOWEST_RATE, HIGHEST_RATE] = [0.001, 10_000];

/** Events in a delivery, and deliveries a second. */
export function readDelivery(context: IHookFunctions): { batch: WebhookBatch } & Pick<NewWebhook, 'rate'> {
	const values = new TriggerValues(context);
	const rate = values.amount(context.getNodeParameter('maxPerSecond', 10), 'Max Executions a Second', HIGHEST_RATE);
	return { batch: readBatch(context, values), ...(rate > 0 && { rate: Math.max(rate, LOWEST_RATE) }) };
}

function readBatch(context: IHookFunctions, values: TriggerValues): WebhookBatch {
	if (context.getNodeParameter('delivery', 'single') !== 'batched') return { max_events: 1, max_wait_ms: WEBHOOK_LIMITS.default_wait_ms };
	const maxEvents = values.whole(context.getNodeParameter('maxEvents', 100), 'Max Events', 1, WEBHOOK_LIMITS.batch_events);
	const seconds = values.amount(context.getNodeParameter('maxWait', 5), 'Max Wait in Seconds', WEBHOOK_LIMITS.max_wait_ms / 1000);
	return { max_events: maxEvents ?? 1, max_wait_ms: Math.round(seconds * 1000) };
}
