import { Component } from 'preact';
import { SelectRow, type Selectable } from './table-selection.tsx';
import type { Column } from './table.tsx';

interface TableRowsProps {
	/** Place of the first of them in the table. */
	first: number;
	rows: readonly unknown[];
	keys: readonly string[];
	columns: Array<Column<unknown>>;
	/** Of each; undefined where nothing can be selected. */
	selected: readonly boolean[] | undefined;
	currentKey: string | undefined;
	within: { readonly current: Selectable };
}

/** Rows of a table. They say what they are, for browsers forget it where a style makes blocks of them. */
export class TableRows extends Component<TableRowsProps> {
	override shouldComponentUpdate(next: TableRowsProps): boolean {
		const { first, rows, keys, columns, selected, currentKey } = this.props;
		const isCurrent = (key: string | undefined) => key !== undefined && keys.includes(key);
		return next.first !== first || next.columns !== columns || !same(next.rows, rows) || !same(next.keys, keys) || !same(next.selected, selected)
			|| (next.currentKey !== currentKey && (isCurrent(next.currentKey) || isCurrent(currentKey)));
	}

	override render({ first, rows, keys, columns, selected, currentKey, within }: TableRowsProps) {
		return (
			<tbody role="rowgroup">
				{rows.map((row, index) => <TableRow key={keys[index]} row={row} columns={columns} index={first + index} selected={selected?.[index]} current={keys[index] === currentKey} within={within} />)}
			</tbody>
		);
	}
}

interface TableRowProps {
	row: unknown;
	columns: Array<Column<unknown>>;
	index: number;
	selected: boolean | undefined;
	current: boolean;
	within: { readonly current: Selectable };
}

/** A row, which is drawn again only where it is another. */
class TableRow extends Component<TableRowProps> {
	override shouldComponentUpdate(next: TableRowProps): boolean {
		return (['row', 'columns', 'index', 'selected', 'current'] as const).some((name) => next[name] !== this.props[name]);
	}

	override render({ row, columns, index, selected, current, within }: TableRowProps) {
		return (
			<tr role="row" class={selected ? 'selected' : undefined} aria-current={current || undefined}>
				{selected !== undefined && <td role="cell" class="select-cell"><SelectRow index={index} selected={selected} within={within} /></td>}
				{columns.map((column) => <Cell key={column.key} column={column} row={row} />)}
			</tr>
		);
	}
}

function Cell({ column, row }: { column: Column<unknown>; row: unknown }) {
	const content = column.render(row);
	if (column.primary) return <th scope="row" role="rowheader" class={classOf(column)}>{content}</th>;
	return <td role="cell" class={classOf(column)} data-label={column.hideLabel ? undefined : column.label}>{content}</td>;
}

/** Of the cells of a column. */
export const classOf = ({ key, numeric, primary, wide }: Column<unknown>) => [`column-${key}`, numeric && 'numeric', primary && 'primary', wide && 'wide'].filter(Boolean).join(' ');

function same(one: readonly unknown[] | undefined, other: readonly unknown[] | undefined): boolean {
	return one === other || (one !== undefined && one.length === other?.length && one.every((value, index) => value === other[index]));
}
