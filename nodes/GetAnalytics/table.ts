import type { IDataObject } from 'n8n-workflow';
import type { Asker } from './asker';
import type { Column } from './columns';
import type { Parameters } from '../shared/parameters';

/** What one item asks, and with what it is answered. */
export interface Question {
	parameters: Parameters;
	asker: Asker;
	/** Milliseconds since 1970, the same for all items of a run. */
	now: number;
}

/** An answer: rows as the API gives them, and what is known of all of them together. */
export interface Table {
	rows: IDataObject[];
	columns: Column[];
	/** The file that it makes is called this, with `.csv` behind it. */
	name: string;
	/** Numbers of the whole selection. */
	summary: IDataObject;
	/** What to know about the numbers: sentences. */
	notes: string[];
	/** There are more rows than were wanted. */
	more: boolean;
}

/** What to know about numbers, as sentences. */
export function notesOf(answer: { notes?: string[]; estimated?: true }): string[] {
	const estimate = answer.estimated ? ['There are so many unique visitors that their number is an estimate, within 2 %.'] : [];
	return [...(answer.notes ?? []), ...estimate];
}
