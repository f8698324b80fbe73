import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { NewConversion } from '../../contract/conversion';
import { refusedError } from '../shared/createLinks';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { readConversion } from './readConversion';
import { firstRefusal, sendConversions } from './send';
import type { Outcome } from './send';
import { shown } from './output';

/** Records one conversion for each input item, whose outputs are in the order of the items. */
export async function recordConversion(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const jobs: Array<{ item: number; conversion: NewConversion; simplify: boolean }> = [];
	await run.each((item) => {
		const parameters = new Parameters(context, item);
		const simplify = parameters.flag(parameters.raw('simplify', true), 'Simplify') ?? true;
		jobs.push({ item, conversion: readConversion(parameters), simplify });
	});

	// Where one failure stops the node, nothing of its request may be left behind: the corrected run would count it twice.
	const mode = context.continueOnFail() ? 'partial' : 'atomic';
	const outcomes = await sendConversions(context, jobs.map(({ conversion }) => conversion), mode);

	for (const [index, outcome] of outcomes.entries()) {
		const item = jobs[index]?.item ?? 0;
		if ('error' in outcome) {
			const refusal = firstRefusal(outcome.error);
			const culprit = jobs[index + (refusal?.index ?? 0)]?.item ?? item;
			run.fail(culprit, refusal ? refusedError(context, refusal, culprit) : outcome.error);
		} else if ('refused' in outcome) run.fail(item, refusedError(context, outcome.refused, item));
		else run.put(item, shown(outcome.recorded, jobs[index]?.simplify ?? true));
	}
	hint(context, outcomes);
	return run.finish();
}

/** Says where what was sent had been recorded before: a repetition that was meant, or an ID used twice. */
function hint(context: IExecuteFunctions, outcomes: Outcome[]): void {
	const existing = outcomes.filter((outcome) => 'recorded' in outcome && outcome.recorded.result === 'existing').length;
	if (existing === 0) return;
	context.addExecutionHints({
		message: `${existing} of ${outcomes.length} conversions had been recorded before, by their event and external ID, and were not counted again.`,
		type: 'info',
		location: 'outputPane',
	});
}
