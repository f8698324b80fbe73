import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { NewLink } from '../../contract/link';
import { createLinks, firstRefusal, refusedError } from '../shared/createLinks';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { hintAtReach } from '../shared/reachHint';
import { readLink } from '../shared/readLink';
import { shown } from './output';

/** Links in one request: an answer in about 10 ms, and 500 items in one go. */
const CHUNK_SIZE = 1000;

/** Creates one link for each input item, whose outputs are in the order of the items. */
export async function createLink(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const input = context.getInputData();
	const jobs: Array<{ item: number; link: NewLink }> = [];
	await run.each((item) => {
		jobs.push({ item, link: readLink(new Parameters(context, item)) });
	});

	const outcomes = await createLinks(context, jobs.map((job) => job.link), {
		// Where one failure stops the node, nothing of its request may be left behind: the corrected run would find its slugs taken.
		mode: context.continueOnFail() ? 'partial' : 'atomic',
		chunkSize: CHUNK_SIZE,
		firstPart: 0,
	});

	let shortUrl: string | undefined;
	for (const [index, outcome] of outcomes.entries()) {
		const item = jobs[index]?.item ?? 0;
		if ('error' in outcome) {
			const refusal = firstRefusal(outcome.error);
			const culprit = jobs[index + (refusal?.index ?? 0)]?.item ?? item;
			run.fail(culprit, refusal ? refusedError(context, refusal, culprit) : outcome.error);
		} else if ('refused' in outcome) run.fail(item, refusedError(context, outcome.refused, item));
		else {
			shortUrl ??= outcome.link.short_url;
			const { json, binary } = shown(new Parameters(context, item), input[item] ?? { json: {} }, outcome);
			run.put(item, json, binary);
		}
	}
	hintAtReach(context, shortUrl);
	return run.finish();
}
