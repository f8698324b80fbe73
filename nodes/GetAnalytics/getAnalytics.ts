import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { Asker } from './asker';
import { breakdown } from './breakdown';
import { chart } from './chart';
import { clicks } from './clicks';
import { linkAnalytics } from './linkAnalytics';
import { OPERATIONS } from './operation';
import type { Operation } from './operation';
import { putPicture, putTable } from './output';
import { report } from './report';
import type { Question, Table } from './table';
import { timeSeries } from './timeSeries';

/** Questions under way at once: enough to hide the network, too few to be felt by the server. */
const AT_ONCE = 4;

const TABLES: Record<Exclude<Operation, 'chart'>, (question: Question) => Promise<Table & { commit?(): void }>> = {
	breakdown,
	clicks,
	link: linkAnalytics,
	report,
	timeSeries,
};

/** Answers what each input item asks. Equal questions within one run are asked once, whether they succeed or fail. */
export async function getAnalytics(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const asker = new Asker(context);
	const now = Date.now();
	const notes = new Set<string>();
	const commits: Array<() => void> = [];

	await run.each(async (item) => {
		const parameters = new Parameters(context, item);
		const question = { parameters, asker, now };
		const operation = parameters.oneOf(parameters.raw('operation'), 'Operation', OPERATIONS) ?? 'link';
		if (operation === 'chart') {
			await putPicture(run, parameters, await chart(question));
			return;
		}
		const table = await TABLES[operation](question);
		await putTable(run, parameters, table);
		table.notes.forEach((note) => notes.add(note));
		if (table.more) notes.add('There are more rows than Limit lets through. Raise it, or turn on Return All.');
		if (table.commit) commits.push(table.commit);
	}, AT_ONCE);

	// Not before all items are done: a failed one runs the node again, and what was returned before would be missing then.
	for (const commit of commits) commit();
	for (const message of notes) context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	return run.finish();
}
