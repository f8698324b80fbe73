import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { QR_FORMATS, QR_LEVELS, QR_LIMITS } from '../../contract/qr';
import type { QrFormat, QrOptions } from '../../contract/qr';
import { callApiFile } from '../shared/client';
import type { Outcome } from '../shared/createLinks';
import type { Parameters } from '../shared/parameters';
import { given } from '../shared/readSettings';

/** A picture of the short URL, put beside the link. */
export const qrCodeProperty: INodeProperties = {
	displayName: 'QR Code',
	name: 'qrCode',
	type: 'fixedCollection',
	placeholder: 'Add QR Code',
	// Its fields are there as soon as it is chosen of the options.
	default: { code: {} },
	description: 'Adds a QR code of the short URL as a file. Scans are counted as clicks with the source qr.',
	options: [
		{
			displayName: 'Code',
			name: 'code',
			values: [
				{
					displayName: 'Background',
					name: 'background',
					type: 'string',
					default: '#ffffff',
					description: 'Color behind the code, such as #ffffff, or the word transparent',
				},
				{
					displayName: 'Color',
					name: 'color',
					type: 'color',
					default: '#000000',
					description: 'Color of the code, such as #1a2b3c',
				},
				{
					displayName: 'Error Correction',
					name: 'level',
					type: 'options',
					default: 'M',
					description: 'How much of the code may be covered or worn off',
					options: [
						{
							name: 'High (30 %)',
							value: 'H',
							description: 'For a code with a logo over its middle',
						},
						{
							name: 'Low (7 %)',
							value: 'L',
						},
						{
							name: 'Medium (15 %)',
							value: 'M',
						},
						{
							name: 'Quartile (25 %)',
							value: 'Q',
						},
					],
				},
				{
					displayName: 'Format',
					name: 'format',
					type: 'options',
					default: 'svg',
					description: 'Kind of picture',
					options: [
						{
							name: 'PNG',
							value: 'png',
							description: 'For email, chat and documents; one request for each link',
						},
						{
							name: 'SVG',
							value: 'svg',
							description: 'For print and websites; comes along with the link',
						},
					],
				},
				{
					displayName: 'Margin',
					name: 'margin',
					type: 'number',
					default: 4,
					description: 'Free space around the code, in its small squares; scanners want 4',
				},
				{
					displayName: 'Put Output File in Field',
					name: 'binaryField',
					type: 'string',
					default: 'qr',
						hint: 'The name of the output binary field to put the file in',
					description: 'Name of the binary field that will hold the QR code',
				},
				{
					displayName: 'Size',
					name: 'size',
					type: 'number',
					default: 512,
					description: 'Width and height in pixels',
				},
			],
		},
	],
};

/** The code that an item asks for. */
export interface QrRequest {
	field: string;
	format: QrFormat;
	style: QrOptions;
}

/** What the options of an item say about QR codes; undefined where they say nothing. */
export function readQrCode(parameters: Parameters): QrRequest | undefined {
	const { code } = (parameters.collection('options').qrCode ?? {}) as { code?: IDataObject };
	if (!code) return undefined;
	return {
		field: parameters.asText(code.binaryField, 'Put Output File in Field') || 'qr',
		format: parameters.oneOf(code.format, 'Format', QR_FORMATS) ?? 'svg',
		style: given({
			size: parameters.whole(code.size, 'Size', QR_LIMITS.size.minimum, QR_LIMITS.size.maximum),
			margin: parameters.whole(code.margin, 'Margin', QR_LIMITS.margin.minimum, QR_LIMITS.margin.maximum),
			color: parameters.asText(code.color, 'Color'),
			background: parameters.asText(code.background, 'Background'),
			level: parameters.oneOf(code.level, 'Error Correction', QR_LEVELS),
		}),
	};
}

/** The code of a link as a file: the SVG that came with it, or what the server draws. */
export async function qrCodeFile(
	context: IExecuteFunctions,
	{ format, style }: QrRequest,
	{ link }: Extract<Outcome, { link: unknown }>,
	itemIndex: number,
): Promise<IBinaryData> {
	const mediaType = format === 'svg' ? 'image/svg+xml' : 'image/png';
	const bytes =
		link.qr !== undefined && format === 'svg'
			? Buffer.from(link.qr)
			: await callApiFile(context, { method: 'GET', path: `/v1/links/${link.id}/qr`, query: { format, ...style }, itemIndex }, mediaType);
	return await context.helpers.prepareBinaryData(bytes, `${link.slug}.${format}`, mediaType);
}
