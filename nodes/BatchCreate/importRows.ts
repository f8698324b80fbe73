import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, JsonObject } from 'n8n-workflow';
import { LINK_LIMITS } from '../../contract/link';
import type { BatchMode, NewLink } from '../../contract/link';
import { createLinks, firstRefusal } from '../shared/createLinks';
import type { Outcome } from '../shared/createLinks';
import { detailsOf, withDetails } from '../shared/problem';
import { isProblem, where } from './rows';
import type { Row, RowProblem, RowResult } from './rows';

/** How rows are sent. */
export interface ImportOptions {
	mode: BatchMode;
	chunkSize: number;
}

/** Progress goes to the log this often. */
const PROGRESS_MS = 3000;

/**
 * Creates the links of all rows and gives a result for each, in their order. `first` is the number of rows
 * that went before in this run of the node.
 */
export async function importRows(context: IExecuteFunctions, rows: Row[], options: ImportOptions, first: number): Promise<RowResult[]> {
	if (options.mode === 'atomic') refuseIncomplete(context, rows);
	const good = rows.flatMap((row) => (isProblem(row.link) ? [] : [{ row, link: row.link }]));
	const outcomes = await createLinks(context, good.map(({ link }) => link), {
		mode: options.mode,
		chunkSize: options.mode === 'atomic' ? LINK_LIMITS.batch : options.chunkSize,
		firstPart: first,
		progress: reporter(context, good.length),
	});
	const failed = outcomes.findIndex((outcome) => 'error' in outcome);
	if (failed !== -1 && (options.mode === 'atomic' || !context.continueOnFail())) throw explained(context, outcomes, failed, good);

	const byRow = new Map(good.map(({ row }, index) => [row, outcomes[index]]));
	const results = rows.map((row) => ({ row, outcome: settled(row.link, byRow.get(row)) }));
	if (!context.continueOnFail()) refuseTotalFailure(context, results);
	return results;
}

function settled(link: NewLink | RowProblem, outcome: Outcome | undefined): RowResult['outcome'] {
	if (isProblem(link)) return link;
	if (outcome && 'link' in outcome) return outcome;
	if (outcome && 'refused' in outcome) return { code: outcome.refused.code, message: outcome.refused.message };
	const message = outcome?.error instanceof Error ? outcome.error.message : 'The row was not sent';
	return { code: detailsOf(outcome?.error)?.code ?? 'not_sent', message };
}

/** All or Nothing is one request, and one bad row is enough to know its end without sending it. */
function refuseIncomplete(context: IExecuteFunctions, rows: Row[]): void {
	if (rows.length > LINK_LIMITS.batch) {
		throw new NodeOperationError(context.getNode(), `Mode: All or Nothing takes up to ${LINK_LIMITS.batch} rows, but there are ${rows.length}`, {
			description: 'All rows must go in one request to be written together. Use Partial, or split the rows.',
			itemIndex: rows[0]?.item,
		});
	}
	const bad = rows.filter((row) => isProblem(row.link));
	if (bad.length > 0) throw rejected(context, `${bad.length} of ${rows.length} rows cannot be created, so nothing was written`, bad.map((row) => [row, row.link as RowProblem]));
}

function refuseTotalFailure(context: IExecuteFunctions, results: RowResult[]): void {
	const problems = results.flatMap(({ row, outcome }) => (isProblem(outcome) ? [[row, outcome] as [Row, RowProblem]] : []));
	if (results.length > 0 && problems.length === results.length) {
		throw rejected(context, results.length === 1 ? 'The only row failed' : `All ${results.length} rows failed`, problems);
	}
}

function rejected(context: IExecuteFunctions, sentence: string, problems: Array<[Row, RowProblem]>): NodeOperationError {
	const lines = problems.slice(0, 5).map(([row, { message }]) => where(row) + message);
	const error = new NodeOperationError(context.getNode(), `${sentence}. ${lines[0] ?? ''}`, {
		description: lines.slice(1).join(' '),
		itemIndex: problems[0]?.[0].item,
	});
	const errors = problems.slice(0, 100).map(([row, { code, message }]) => ({ pointer: where(row).replace(': ', ''), code, message }));
	return withDetails(error, { code: problems[0]?.[1].code ?? 'batch_rejected', errors });
}

/** The error of a request with what a person needs beside it: which row, and what had been written before. */
function explained(context: IExecuteFunctions, outcomes: Outcome[], failed: number, good: Array<{ row: Row }>): NodeApiError | NodeOperationError {
	const outcome = outcomes[failed];
	const cause = outcome && 'error' in outcome ? outcome.error : undefined;
	const refusal = firstRefusal(cause);
	const row = refusal && good[failed + refusal.index]?.row;
	if (row) return rejected(context, 'Nothing was written', [[row, refusal]]);

	const error = cause instanceof NodeOperationError ? cause : new NodeApiError(context.getNode(), cause as JsonObject);
	const changes = new Set(outcomes.flatMap((done) => ('link' in done && done.changeId ? [done.changeId] : [])));
	const done = outcomes.filter((one) => !('error' in one)).length;
	const before = changes.size === 0 ? 'No link was written.' : `${done} of ${good.length} rows were done (changes ${[...changes].join(', ')}).`;
	error.description = [before, error.description].filter(Boolean).join(' ');
	return error;
}

function reporter(context: IExecuteFunctions, total: number): (done: number) => void {
	let last = Date.now();
	return (done) => {
		if (Date.now() - last < PROGRESS_MS) return;
		last = Date.now();
		context.logger.info(`Linkmill: ${done} of ${total} links`);
	};
}
