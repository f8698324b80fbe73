import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import type { ItemRun } from '../shared/items';
import type { Parameters } from '../shared/parameters';
import { hintAtReach } from '../shared/reachHint';
import { writeTable } from './csv/write';
import type { WritableTable } from './csv/write';
import { isProblem } from './rows';
import type { RowResult } from './rows';

/** An import that is done. */
export interface Imported {
	results: RowResult[];
	/** The rows as they came, made where a CSV is wanted. */
	table: () => WritableTable;
	mark: boolean;
	fileName?: string;
	/** All input items made it, not one. */
	together: boolean;
}

/** What is to come out. */
export interface Shape {
	items: boolean;
	csv: boolean;
	/** Binary field of the CSV. */
	field: string;
	/** Name of the CSV; empty for one made of the input's. */
	fileName: string;
	escapeFormulas: boolean;
}

/** What the parameters say about outputs: read before anything is written. */
export function readShape(parameters: Parameters): Shape {
	const output = parameters.oneOf(parameters.raw('output', 'items'), 'Output', ['items', 'csv', 'both'] as const) ?? 'items';
	const options = parameters.collection('options');
	return {
		items: output !== 'csv',
		csv: output !== 'items',
		field: (output !== 'items' && parameters.text('outputBinaryField', 'Put Output File in Field')) || 'data',
		fileName: parameters.asText(options.fileName, 'Output File Name'),
		escapeFormulas: parameters.flag(options.escapeFormulas, 'Escape Formulas') ?? false,
	};
}

/** Puts out what Output asks for, and says in a hint what became of the rows. */
export async function present(run: ItemRun, parameters: Parameters, shape: Shape, imported: Imported): Promise<void> {
	const summary = summarise(imported.results);
	if (shape.items) imported.results.forEach((result) => putRow(run, result));
	if (shape.csv) {
		const binary = await csvBinary(parameters, shape, imported);
		if (imported.together) run.putForAll(summary, binary);
		else run.put(parameters.item, summary, binary);
	}
	hint(parameters, summary, imported.results);
}

function putRow(run: ItemRun, { row, outcome }: RowResult): void {
	if (!isProblem(outcome)) {
		const { link, result, changeId } = outcome;
		run.put(row.item, { ...row.json, short_url: link.short_url, link_id: link.id, result, change_id: changeId });
		return;
	}
	const error = outcome.message;
	const line = row.line === undefined ? {} : { line: row.line };
	const details = { code: outcome.code, ...line };
	// On the error output n8n puts the fields of the input item beside these, which for a CSV are not the row's.
	if (run.hasErrorOutput) run.put(row.item, { error, details: { ...details, ...(row.line !== undefined && { row: row.json }) } });
	else run.put(row.item, { ...row.json, result: 'failed', error, ...line, details });
}

/** The counts of an import, and the names of its changes; each request is a change of its own. */
interface Summary extends IDataObject {
	created: number;
	existing: number;
	updated: number;
	failed: number;
	/** Null where there were none, or more than one. */
	change_id: string | null;
	change_ids: string[];
}

function summarise(results: RowResult[]): Summary {
	const counts = { requested: results.length, created: 0, existing: 0, updated: 0, failed: 0 };
	const changes = new Set<string>();
	for (const { outcome } of results) {
		counts[isProblem(outcome) ? 'failed' : outcome.result]++;
		if (!isProblem(outcome) && outcome.changeId) changes.add(outcome.changeId);
	}
	const [only = null] = changes;
	return { ...counts, change_id: changes.size > 1 ? null : only, change_ids: [...changes] };
}

async function csvBinary({ context }: Parameters, { field, fileName: chosen, escapeFormulas }: Shape, { results, table, mark, fileName }: Imported): Promise<IBinaryKeyData> {
	const text = writeTable(table(), results, { mark, escapeFormulas });
	return { [field]: await context.helpers.prepareBinaryData(Buffer.from(text), chosen || outputName(fileName), 'text/csv') };
}

function outputName(input: string | undefined): string {
	return input ? `${input.replace(/\.[^.]*$/, '')}_with_links.csv` : 'links.csv';
}

function hint({ context }: Parameters, summary: Summary, results: RowResult[]): void {
	const parts = (['created', 'existing', 'updated', 'failed'] as const).filter((key) => summary[key] !== 0).map((key) => `${summary[key]} ${key}`);
	context.addExecutionHints({
		message: `${results.length} rows: ${parts.join(', ') || 'none'}`,
		type: summary.failed === 0 ? 'info' : 'warning',
		location: 'outputPane',
	});
	const written = results.find(({ outcome }) => !isProblem(outcome))?.outcome;
	if (written && !isProblem(written)) hintAtReach(context, written.link.short_url);
}
