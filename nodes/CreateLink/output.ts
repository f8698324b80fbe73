import type { IBinaryKeyData, IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Outcome } from '../shared/createLinks';
import type { Parameters } from '../shared/parameters';

/** How the created link is shown. */
export const outputProperties: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			default: 'link',
			description: 'What each output item holds',
			options: [
				{ name: 'Input Item Plus Short URL', value: 'input', description: 'The input item with one field added' },
				{ name: 'The Link', value: 'link', description: 'All fields of the link' },
			],
		},
		{
			displayName: 'Short URL Field',
			name: 'shortUrlField',
			type: 'string',
			default: 'short_url',
			description: 'Name of the field that is added when Output is Input Item Plus Short URL',
		},
	],
};

/** The output item for a link that was created or found. */
export function shown(
	parameters: Parameters,
	input: INodeExecutionData,
	outcome: Extract<Outcome, { link: unknown }>,
): { json: IDataObject; binary?: IBinaryKeyData } {
	const options = parameters.collection('options');
	if (options.output !== 'input') return { json: { ...outcome.link, result: outcome.result } };
	const field = parameters.asText(options.shortUrlField, 'Short URL Field') || 'short_url';
	return { json: { ...input.json, [field]: outcome.link.short_url }, ...(input.binary && { binary: input.binary }) };
}
