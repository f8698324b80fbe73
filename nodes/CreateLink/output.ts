import type { IBinaryKeyData, IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Outcome } from '../shared/createLinks';
import type { Parameters } from '../shared/parameters';
import { simplified, simplifyProperty } from '../shared/simpleLink';
import { without } from '../shared/without';
import { qrCodeProperty } from './qrCode';

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
				{ name: 'The Link', value: 'link', description: 'All fields of the link, or the usual ones with Simplify' },
			],
		},
		qrCodeProperty,
		{
			displayName: 'Short URL Field',
			name: 'shortUrlField',
			type: 'string',
			default: 'short_url',
			description: 'Name of the field that is added when Output is Input Item Plus Short URL',
		},
		simplifyProperty,
	],
};

/** How the output of an item looks. */
export interface Shape {
	/** Name of the field that the input item gets; undefined for the link itself. */
	field?: string;
	simplify: boolean;
}

/** What the options of an item say about its output. */
export function readShape(parameters: Parameters): Shape {
	const { output, shortUrlField, simplify } = parameters.collection('options');
	const withInput = parameters.oneOf(output, 'Output', ['link', 'input'] as const) === 'input';
	return {
		...(withInput && { field: parameters.asText(shortUrlField, 'Short URL Field') || 'short_url' }),
		simplify: parameters.flag(simplify, 'Simplify') ?? false,
	};
}

/** The output item for a link that was created or found, with the channel and the file that it has. */
export function shown(
	{ field, simplify }: Shape,
	input: INodeExecutionData,
	outcome: Extract<Outcome, { link: unknown }>,
	channel?: string,
	file?: IBinaryKeyData,
): { json: IDataObject; binary?: IBinaryKeyData } {
	const beside = channel === undefined ? {} : { channel };
	if (field === undefined) {
		const { result } = outcome.link;
		const link = without(simplified(outcome.link, simplify), 'index', 'result', 'qr');
		return { json: { ...link, ...beside, result }, ...(file && { binary: file }) };
	}
	const binary = { ...input.binary, ...file };
	return { json: { ...input.json, ...beside, [field]: outcome.link.short_url }, ...(Object.keys(binary).length > 0 && { binary }) };
}
