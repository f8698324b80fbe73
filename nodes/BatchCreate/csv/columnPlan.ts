import type { IDataObject } from 'n8n-workflow';
import type { IfExists } from '../../../contract/link';
import { chosenText } from '../../shared/campaignLocator';
import type { Parameters } from '../../shared/parameters';
import { readIfExists } from '../../shared/readLink';
import { readCommon } from '../common';
import type { Common } from '../common';
import { templateColumns } from './slugTemplate';
import type { Table } from './table';

/** Columns that this node adds; a CSV that went through it before has them already. */
export const RESULT_COLUMNS = ['short_url', 'result', 'error'] as const;

/** Which column is what: headers of the parameters, looked up in a table. */
export interface ColumnPlan {
	destinationColumn: number;
	slug: { from: 'random' } | { from: 'column'; column: number } | { from: 'template'; template: string; asIs: boolean; columns: Map<string, number> };
	titleColumn?: number;
	tagsColumn?: number;
	tagSeparator: string;
	campaignColumn?: number;
	externalIdColumn?: number;
	/** Kept as metadata; empty unless that is asked for. */
	metadataColumns: number[];
	tags: string[];
	campaign: string;
	common: Common;
	ifExists: IfExists;
}

/** Looks up every column that the parameters name. A header that is not there is an error of the parameter. */
export function columnPlan(parameters: Parameters, table: Table, options: IDataObject): ColumnPlan {
	const find = (name: string, label: string) => {
		const index = indexOf(table, name);
		if (index === -1) throw parameters.error(label, `the CSV has no column "${name}"; it has ${table.names.map((column) => `"${column}"`).join(', ')}`);
		return index;
	};
	const more = parameters.collection('columns');
	const optional = (field: string, label: string) => {
		const name = parameters.asText(more[field], label);
		return name === '' ? undefined : find(name, label);
	};
	const destinationColumn = find(parameters.text('destinationColumn', 'Destination Column'), 'Destination Column');
	const plan = {
		destinationColumn,
		slug: slugPlan(parameters, find, options.slugValues === 'asIs'),
		titleColumn: optional('titleColumn', 'Title Column'),
		tagsColumn: optional('tagsColumn', 'Tags Column'),
		// Not trimmed: a separator may be a space.
		tagSeparator: typeof more.tagSeparator === 'string' && more.tagSeparator !== '' ? more.tagSeparator : ',',
		campaignColumn: optional('campaignColumn', 'Campaign Column'),
		externalIdColumn: optional('externalIdColumn', 'External ID Column'),
		tags: parameters.list(parameters.raw('tags', ''), 'Tags for All Links'),
		campaign: chosenText(parameters, parameters.raw('campaign', ''), 'Campaign for All Links'),
		common: readCommon(parameters),
		ifExists: readIfExists(parameters),
	};
	return { ...plan, metadataColumns: options.otherColumnsAsMetadata === true ? others(table, plan) : [] };
}

function slugPlan(parameters: Parameters, find: (name: string, label: string) => number, asIs: boolean): ColumnPlan['slug'] {
	const from = parameters.text('slugFrom', 'Slug From');
	if (from === 'column') return { from, column: find(parameters.text('slugColumn', 'Slug Column'), 'Slug Column') };
	if (from !== 'template') return { from: 'random' };
	const template = parameters.text('slugTemplate', 'Slug Template');
	const columns = new Map(templateColumns(template).map((name) => [name, find(name, 'Slug Template')]));
	if (columns.size === 0) throw parameters.error('Slug Template', 'names no column; write it like shop-{sku}');
	return { from, template, asIs, columns };
}

/** An exact header first, then one that differs only in case or spaces around it. */
function indexOf({ header, names }: Table, name: string): number {
	const exact = header.indexOf(name);
	if (exact !== -1) return exact;
	const wanted = name.trim().toLowerCase();
	return names.findIndex((column) => column.toLowerCase() === wanted);
}

function others({ names }: Table, plan: Omit<ColumnPlan, 'metadataColumns'>): number[] {
	const used = [plan.destinationColumn, plan.titleColumn, plan.tagsColumn, plan.campaignColumn, plan.externalIdColumn];
	if (plan.slug.from === 'column') used.push(plan.slug.column);
	const added: readonly string[] = RESULT_COLUMNS;
	return names.map((_, index) => index).filter((index) => !used.includes(index) && !added.includes(names[index] ?? ''));
}
