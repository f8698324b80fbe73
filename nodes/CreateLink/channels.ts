import type { INodeProperties } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';
import type { NewLink } from '../../contract/link';
import { lengthProblem, slugProblem } from '../shared/check';
import type { Parameters } from '../shared/parameters';
import { given } from '../shared/readSettings';
import { readTags } from '../shared/readLink';
import { slugSafe } from '../shared/slugSafe';

/** One link for each place where the same thing is published. */
export const channelsProperty: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Channel',
	default: {},
	description: 'Makes one link for each channel instead of one for the item, so that reports tell apart where visitors came from',
	options: [
		{
			displayName: 'Channel',
			name: 'channel',
			values: [
				{
					displayName: 'Channel Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. LinkedIn',
					description: 'What the channel is called in the output',
				},
				{
					displayName: 'Extra Tags',
					name: 'tags',
					type: 'string',
					default: '',
					placeholder: 'e.g. social, linkedin',
					description: 'Comma-separated tags that the link of this channel gets beside those of the item',
				},
				{
					displayName: 'Slug Suffix',
					name: 'slugSuffix',
					type: 'string',
					default: '',
					placeholder: 'e.g. li',
					description: 'What is added to the slug after a hyphen; the name when empty. Without a slug, each link gets a random one.',
				},
				{
					displayName: 'UTM Medium',
					name: 'utmMedium',
					type: 'string',
					default: '',
					placeholder: 'e.g. social',
					description: 'The value of utm_medium; instead of the one under UTM Parameters',
				},
				{
					displayName: 'UTM Source',
					name: 'utmSource',
					type: 'string',
					default: '',
					placeholder: 'e.g. linkedin',
					description: 'The value of utm_source; instead of the one under UTM Parameters',
				},
			],
		},
	],
};

/** A link of an item, and the channel that it is for where there are any. */
export interface ChannelLink {
	channel?: string;
	link: NewLink;
}

/** The links of one item: one, or one for each channel. */
export function channelLinks(parameters: Parameters, link: NewLink): ChannelLink[] {
	const { channel: channels = [] } = parameters.collection('channels') as { channel?: Array<Record<string, unknown>> };
	if (channels.length === 0) return [{ link }];
	const made = channels.map((channel) => channelLink(parameters, link, channel));
	const names = made.map(({ channel }) => channel);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) throw parameters.error('Channels', `has "${twice}" twice`);
	return made;
}

function channelLink(parameters: Parameters, link: NewLink, fields: Record<string, unknown>): ChannelLink {
	const name = parameters.asText(fields.name, 'Channel Name');
	if (name === '') throw parameters.error('Channel Name', 'is empty; say which channel it is');
	const suffix = parameters.asText(fields.slugSuffix, 'Slug Suffix').replace(/^-+/, '') || slugSafe(name);
	const utm = given({
		source: parameters.asText(fields.utmSource, 'UTM Source', lengthProblem(LINK_LIMITS.utm)),
		medium: parameters.asText(fields.utmMedium, 'UTM Medium', lengthProblem(LINK_LIMITS.utm)),
	});
	const { tags = [] } = readTags(parameters, [...(link.tags ?? []), ...parameters.list(fields.tags, 'Extra Tags')], 'Extra Tags');
	return {
		channel: name,
		link: {
			...link,
			...(link.slug && { slug: parameters.asText(`${link.slug}-${suffix}`, 'Slug Suffix', slugProblem) }),
			// One external ID cannot name several links.
			...(link.external_id && { external_id: parameters.asText(`${link.external_id}:${name}`, 'External ID', lengthProblem(LINK_LIMITS.externalId)) }),
			...(Object.keys(utm).length > 0 && { utm: { ...link.utm, ...utm } }),
			...(tags.length > 0 && { tags }),
		},
	};
}
