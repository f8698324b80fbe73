import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { NewLink } from '../../contract/link';
import { createLinks, firstRefusal, refusedError } from '../shared/createLinks';
import type { Outcome } from '../shared/createLinks';
import { ItemRun } from '../shared/items';
import { Parameters } from '../shared/parameters';
import { hintAtReach } from '../shared/reachHint';
import { readLink } from '../shared/readLink';
import { channelLinks } from './channels';
import { readShape, shown } from './output';
import type { Shape } from './output';
import { qrCodeFile, readQrCode } from './qrCode';
import type { QrRequest } from './qrCode';

/** Links in one request: an answer in about 10 ms, and 500 items in one go. */
const CHUNK_SIZE = 1000;

/** Pictures that are drawn at once where each is a request of its own. */
const PICTURES_AT_ONCE = 4;

/** One link to make, and what for. */
interface Job {
	item: number;
	channel?: string;
	link: NewLink;
	qr?: QrRequest;
	shape: Shape;
}

type Made = Extract<Outcome, { link: unknown }>;

/** Creates one link for each input item, or one for each of its channels; outputs are in the order of the items. */
export async function createLink(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const run = new ItemRun(context);
	const input = context.getInputData();
	const jobs: Job[] = [];
	await run.each((item) => {
		const parameters = new Parameters(context, item);
		const [qr, shape] = [readQrCode(parameters), readShape(parameters)];
		for (const one of channelLinks(parameters, readLink(parameters))) jobs.push({ item, ...one, ...(qr && { qr }), shape });
	});

	const outcomes = await createLinks(context, jobs.map((job) => job.link), {
		// Where one failure stops the node, nothing of its request may be left behind: the corrected run would find its slugs taken.
		mode: context.continueOnFail() ? 'partial' : 'atomic',
		chunkSize: CHUNK_SIZE,
		firstPart: 0,
		qr: commonStyle(jobs),
	});
	const pictures = await drawn(context, run, jobs, outcomes);

	let shortUrl: string | undefined;
	for (const [index, outcome] of outcomes.entries()) {
		const job = jobs[index];
		if (!job) continue;
		const { item, channel, qr, shape } = job;
		const picture = pictures.get(index);
		if ('error' in outcome) {
			const refusal = firstRefusal(outcome.error);
			const culprit = jobs[index + (refusal?.index ?? 0)]?.item ?? item;
			run.fail(culprit, refusal ? refusedError(context, refusal, culprit) : outcome.error);
		} else if ('refused' in outcome) run.fail(item, refusedError(context, outcome.refused, item));
		else if (picture && 'error' in picture) run.fail(item, picture.error);
		else {
			shortUrl ??= outcome.link.short_url;
			const file = qr && picture && { [qr.field]: picture.file };
			const { json, binary } = shown(shape, input[item] ?? { json: {} }, outcome, channel, file);
			run.put(item, json, binary);
		}
	}
	hintAtReach(context, shortUrl);
	return run.finish();
}

/** How all codes look, where that is alike for all and the batch can bring them along; else they are asked for one by one. */
function commonStyle(jobs: Job[]): QrRequest['style'] | undefined {
	const [first] = jobs;
	if (first?.qr?.format !== 'svg') return undefined;
	const looks = JSON.stringify(first.qr.style);
	return jobs.every(({ qr }) => qr?.format === 'svg' && JSON.stringify(qr.style) === looks) ? first.qr.style : undefined;
}

/** The pictures of the links that were made, by their place among the jobs. */
async function drawn(context: IExecuteFunctions, run: ItemRun, jobs: Job[], outcomes: Outcome[]): Promise<Map<number, { file: IBinaryData } | { error: unknown }>> {
	const pictures = new Map<number, { file: IBinaryData } | { error: unknown }>();
	const wanted = outcomes.flatMap((outcome, index) => {
		const job = jobs[index];
		return 'link' in outcome && job?.qr ? [{ index, item: job.item, qr: job.qr, made: outcome satisfies Made }] : [];
	});
	const waiting = wanted.values();
	const worker = async () => {
		for (const { index, item, qr, made } of waiting) {
			run.stopIfCancelled();
			try {
				pictures.set(index, { file: await qrCodeFile(context, qr, made, item) });
			} catch (error) {
				pictures.set(index, { error });
			}
		}
	};
	await Promise.all(Array.from({ length: PICTURES_AT_ONCE }, worker));
	return pictures;
}
