import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { additionalLinkFields, ifExistsProperty, mainLinkProperties } from '../shared/linkProperties';
import { listSearch } from '../shared/listSearch';
import { channelsProperty } from './channels';
import { createLink } from './createLink';
import { outputProperties } from './output';

/** Creates a short link for every input item. */
export class CreateLink implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Create Link',
		name: 'createLink',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["slug"] || $parameter["destination"] }}',
		description: 'Create a short link to a URL with Linkmill, or one for each channel, and its QR code',
		defaults: { name: 'Create Link' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties: [...mainLinkProperties, ifExistsProperty, additionalLinkFields, channelsProperty, outputProperties],
	};

	methods = { listSearch };

	/** One item, one link; many items, few requests. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await createLink(this)];
	}
}
