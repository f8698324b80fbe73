import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { ask, readQuestion } from './questions';
import type { Found } from './questions';

/** Questions under way at once: enough to hide the network, too few to be felt by the server. */
const AT_ONCE = 4;

/** Answers what each input item asks. Equal questions within one run are asked once, whether they succeed or fail. */
export async function findLinks(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const now = Date.now();
	const asked = new Map<string, Promise<Found>>();
	let cut = 0;
	await run.each(async (item) => {
		const question = readQuestion(new Parameters(context, item), now);
		const key = JSON.stringify(question);
		const answer = asked.get(key) ?? ask(context, question, item);
		asked.set(key, answer);
		const found = await answer;
		if (found.more) cut++;
		// Copies, because two items may share an answer and n8n hands objects on as they are.
		for (const json of found.rows) run.put(item, { ...json });
	}, AT_ONCE);
	if (cut > 0) {
		context.addExecutionHints({ message: 'There are more results than Limit lets through. Raise it, or turn on Return All.', type: 'info', location: 'outputPane' });
	}
	return run.finish();
}
