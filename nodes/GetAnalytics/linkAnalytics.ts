import type { IDataObject } from 'n8n-workflow';
import type { LinkAnalytics } from '../../contract/analytics';
import { linkColumns } from './columns';
import { comparedBy, wantsComparison } from './compare';
import { readPeriod } from './period';
import { placeOf, readSelection } from './selection';
import { notesOf } from './table';
import type { Question, Table } from './table';

/** Get Link Analytics: one row with the numbers of one link. */
export async function linkAnalytics({ parameters, asker }: Question): Promise<Table> {
	const period = readPeriod(parameters);
	const compare = wantsComparison(parameters, period);
	const { path } = placeOf(readSelection(parameters, 'link'));
	const answer = await asker.get<LinkAnalytics>(path, { ...period, compare: compare ? 'previous' : undefined }, parameters.item);
	const row = { ...answer, ...comparedBy(answer.compare) } as unknown as IDataObject;
	return { rows: [row], columns: linkColumns(compare), name: 'link', summary: row, notes: notesOf(answer), more: false };
}
