import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { LinkAnalytics } from '../../contract/analytics';
import { callApi } from '../shared/client';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { linkOutput, linkQuestion } from './linkAnalytics';
import { askReport, reportOutput, reportQuestion } from './report';

/** Questions under way at once: enough to hide the network, too few to be felt by the server. */
const AT_ONCE = 4;

/** Answers what each input item asks. Equal questions within one execution are asked once, whether they succeed or fail. */
export async function getAnalytics(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const asked = new Map<string, Promise<unknown>>();
	const once = async <T>(question: object, ask: () => Promise<T>): Promise<T> => {
		const key = JSON.stringify(question);
		const answer = asked.get(key) ?? ask();
		asked.set(key, answer);
		return (await answer) as T;
	};

	await run.each(async (item) => {
		const outputs = await answer(new Parameters(context, item), once);
		// Copies, because two items may share an answer and n8n hands objects on as they are.
		for (const json of outputs) run.put(item, { ...json });
	}, AT_ONCE);
	return run.finish();
}

type Once = <T>(question: object, ask: () => Promise<T>) => Promise<T>;

async function answer(parameters: Parameters, once: Once): Promise<IDataObject[]> {
	const { context, item } = parameters;
	const columnNames = parameters.text('columnNames', 'Column Names');
	if (parameters.text('operation', 'Operation') === 'report') {
		const question = reportQuestion(parameters);
		return reportOutput(await once(question, () => askReport(context, { ...question, itemIndex: item })), columnNames);
	}
	const question = linkQuestion(parameters);
	return linkOutput(await once(question, () => callApi<LinkAnalytics>(context, { ...question, itemIndex: item })), columnNames);
}
