import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { classOf, TableRows } from './table-body.tsx';
import { useFirstRows } from './table-rows.ts';
import { SelectAll, type Selectable, type Selection } from './table-selection.tsx';

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
	/** Whether there may be thousands of rows, which are then in groups, each a body of the table: the style leaves out what is not seen of them. */
	long?: boolean;
}

/** Rows of one group, where there are many. */
const GROUP = 50;

/** A table with a head that stays, which can be sorted and selected from. On a phone each row becomes a block. */
export function Table<Row>({ caption, columns, rows, rowKey, sorting, selection, busy = false, currentKey, gradually = false, long = false }: TableProps<Row>) {
	const keys = rows.map(rowKey);
	const shown = useFirstRows(keys, gradually);
	const within = useRef<Selectable>({ keys, selection });
	within.current = { keys, selection };
	const size = long ? GROUP : Math.max(shown, 1);
	const groups = Array.from({ length: Math.max(1, Math.ceil(shown / size)) }, (_, group) => [group * size, Math.min((group + 1) * size, shown)] as const);
	return (
		<div class="table-box">
			<table role="table" class={`table ${selection ? 'selectable' : ''}`} aria-busy={busy}>
				<caption class="visually-hidden">{caption}</caption>
				<thead role="rowgroup">
					<tr role="row">
						{selection && <th class="select-cell" scope="col" role="columnheader"><SelectAll keys={keys} selection={selection} /></th>}
						{columns.map((column) => <Head key={column.key} column={column as Column<unknown>} sorting={sorting} />)}
					</tr>
				</thead>
				{groups.map(([first, end]) => (
					<TableRows
						key={first}
						first={first}
						rows={rows.slice(first, end)}
						keys={keys.slice(first, end)}
						columns={columns as Array<Column<unknown>>}
						selected={selection && keys.slice(first, end).map((key) => selection.has(key))}
						currentKey={currentKey}
						within={within}
					/>
				))}
			</table>
		</div>
	);
}

function Head({ column, sorting }: { column: Column<unknown>; sorting: Sorting | undefined }) {
	const { key, label, sortable = false } = column;
	if (!sortable || !sorting) return <th scope="col" role="columnheader" class={classOf(column)}>{column.hideLabel ? <span class="visually-hidden">{label}</span> : label}</th>;
	const direction = sorting.sort === key ? 'ascending' : sorting.sort === `-${key}` ? 'descending' : undefined;
	// Numbers and times are wanted from the largest down.
	const first = column.numeric ? `-${key}` : key;
	const next = direction === undefined ? first : direction === 'ascending' ? `-${key}` : key;
	return (
		<th scope="col" role="columnheader" class={classOf(column)} aria-sort={direction}>
			<button type="button" class="sort" onClick={() => { sorting.onSort(next); }}>
				{label}
				<span class={`sort-mark ${direction ?? 'none'}`}><Icon name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={14} /></span>
			</button>
		</th>
	);
}
