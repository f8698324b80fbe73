import { Enricher } from '../clicks/enrich.ts';
import { clickLookup } from '../conversions/click.ts';
import { ownHosts } from '../links/destination.ts';
import { openStorage } from '../storage/open.ts';
import { answering, jsonAnswer } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import { IndexIncomplete } from '../storage/unavailable.ts';
import type { WriteJob, WriteJobAnswer } from '../writes/job.ts';
import { OPERATIONS } from '../writes/operations.ts';
import { ANSWER_RETENTION_MS, write, type WriterDependencies } from '../writes/write.ts';
import { Board } from './board.ts';
import { report } from './report.ts';
import { threadSettings } from './settings.ts';

/** Milliseconds between two tidyings of the outbox and the kept answers. */
const TIDY_EVERY = 60_000;

/** Milliseconds after a write that checkpoint and tidying wait, so that a stream of writes shares them. */
const HOUSEKEEPING_AFTER = 200;

/** How long a bulk call waits for the index of texts, in milliseconds: what 50,000 new links take it, with something to spare. */
const INDEX_PATIENCE_MS = 10_000;

const settings = threadSettings();
const board = new Board(settings.board);
const storage = openStorage(settings.storage);
const analytics = storage.analyticsReader();
const dependencies: WriterDependencies = {
	writer: storage.linkWriter(),
	totals: (ids) => analytics.totals(ids),
	baseUrl: settings.baseUrl,
	logHead: () => board.get('logHead'),
	indexed,
	clicks: clickLookup(storage.clickFinder(), new Enricher(ownHosts(settings.baseUrl))),
};
const signals = storage.signals();
// Where the storage is away just now, the next write tells.
await tellOutbox().catch(report);
let tidied = 0;
let housekeeping: NodeJS.Timeout | undefined;
let writing = false;

/** The task of this thread: one write after the other. */
export default async function run(job: WriteJob): Promise<WriteJobAnswer> {
	let touched: readonly string[] = [];
	writing = true;
	const answer = await answering(async () => {
		const { body, bodyText } = bodyOf(job);
		const result = await write(OPERATIONS[job.name], { ...job, body }, { name: job.name, idempotencyKey: job.idempotencyKey, bodyText }, dependencies);
		touched = result.touched ?? [];
		await tellOutbox();
		return jsonAnswer(result.status, result.body, result.replayed ? { 'idempotent-replayed': 'true' } : {});
	});
	writing = false;
	housekeeping ??= setTimeout(() => void keepHouse(job.outboxCopied).catch(report), HOUSEKEEPING_AFTER).unref();
	return { ...answer, touched };
}

/** Tells how far the outbox has come: the log copies it, and the index of texts follows it. */
async function tellOutbox(): Promise<void> {
	const outbox = await dependencies.writer.outboxHead();
	board.raise('outboxHead', outbox);
	signals.tell({ outbox });
}

/** A bulk call that looks for texts is rather refused than that it misses a link. */
async function indexed(): Promise<void> {
	// As it is, not as was told: another process may have written just before.
	const head = await dependencies.writer.outboxHead();
	await board.reached('indexedHead', head, INDEX_PATIENCE_MS);
	if (board.get('indexedHead') < head) throw new IndexIncomplete();
}

/** What can wait until nobody does. */
async function keepHouse(outboxCopied: number): Promise<void> {
	housekeeping = undefined;
	// A write that waits for the index has its transaction open meanwhile; it calls again when it is done.
	if (writing) return;
	if (Date.now() - tidied > TIDY_EVERY) {
		tidied = Date.now();
		await dependencies.writer.tidy(Math.min(outboxCopied, board.get('indexedHead')), tidied - ANSWER_RETENTION_MS);
	}
	dependencies.writer.checkpoint();
}

/** What the operation is given, and what tells this request from another under the same Idempotency-Key. */
function bodyOf({ body }: WriteJob): { body: unknown; bodyText: string | Uint8Array } {
	if ('bytes' in body) return { body: parseJson(body.bytes), bodyText: body.bytes };
	if ('file' in body) return { body: { ...body.options, data: body.file }, bodyText: Buffer.concat([Buffer.from(JSON.stringify(body.options)), body.file]) };
	return { body: body.value, bodyText: body.text ?? JSON.stringify(body.value ?? null) };
}

function parseJson(bytes: Uint8Array): unknown {
	if (bytes.length === 0) return undefined;
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch (error) {
		throw new ProblemError('bad_request', `The body is not valid JSON: ${(error as Error).message}`);
	}
}
