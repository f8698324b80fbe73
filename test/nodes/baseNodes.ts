/**
 * Nodes of n8n-nodes-base as far as the examples use them. The package is no dependency; these read the same parameters in
 * n8n's own engine, and what calls a service outside calls a stand-in over HTTP. The real ones run in the end-to-end tests.
 */
import { parse } from 'csv-parse/sync';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, ITriggerFunctions } from 'n8n-workflow';

/** What the stand-ins have instead of services and of n8n's own database. */
export interface World {
	/** Address of what stands for services outside: e-mail, chats, feeds, sheets. */
	services: string;
	/** Rows of n8n's data tables, by name. */
	tables: Record<string, IDataObject[]>;
	/** Values that Remove Duplicates has seen. */
	seen: Set<string>;
	/** Files that can be read and written, by their paths. */
	files: Record<string, Buffer>;
}

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A node whose parameters are taken as they come: expressions are worked out when they are read. */
function standIn(name: string, parameters: string[], execute: Execute): INodeType {
	return {
		description: {
			displayName: name, name, group: ['transform'], version: [1, 1.1, 1.2, 2, 2.1, 2.2, 2.3, 3.4], description: '', defaults: {}, inputs: ['main'], outputs: ['main'],
			properties: parameters.map((parameter) => ({ displayName: parameter, name: parameter, type: 'json', default: {} })),
		},
		execute,
	};
}

/** A trigger: the workflow starts there, with what the test gives it. */
function trigger(name: string): INodeType {
	return {
		...standIn(name, [], async function () {
			return [this.getInputData()];
		}),
		async trigger(this: ITriggerFunctions) {
			return {};
		},
	};
}

/** Calls a service with what an item says, and hands the item on. */
async function tell(this: IExecuteFunctions, url: string, body: object): Promise<void> {
	await this.helpers.httpRequest({ method: 'POST', url, body, json: true });
}

const perItem = (work: (this: IExecuteFunctions, item: number) => Promise<void>): Execute =>
	async function () {
		for (const item of this.getInputData().keys()) await work.call(this, item);
		return [this.getInputData()];
	};

interface Condition {
	leftValue: unknown;
	rightValue: unknown;
	operator: { operation: string };
}

const OPERATIONS: Record<string, (left: unknown, right: unknown) => boolean> = {
	equals: (left, right) => left === right,
	empty: (left) => left === undefined || left === null || left === '',
	notEmpty: (left) => left !== undefined && left !== null && left !== '',
};

/** Reads rows of a service outside, and tells it of those that changed: where its operation is not the one that reads. */
function table(name: string, path: string, reads: string | undefined, { services }: World): INodeType {
	return standIn(name, ['operation', 'columns'], async function () {
		if (reads !== undefined && this.getNodeParameter('operation', 0) !== reads) {
			return await perItem(async function (item) {
				const { value, matchingColumns } = this.getNodeParameter('columns', item) as { value: object; matchingColumns: string[] };
				await tell.call(this, services + path, { row: value, matchingColumns });
			}).call(this);
		}
		const rows = (await this.helpers.httpRequest({ url: services + path, json: true })) as IDataObject[];
		return [rows.map((json) => ({ json, pairedItem: { item: 0 } }))];
	});
}

/** All of them, by their types. */
export function baseNodes(world: World): Record<string, INodeType> {
	const nodes = [
		trigger('rssFeedReadTrigger'),
		trigger('scheduleTrigger'),
		trigger('shopifyTrigger'),
		trigger('webhook'),
		standIn('filter', ['conditions'], async function () {
			const kept = this.getInputData().filter((_, item) => {
				const { conditions } = this.getNodeParameter('conditions', item) as { conditions: Condition[] };
				return conditions.every(({ leftValue, rightValue, operator }) => OPERATIONS[operator.operation]!(leftValue, rightValue));
			});
			return [kept];
		}),
		standIn('set', ['assignments'], async function () {
			return [
				this.getInputData().map((_, item) => {
					const { assignments } = this.getNodeParameter('assignments', item) as { assignments: Array<{ name: string; value: string }> };
					return { json: Object.fromEntries(assignments.map(({ name, value }) => [name, value])), pairedItem: { item } };
				}),
			];
		}),
		standIn('removeDuplicates', ['dedupeValue'], async function () {
			const values = this.getInputData().map((_, item) => this.getNodeParameter('dedupeValue', item) as string);
			const kept = this.getInputData().filter((_, item) => !world.seen.has(values[item]!));
			values.forEach((value) => world.seen.add(value));
			return [kept];
		}),
		standIn('dataTable', ['resource', 'operation', 'tableName', 'dataTableId'], perItem(async function (item) {
			const parameter = (name: string) => this.getNodeParameter(name, item, '') as string | { value: string };
			if (parameter('resource') === 'table') world.tables[parameter('tableName') as string] ??= [];
			else world.tables[(parameter('dataTableId') as { value: string }).value]!.push(this.getInputData()[item]!.json);
		})),
		table('airtable', '/airtable', 'search', world),
		table('googleSheets', '/sheet', 'read', world),
		table('rssFeedRead', '/feed', undefined, world),
		standIn('wait', [], async function () {
			return [this.getInputData()];
		}),
		standIn('aggregate', ['destinationFieldName'], async function () {
			const field = this.getNodeParameter('destinationFieldName', 0) as string;
			return [[{ json: { [field]: this.getInputData().map(({ json }) => json) }, pairedItem: this.getInputData().map((_, item) => ({ item })) }]];
		}),
		standIn('readWriteFile', ['operation', 'fileSelector', 'fileName'], async function () {
			const parameter = (name: string) => this.getNodeParameter(name, 0, '') as string;
			if (parameter('operation') === 'write') world.files[parameter('fileName')] = await this.helpers.getBinaryDataBuffer(0, 'data');
			else return [[{ json: {}, binary: { data: await this.helpers.prepareBinaryData(world.files[parameter('fileSelector')]!, 'file.csv', 'text/csv') }, pairedItem: { item: 0 } }]];
			return [this.getInputData()];
		}),
		standIn('extractFromFile', ['binaryPropertyName'], async function () {
			const file = await this.helpers.getBinaryDataBuffer(0, this.getNodeParameter('binaryPropertyName', 0));
			const rows: IDataObject[] = parse(file, { columns: true });
			return [rows.map((json) => ({ json, pairedItem: { item: 0 } }))];
		}),
		standIn('emailSend', ['fromEmail', 'toEmail', 'subject', 'html', 'options'], perItem(async function (item) {
			const [from, to, subject, html, options] = ['fromEmail', 'toEmail', 'subject', 'html', 'options'].map((name) => this.getNodeParameter(name, item)) as [string, string, string, string, { attachments?: string }];
			const attachments = [];
			for (const field of options.attachments?.split(',') ?? []) {
				const { fileName, mimeType } = this.helpers.assertBinaryData(item, field);
				attachments.push({ fileName, mimeType, content: (await this.helpers.getBinaryDataBuffer(item, field)).toString('base64') });
			}
			await tell.call(this, `${world.services}/email`, { from, to, subject, html, attachments });
		})),
		standIn('slack', ['channelId', 'text'], perItem(async function (item) {
			const { value } = this.getNodeParameter('channelId', item) as { value: string };
			await tell.call(this, `${world.services}/api/chat.postMessage`, { channel: value, text: this.getNodeParameter('text', item) });
		})),
	];
	return Object.fromEntries(nodes.map((node) => [`n8n-nodes-base.${node.description.name}`, node]));
}
