import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/listSearch';
import { changesProperty } from './changes';
import { optionsProperty, undoProperties } from './options';
import { operationProperty } from './operation';
import { selectionProperties } from './selection';
import { updateLinks } from './updateLinks';

/** Changes many links in one transaction. */
export class UpdateLinks implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Update Links',
		name: 'updateLinks',
		icon: { light: 'file:../../icons/linkmill.svg', dark: 'file:../../icons/linkmill.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ($parameter["dryRun"] ? " (dry run)" : "") }}',
		description: 'Change, enable, disable or delete many short links at once with Linkmill, or undo such a change',
		defaults: { name: 'Update Links' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkmillApi', required: true }],
		properties: [operationProperty, ...undoProperties, ...selectionProperties, changesProperty, ...optionsProperty],
	};

	methods = { listSearch };

	/** One request and one transaction for each input item, or for all of them where each names a link. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await updateLinks(this)];
	}
}
