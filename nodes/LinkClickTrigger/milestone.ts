import type { IHookFunctions, INodeProperties } from 'n8n-workflow';
import { WEBHOOK_LIMITS } from '../../contract/webhook';
import type { WebhookFilter } from '../../contract/webhook';
import type { Values } from '../shared/parameters';
import { readEvents } from './events';

/** How many clicks are a milestone. */
export const milestoneProperty: INodeProperties = {
	displayName: 'Milestone Every',
	name: 'milestoneEvery',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1000,
	displayOptions: { show: { events: ['link.milestone'] } },
	description: 'Every so many clicks of a link are a milestone',
};

/** The part of the filter that is about milestones, where they are asked for. */
export function readMilestone(context: IHookFunctions, values: Values): Pick<WebhookFilter, 'milestone_every'> {
	if (!readEvents(context).includes('link.milestone')) return {};
	return { milestone_every: values.whole(context.getNodeParameter('milestoneEvery', WEBHOOK_LIMITS.default_milestone), 'Milestone Every', 1) ?? WEBHOOK_LIMITS.default_milestone };
}
