import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import type { WebhookFilter } from '../../contract/webhook';
import { linkReference } from '../shared/linkReference';
import { Values } from '../shared/parameters';

/** The filter that the parameters describe. */
export function readFilter(context: IHookFunctions): WebhookFilter {
	const values = new Values(context);
	const fields = context.getNodeParameter('filters', {}) as IDataObject;
	const links = values.list(fields.links, 'Links').map(linkReference);
	if (links.some((link) => link.startsWith('external:'))) throw values.error('Links', 'takes slugs, short URLs and IDs, but no external IDs');
	const ids = links.filter((link) => !link.startsWith('slug:'));
	const slugs = links.filter((link) => link.startsWith('slug:')).map((link) => link.slice('slug:'.length));
	if (ids.length > 0 && slugs.length > 0) throw values.error('Links', 'has both IDs and slugs, and no link would meet both; use one kind');
	const campaign = values.asText(fields.campaign, 'Campaign');
	const tags = values.list(fields.tags, 'Tags');
	return {
		...(ids.length > 0 && { link_ids: ids }),
		...(slugs.length > 0 && { slugs }),
		...(campaign && { campaign }),
		...(tags.length > 0 && { tags }),
		...(fields.includeBots === true && { kinds: ['human', 'bot'] }),
		...(fields.uniqueOnly === true && { unique_only: true }),
	};
}

/** What "no limit" is sent as: the server's highest. A rate left out would leave an earlier one as it was. */
const HIGHEST_RATE = 10_000;

/** Deliveries a second at most. */
export function readRate(context: IHookFunctions): number {
	const rate = Number(context.getNodeParameter('maxPerSecond', 10));
	if (Number.isNaN(rate) || rate < 0) throw new Values(context).error('Max Executions a Second', 'must be a number, 0 or more');
	return rate === 0 ? HIGHEST_RATE : Math.min(rate, HIGHEST_RATE);
}
