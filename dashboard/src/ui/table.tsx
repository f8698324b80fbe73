import { Component, type ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { useFirstRows } from './table-rows.ts';
import { SelectAll, SelectRow, type Selectable, type Selection } from './table-selection.tsx';

/** A column of a table. */
export interface Column<Row> {
	/** Stable; what a sort is named by. */
	key: string;
	label: string;
	/** Whether its cells are numbers or times, which stand at the right. */
	numeric?: boolean;
	/** Whether a table can be sorted by it. */
	sortable?: boolean;
	/** The cell that names its row. It takes the room that others leave; on a phone, it stands above them. */
	primary?: boolean;
	/** Whether it is left out on narrow screens. */
	wide?: boolean;
	/** Whether its label is read out only. */
	hideLabel?: boolean;
	render(row: Row): ComponentChildren;
}

/** How a table is sorted, as the API writes it: the key of a column, with `-` largest first. */
export interface Sorting {
	sort: string;
	onSort(sort: string): void;
}

export interface TableProps<Row> {
	/** Says what it is to those who do not see it. */
	caption: string;
	columns: Array<Column<Row>>;
	rows: readonly Row[];
	rowKey(row: Row): string;
	sorting?: Sorting;
	selection?: Selection;
	/** Whether newer rows are on their way. */
	busy?: boolean;
	/** Of a row whose details are shown elsewhere. */
	currentKey?: string | undefined;
	/** Whether, of a list that takes the place of another, the rows that are seen come a frame before the others. */
	gradually?: boolean;
}

/** A table with a head that stays, which can be sorted and selected from. On a phone each row becomes a block. */
export function Table<Row>({ caption, columns, rows, rowKey, sorting, selection, busy = false, currentKey, gradually = false }: TableProps<Row>) {
	const keys = rows.map(rowKey);
	const shown = useFirstRows(keys, gradually);
	const within = useRef<Selectable>({ keys, selection });
	within.current = { keys, selection };
	return (
		<div class="table-box">
			<table class={`table ${selection ? 'selectable' : ''}`} aria-busy={busy}>
				<caption class="visually-hidden">{caption}</caption>
				<thead>
					<tr>
						{selection && <th class="select-cell" scope="col"><SelectAll keys={keys} selection={selection} /></th>}
						{columns.map((column) => <Head key={column.key} column={column as Column<unknown>} sorting={sorting} />)}
					</tr>
				</thead>
				<tbody>
					{rows.slice(0, shown).map((row, index) => {
						const key = keys[index] ?? '';
						return <TableRow key={key} row={row} columns={columns} index={index} selected={selection?.has(key)} current={key === currentKey} within={within} />;
					})}
				</tbody>
			</table>
		</div>
	);
}

interface TableRowProps {
	row: unknown;
	columns: Array<Column<unknown>>;
	index: number;
	/** Undefined where nothing can be selected. */
	selected: boolean | undefined;
	current: boolean;
	within: { readonly current: Selectable };
}

/** A row, which is drawn again only where it is another: there may be thousands of them. */
class TableRow extends Component<TableRowProps> {
	override shouldComponentUpdate(next: TableRowProps): boolean {
		return (['row', 'columns', 'index', 'selected', 'current'] as const).some((name) => next[name] !== this.props[name]);
	}

	override render({ row, columns, index, selected, current, within }: TableRowProps) {
		return (
			<tr class={selected ? 'selected' : undefined} aria-current={current || undefined}>
				{selected !== undefined && <td class="select-cell"><SelectRow index={index} selected={selected} within={within} /></td>}
				{columns.map((column) => <Cell key={column.key} column={column} row={row} />)}
			</tr>
		);
	}
}

const classOf = ({ key, numeric, primary, wide }: Column<unknown>) => [`column-${key}`, numeric && 'numeric', primary && 'primary', wide && 'wide'].filter(Boolean).join(' ');

function Head({ column, sorting }: { column: Column<unknown>; sorting: Sorting | undefined }) {
	const { key, label, sortable = false } = column;
	if (!sortable || !sorting) return <th scope="col" class={classOf(column)}>{column.hideLabel ? <span class="visually-hidden">{label}</span> : label}</th>;
	const direction = sorting.sort === key ? 'ascending' : sorting.sort === `-${key}` ? 'descending' : undefined;
	// Numbers and times are wanted from the largest down.
	const first = column.numeric ? `-${key}` : key;
	const next = direction === undefined ? first : direction === 'ascending' ? `-${key}` : key;
	return (
		<th scope="col" class={classOf(column)} aria-sort={direction}>
			<button type="button" class="sort" onClick={() => { sorting.onSort(next); }}>
				{label}
				<span class={`sort-mark ${direction ?? 'none'}`}><Icon name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={14} /></span>
			</button>
		</th>
	);
}

function Cell({ column, row }: { column: Column<unknown>; row: unknown }) {
	const content = column.render(row);
	if (column.primary) return <th scope="row" class={classOf(column)}>{content}</th>;
	return <td class={classOf(column)} data-label={column.hideLabel ? undefined : column.label}>{content}</td>;
}
