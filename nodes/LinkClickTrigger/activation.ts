import type { IHookFunctions, INodeProperties } from 'n8n-workflow';
import type { WebhookStart } from '../../contract/webhook';
import { isTest, recall } from './kept';
import { TriggerValues } from './values';

const DAY_S = 86_400;

/** Ten years: older than any log. */
const MOST_DAYS = 3650;

/** Where a workflow begins that is activated. */
export const activationProperties: INodeProperties[] = [
	{
		displayName: 'On Activation',
		name: 'onActivation',
		type: 'options',
		default: 'resume',
		description: 'Where to begin when the workflow is activated again; the first time is always from now on',
		options: [
			{
				name: 'Continue Where I Left Off',
				value: 'resume',
				description: 'Events that came while the workflow was inactive are delivered then',
			},
			{ name: 'Start From Now', value: 'now', description: 'Events that came meanwhile are passed over' },
		],
	},
	{
		displayName: 'Skip Events Older Than (Days)',
		name: 'skipOlderThan',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 3,
		displayOptions: { show: { onActivation: ['resume'] } },
		description: 'When the workflow is activated again, events that happened before that are passed over. 0 means never. While it stays active, nothing is.',
	},
];

/** n8n takes a new version of an active workflow for an update; so it does the second try of an activation that failed, up to 15 s after the first. */
const UPDATE_MS = 60_000;

/** Where the subscription begins. A test begins now; a workflow that is published again while it is active has left nothing off. */
export function readStart(context: IHookFunctions): WebhookStart {
	if (isTest(context)) return 'now';
	if (isUpdate(context)) return 'resume';
	if (context.getNodeParameter('onActivation', 'resume') === 'now') return 'now';
	const days = new TriggerValues(context).amount(context.getNodeParameter('skipOlderThan', 3), 'Skip Events Older Than (Days)', MOST_DAYS);
	return days === 0 ? 'resume' : { max_age_seconds: Math.ceil(days * DAY_S) };
}

function isUpdate(context: IHookFunctions): boolean {
	const { pausedAt } = recall(context);
	return context.getActivationMode() === 'update' && (pausedAt === undefined || Date.now() - Date.parse(pausedAt) < UPDATE_MS);
}
