import type { FieldProblem } from '../../../../contract/problem.ts';
import { parserFor } from '../../http/parse.ts';
import type { LinkTransaction, StoredLink } from '../../storage/storage.ts';
import { checkFields, type FieldRules } from '../fields.ts';
import { findLinks, parseReference } from '../reference.ts';
import { tagChange, type Change } from './change.ts';
import { LinkUpdateSchema } from './schema.ts';

/** A link that a bulk call is to change, and how. */
export interface Target {
	link: StoredLink;
	change: Change;
	/** The row's place in `updates`; null where there are no rows. */
	index: number | null;
}

/** A row or link that cannot be changed. */
export interface Failure {
	index: number | null;
	/** Id of the link, or what the row calls it. */
	id: string;
	problem: FieldProblem;
}

const parse = parserFor(LinkUpdateSchema);

/** The rows of a change row by row, read. */
export interface ReadRows {
	targets: Target[];
	/** Rows that say nothing that could be done. */
	failures: Failure[];
	/** Names of the fields that some row sets. */
	fields: string[];
}

/** Reads the rows of a change row by row. */
export async function readRows(inputs: readonly unknown[], rules: FieldRules, transaction: LinkTransaction): Promise<ReadRows> {
	const failures: Failure[] = [];
	const rows = inputs.flatMap((input, index) => {
		const read = readRow(input, rules);
		if ('change' in read) return [{ ...read, index }];
		failures.push({ index, id: nameIn(input), problem: read.problem });
		return [];
	});
	const links = await findLinks(transaction, rows.map(({ id }) => id));
	const rowOf = new Map<number, number>();
	const targets = rows.flatMap(({ id, change, index }, place) => {
		const link = links[place];
		const earlier = link && rowOf.get(link.id);
		if (link && earlier === undefined) {
			rowOf.set(link.id, index);
			return [{ link, change, index }];
		}
		failures.push({ index, id, problem: link ? repeated(id, Number(earlier)) : missing(id) });
		return [];
	});
	return { targets, failures, fields: [...new Set(rows.flatMap((row) => row.fields))] };
}

function readRow(input: unknown, rules: FieldRules): { id: string; change: Change; fields: string[] } | { problem: FieldProblem } {
	const parsed = parse(input);
	if (!parsed.ok) return { problem: together(parsed.problems) };
	const { id, set = {}, add_tags: add = [], remove_tags: remove = [] } = parsed.value;
	const { fields, problems } = checkFields(set, rules);
	if (problems.length > 0) return { problem: together(problems.map((problem) => ({ ...problem, pointer: `/set${problem.pointer}` }))) };
	const tagging = tagChange(add, remove);
	return {
		id,
		fields: [...Object.keys(set), ...(add.length + remove.length > 0 ? ['tags'] : [])],
		change(link) {
			const tags = tagging(fields.tags ?? link.tags);
			return { fields: { ...fields, ...(tags && { tags }) } };
		},
	};
}

/** One problem for a row: the first bad field, and the sentences of all. */
function together(problems: readonly FieldProblem[]): FieldProblem {
	const [first] = problems;
	return { pointer: first?.pointer ?? '', code: first?.code ?? 'invalid', message: problems.map(({ message }) => message).join(' ') };
}

function missing(id: string): FieldProblem {
	const remedy = parseReference(id) ? '' : ' Name it by its id (lnk_…), slug:… or external:….';
	return { pointer: '/id', code: 'not_found', message: `There is no link "${id}".${remedy}` };
}

function repeated(id: string, earlier: number): FieldProblem {
	return { pointer: '/id', code: 'duplicate', message: `"${id}" is the link of row ${String(earlier)} too. Put what is to be changed into one row.` };
}

/** What a row that could not be read calls its link, as far as that can be told. */
function nameIn(input: unknown): string {
	const { id } = { ...(input as { id?: unknown } | null) };
	return typeof id === 'string' ? id.slice(0, 220) : '';
}
