import type { IHookFunctions, INodePropertyOptions } from 'n8n-workflow';
import { EVENT_TYPES } from '../../contract/event';
import type { EventType } from '../../contract/event';
import { Values } from '../shared/parameters';

/** How each event is offered. */
const OFFERED: Record<EventType, { name: string; description: string }> = {
	'link.clicked': { name: 'Link Clicked', description: 'A person opened a short link' },
	'link.created': { name: 'Link Created', description: 'A link was made' },
	'link.updated': { name: 'Link Updated', description: 'A link was changed, by itself or in bulk' },
	'link.deleted': { name: 'Link Deleted', description: 'A link was deleted' },
	'link.restored': { name: 'Link Restored', description: 'A deleted link is back, because the change was undone' },
	'link.expired': { name: 'Link Expired', description: 'The time in Expires At has passed' },
	'link.milestone': { name: 'Milestone Reached', description: 'People have clicked a link a round number of times' },
	'conversion.recorded': { name: 'Conversion Recorded', description: 'Somebody who clicked did what the link is for' },
	'log.gap': { name: 'Events Lost', description: 'Events waited for longer than Linkmill keeps them, and were not delivered' },
};

/** The list of the parameter Events. */
export const eventOptions: INodePropertyOptions[] = EVENT_TYPES.map((value) => ({ ...OFFERED[value], value })).sort((a, b) => a.name.localeCompare(b.name));

/** The events that start the workflow. */
export function readEvents(context: IHookFunctions): EventType[] {
	const values = new Values(context);
	const chosen = values.list(context.getNodeParameter('events', ['link.clicked']), 'Events');
	if (chosen.length === 0) throw values.error('Events', 'is empty; choose at least one');
	const unknown = chosen.find((event) => !EVENT_TYPES.some((type) => type === event));
	if (unknown !== undefined) throw values.error('Events', `"${unknown}" is none of ${EVENT_TYPES.join(', ')}`);
	return chosen as EventType[];
}
