import type { IDataObject } from 'n8n-workflow';
import { LINK_LIMITS } from '../../../contract/link';
import type { NewLink } from '../../../contract/link';
import { lengthProblem, slugProblem, tagsProblem, urlProblem } from '../../shared/check';
import { withCommon } from '../common';
import type { Row, RowProblem } from '../rows';
import type { ColumnPlan } from './columnPlan';
import { slugFromTemplate } from './slugTemplate';
import type { Table, TableRow } from './table';

/** A cell that cannot be used; caught where the row is made. */
class BadCell extends Error {}

/** The rows of a table as links to create; what is wrong with one is its own affair. */
export function csvRows(table: Table, plan: ColumnPlan, item: number): Row[] {
	return table.rows.map((row) => ({ item, line: row.line, json: jsonOf(table, row), link: linkOf(table, plan, row) }));
}

function jsonOf({ names }: Table, { cells }: TableRow): IDataObject {
	return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
}

function linkOf(table: Table, plan: ColumnPlan, row: TableRow): NewLink | RowProblem {
	try {
		if (row.cells.length > table.header.length) {
			throw new BadCell(`The row has ${row.cells.length} cells, but the header has ${table.header.length}; is a quote or the delimiter wrong?`);
		}
		return readLink(table, plan, row);
	} catch (error) {
		return { code: 'invalid_row', message: (error as Error).message };
	}
}

function readLink(table: Table, plan: ColumnPlan, { cells }: TableRow): NewLink {
	const cell = (index: number | undefined) => (index === undefined ? '' : (cells[index] ?? '').trim());
	const optional = (index: number | undefined, label: string, check: (value: string) => string | undefined) =>
		checked(cell(index), label, check);
	const tags = [...new Set([...plan.tags, ...cell(plan.tagsColumn).split(plan.tagSeparator).map((tag) => tag.trim())])].filter(Boolean);
	checked(tags, 'Tags', tagsProblem);
	const slug = readSlug(plan, cell);
	const campaign = optional(plan.campaignColumn, 'Campaign', lengthProblem(LINK_LIMITS.campaign)) || plan.campaign;
	const title = optional(plan.titleColumn, 'Title', lengthProblem(LINK_LIMITS.title));
	const externalId = optional(plan.externalIdColumn, 'External ID', lengthProblem(LINK_LIMITS.externalId));
	const metadata = readMetadata(table, plan, cells);
	const destination = cell(plan.destinationColumn);
	const problem = urlProblem(destination);
	if (problem) throw new BadCell(`Destination: ${problem}`);
	return withCommon(plan.common, {
		destination,
		...(slug && { slug }),
		...(title && { title }),
		...(tags.length > 0 && { tags }),
		...(campaign && { campaign }),
		...(externalId && { external_id: externalId }),
		...(metadata && { metadata }),
		if_exists: plan.ifExists,
	});
}

function readSlug({ slug }: ColumnPlan, cell: (index: number) => string): string {
	if (slug.from === 'random') return '';
	if (slug.from === 'column') return checked(cell(slug.column), 'Slug', slugProblem);
	const made = slugFromTemplate(slug.template, (column) => cell(slug.columns.get(column) ?? -1), slug.asIs);
	if (made === undefined) throw new BadCell(`Slug Template: a value that "${slug.template}" needs is empty or has no letter or digit in it`);
	return checked(made, 'Slug Template', slugProblem);
}

function readMetadata({ names }: Table, { metadataColumns }: ColumnPlan, cells: string[]): Record<string, string> | undefined {
	const entries = metadataColumns.map((index) => [names[index] ?? '', cells[index] ?? ''] as const).filter(([, value]) => value !== '');
	if (entries.length === 0) return undefined;
	const metadata = Object.fromEntries(entries);
	if (Buffer.byteLength(JSON.stringify(metadata)) > LINK_LIMITS.metadata) {
		throw new BadCell(`The other columns together are larger than the ${LINK_LIMITS.metadata} bytes that metadata can hold`);
	}
	return metadata;
}

function checked<T extends string | string[]>(value: T, label: string, check: (value: T) => string | undefined): T {
	const problem = value.length === 0 ? undefined : check(value);
	if (problem) throw new BadCell(`${label}: ${problem}`);
	return value;
}
