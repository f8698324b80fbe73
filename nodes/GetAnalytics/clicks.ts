import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { CLICK_KINDS, CLICK_ORDERS } from '../../contract/event';
import type { ClickEvent, ClickList } from '../../contract/event';
import { LINK_LIMITS } from '../../contract/link';
import { wantedOf } from './limit';
import { readSpan } from './period';
import { rememberedClick } from './remembered';
import { readSelection } from './selection';
import type { Question, Table } from './table';

const only = { operation: ['clicks'] };

/** The fields of Get Clicks. */
export const clicksProperties: INodeProperties[] = [
	{
		displayName: 'Only New Clicks',
		name: 'onlyNew',
		type: 'boolean',
		default: false,
		description:
			'Whether to return only clicks that came after those of the previous execution, oldest first. The first execution returns those of the period. n8n remembers the place in published workflows, not in manual executions.',
		displayOptions: { show: only },
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show: only },
	},
];

/** Options of Get Clicks. */
export const clicksOptions: INodeProperties[] = [
	{
		displayName: 'Kinds',
		name: 'kinds',
		type: 'multiOptions',
		default: ['human'],
		description: 'Which hits to return; without this option those of people',
		options: [
			{ name: 'Bots', value: 'bot', description: 'Programs that say what they are' },
			{ name: 'HEAD Requests', value: 'head', description: 'Programs that looked at the address alone' },
			{ name: 'People', value: 'human' },
			{ name: 'Prefetches', value: 'prefetch', description: 'Browsers that loaded the link before anybody clicked' },
		],
		displayOptions: { show: { '/operation': ['clicks'] } },
	},
	{
		displayName: 'Order',
		name: 'order',
		type: 'options',
		default: 'desc',
		description: 'In which order clicks come; only new ones always come oldest first',
		options: [
			{ name: 'Newest First', value: 'desc' },
			{ name: 'Oldest First', value: 'asc' },
		],
		displayOptions: { show: { '/operation': ['clicks'] } },
	},
];

/** What most workflows want to know of a click. */
const SIMPLE = [
	'id', 'occurred_at', 'link_id', 'link_slug', 'short_url', 'destination', 'campaign', 'tags', 'country', 'device', 'browser', 'os', 'source', 'referrer_host', 'variant', 'is_unique',
] as const satisfies ReadonlyArray<keyof ClickEvent>;

const ALL = [
	'id', 'type', 'occurred_at', 'click_id', 'link_id', 'link_version', 'link_slug', 'short_url', 'destination', 'campaign', 'tags', 'metadata', 'user_id', 'external_id', 'country', 'region',
	'city', 'device', 'browser', 'os', 'referrer', 'referrer_host', 'source', 'utm', 'variant', 'kind', 'bot', 'is_unique', 'visitor_id',
] as const satisfies ReadonlyArray<keyof ClickEvent>;

/** Get Clicks: a row for each hit. `commit` makes n8n remember where the next execution goes on. */
export async function clicks(question: Question): Promise<Table & { commit(): void }> {
	const { parameters, asker, now } = question;
	const options = parameters.collection('options');
	const selection = readSelection(parameters, 'clicks');
	const kinds = parameters.list(options.kinds ?? ['human'], 'Kinds').map((kind) => parameters.oneOf(kind, 'Kinds', CLICK_KINDS));
	const wanted = wantedOf(parameters);
	const which = { ...('link' in selection ? { link_id: selection.link } : selection.filter), kind: kinds.join(',') };
	const onlyNew = parameters.flag(parameters.raw('onlyNew', false), 'Only New Clicks') ?? false;
	const place = onlyNew ? rememberedClick(parameters.context, which) : undefined;
	const order = onlyNew ? 'asc' : (parameters.oneOf(options.order, 'Order', CLICK_ORDERS) ?? 'desc');
	const query = { ...which, ...(place?.last ? { after: place.last } : readSpan(parameters, now)), order };

	const found: ClickEvent[] = [];
	let cursor: string | undefined;
	do {
		const limit = Math.min(LINK_LIMITS.page, wanted - found.length);
		// A page may hold fewer clicks than there is room for, or none, and there may be more on the next.
		const page = await asker.get<ClickList>('/v1/clicks', { ...query, limit, cursor }, parameters.item);
		found.push(...page.clicks);
		cursor = page.next_cursor ?? undefined;
	} while (cursor && found.length < wanted);

	const names: readonly string[] = parameters.flag(parameters.raw('simplify', true), 'Simplify') ? SIMPLE : ALL;
	const rows = found as unknown as IDataObject[];
	return {
		rows: names === ALL ? rows : rows.map((click) => Object.fromEntries(names.map((name) => [name, click[name]]))),
		columns: names.map((key) => ({ key })),
		name: 'clicks',
		summary: { clicks: found.length, first: found.at(0)?.occurred_at ?? null, last: found.at(-1)?.occurred_at ?? null },
		notes: onlyNew && parameters.context.getMode() === 'manual' ? ['Only New Clicks: n8n does not remember the place of a manual execution, so the next one returns the same clicks. In a published workflow it does.'] : [],
		more: cursor !== undefined && !onlyNew,
		commit: () => place?.remember(found.at(-1)?.id),
	};
}
