import type { ConversionBatchAnswer, ConversionResult, RecordedConversion } from '../../../contract/conversion.ts';
import type { BatchError } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { orInvalid, parserFor } from '../http/parse.ts';
import { invalidRequest, ProblemError } from '../http/problem.ts';
import type { StoredConversion } from '../storage/storage.ts';
import type { Operation, WriteTools } from '../writes/operation.ts';
import { readConversion } from './draft.ts';
import { presentConversions } from './present.ts';
import { Recording } from './recording.ts';
import { ConversionBatchSchema } from './schema.ts';

const parseBatch = parserFor(ConversionBatchSchema);

interface Row {
	index: number;
	result: ConversionResult;
	conversion: StoredConversion;
}

/** What is kept under an Idempotency-Key: ids and results, not bodies. */
interface Kept {
	rows: Array<{ index: number; result: ConversionResult; id: number }>;
	/** Null where one conversion was sent by itself. */
	batch: Pick<ConversionBatchAnswer, 'errors' | 'summary'> | null;
}

/** `POST /v1/conversions`, one or many. */
export const recordConversions: Operation = {
	async write({ body }, tools) {
		const isBatch = typeof body === 'object' && body !== null && 'conversions' in body;
		const { conversions: inputs, mode = 'partial' } = isBatch ? orInvalid(parseBatch(body)) : { conversions: [body] };
		const { rows, failures } = await record(inputs, false, tools);
		if (!isBatch && failures[0]) throw invalidRequest(failures[0].problems);
		if (mode === 'atomic' && failures.length > 0) throw rejected(failures);
		const count = (result: ConversionResult) => rows.filter((row) => row.result === result).length;
		const kept: Kept = {
			rows: rows.map(({ index, result, conversion }) => ({ index, result, id: conversion.id })),
			batch: isBatch ? { errors: failures.map(batchError), summary: { requested: inputs.length, recorded: count('recorded'), existing: count('existing'), failed: failures.length } } : null,
		};
		return { status: 200, body: await present(kept, rows, tools), kept };
	},

	async replay(kept, tools) {
		const { rows, batch } = kept as Kept;
		const found = new Map((await tools.transaction.conversions.byIds(rows.map(({ id }) => id))).map((conversion) => [conversion.id, conversion]));
		const again = rows.flatMap(({ index, result, id }): Row[] => {
			const conversion = found.get(id);
			return conversion ? [{ index, result, conversion }] : [];
		});
		return { status: 200, body: await present({ rows, batch }, again, tools) };
	},
};

/** A pixel was shown: one conversion for each click and event, and no word about what is wrong. Asked for by the pixel's route alone. */
export const recordPixel: Operation = {
	async write({ body }, tools) {
		await record([body], true, tools);
		return { status: 204 };
	},
};

async function record(inputs: readonly unknown[], once: boolean, tools: WriteTools) {
	const reads = inputs.map((input) => readConversion(input, tools.now));
	const recording = new Recording(tools, { once });
	await recording.prepare(reads.flatMap((read) => ('draft' in read ? [read.draft] : [])));
	const rows: Row[] = [];
	const failures: Array<{ index: number; problems: FieldProblem[] }> = [];
	for (const [index, read] of reads.entries()) {
		const recorded = 'draft' in read ? recording.add(read.draft) : read;
		if ('conversion' in recorded) rows.push({ index, ...recorded });
		else failures.push({ index, problems: 'problems' in recorded ? recorded.problems : [recorded.problem] });
	}
	await recording.finish();
	return { rows, failures };
}

async function present({ batch }: Kept, rows: readonly Row[], { transaction: links, baseUrl }: WriteTools): Promise<RecordedConversion | ConversionBatchAnswer> {
	const shown = await presentConversions(rows.map(({ conversion }) => conversion), { links, baseUrl });
	const conversions = shown.map((conversion, place) => ({ ...conversion, index: rows[place]?.index ?? place, result: rows[place]?.result ?? 'recorded' }));
	if (batch) return { conversions, ...batch };
	const [{ index: _index, ...only }] = conversions as [(typeof conversions)[number]];
	return only;
}

function batchError({ index, problems }: { index: number; problems: FieldProblem[] }): BatchError {
	const [first] = problems;
	return { index, code: first?.code ?? 'invalid', message: problems.map((problem) => problem.message).join(' '), pointer: first?.pointer ?? null };
}

function rejected(failures: ReadonlyArray<{ index: number; problems: FieldProblem[] }>): ProblemError {
	const errors = failures.flatMap(({ index, problems }) => problems.map((problem) => ({ ...problem, pointer: `/conversions/${String(index)}${problem.pointer}` })));
	const [first] = failures;
	const sentence = `${String(failures.length)} of the rows cannot be recorded, so none was. Row ${String(first?.index)}: ${first?.problems[0]?.message ?? ''}`;
	return new ProblemError('batch_rejected', sentence, { errors });
}
