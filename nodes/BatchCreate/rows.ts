import type { IDataObject } from 'n8n-workflow';
import type { BatchResult, Link, NewLink } from '../../contract/link';

/** Why a row was not written: under `details` in its output. */
export interface RowProblem {
	code: string;
	/** A sentence for people; the row's `error`. */
	message: string;
}

/** One link to create, and what it was made from. */
export interface Row {
	/** The input item that it came from. */
	item: number;
	/** Line of the CSV; absent for input items. */
	line?: number;
	/** The row as it comes out again, with its result added. */
	json: IDataObject;
	link: NewLink | RowProblem;
}

/** A row and what became of it. */
export interface RowResult {
	row: Row;
	outcome: { link: Link; result: BatchResult; changeId: string | null } | RowProblem;
}

/** Tells a problem from a link. */
export function isProblem(value: NewLink | RowProblem | RowResult['outcome']): value is RowProblem {
	return 'message' in value;
}

/** "Line 7: " where a row has a line, for messages. */
export function where({ line, item }: Row): string {
	return line === undefined ? `Item ${item}: ` : `Line ${line}: `;
}
