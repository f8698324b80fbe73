import { IF_EXISTS, LINK_LIMITS } from '../../contract/link';
import type { IfExists, NewLink } from '../../contract/link';
import { chosenText } from './campaignLocator';
import { lengthProblem, slugProblem, tagsProblem, urlProblem } from './check';
import type { Parameters } from './parameters';
import { given, readSettings } from './readSettings';

/** The link that the fields of {@link file://./linkProperties.ts} describe for one item. Empty fields are left out. */
export function readLink(parameters: Parameters): NewLink {
	const destination = parameters.text('destination', 'Destination', urlProblem);
	if (destination === '') throw parameters.error('Destination', urlProblem('') ?? '');
	const fields = parameters.collection('additionalFields');
	return {
		destination,
		...given({
			slug: parameters.text('slug', 'Slug', slugProblem),
			title: parameters.text('title', 'Title', lengthProblem(LINK_LIMITS.title)),
			campaign: chosenText(parameters, parameters.raw('campaign', ''), 'Campaign', lengthProblem(LINK_LIMITS.campaign)),
			external_id: parameters.asText(fields.externalId, 'External ID', lengthProblem(LINK_LIMITS.externalId)),
			enabled: parameters.flag(fields.enabled, 'Enabled'),
		}),
		...readTags(parameters, parameters.raw('tags', ''), 'Tags'),
		...readSettings(parameters, fields),
		if_exists: readIfExists(parameters),
	};
}

/** What is to happen where the slug exists. */
export function readIfExists(parameters: Parameters): IfExists {
	return parameters.oneOf(parameters.raw('ifExists', 'fail'), 'If the Slug Exists', IF_EXISTS) ?? 'fail';
}

/** Tags from text or a list; left out where there are none. */
export function readTags(parameters: Parameters, value: unknown, label: string): { tags?: string[] } {
	const tags = parameters.list(value, label);
	const problem = tagsProblem(tags);
	if (problem) throw parameters.error(label, problem);
	return tags.length > 0 ? { tags } : {};
}
