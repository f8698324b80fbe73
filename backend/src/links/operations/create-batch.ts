import type { BatchAnswer, BatchError, BatchResult } from '../../../../contract/link.ts';
import type { FieldProblem } from '../../../../contract/problem.ts';
import type { QrOptions } from '../../../../contract/qr.ts';
import { writeImport } from '../../changes/record.ts';
import { orInvalid, parserFor } from '../../http/parse.ts';
import { ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import { readStyle } from '../../qr/style.ts';
import { qrSvg } from '../../qr/svg.ts';
import type { StoredLink } from '../../storage/storage.ts';
import type { Operation, WriteTools } from '../../writes/operation.ts';
import { Creation } from '../create.ts';
import { ownHosts } from '../destination.ts';
import { readDraft } from '../draft.ts';
import { fieldRules } from '../fields.ts';
import { presentLinks } from '../present.ts';
import { BatchSchema } from '../schema.ts';

const parse = parserFor(BatchSchema);

interface Row {
	index: number;
	result: BatchResult;
	link: StoredLink;
}

/** What is kept of a batch under an Idempotency-Key: ids and results, not bodies. */
interface KeptBatch extends Omit<BatchAnswer, 'links'> {
	rows: Array<{ index: number; result: BatchResult; id: number }>;
	/** How the codes look that were asked for. */
	qr?: QrOptions | undefined;
}

/** `POST /v1/links/batch` */
export const createBatch: Operation = {
	async write({ body, keyId }, tools) {
		const { links: inputs, mode = 'partial', if_exists: ifExists = 'fail', qr = false } = orInvalid(parse(body));
		const rules = fieldRules(ownHosts(tools.baseUrl));
		const reads = inputs.map((input) => readDraft(input, rules));
		const creation = new Creation(tools.transaction, { keyId, now: tools.now });
		await creation.prepare(reads.flatMap((read) => ('draft' in read ? [read.draft] : [])), ifExists);

		const rows: Row[] = [];
		const failures: Array<{ index: number; problems: FieldProblem[] }> = [];
		for (const [index, read] of reads.entries()) {
			if ('problems' in read) {
				failures.push({ index, problems: read.problems });
				continue;
			}
			const created = await creation.add(read.draft, read.draft.ifExists ?? ifExists);
			if ('problem' in created) failures.push({ index, problems: [created.problem] });
			else rows.push({ index, ...created });
		}
		if (mode === 'atomic' && failures.length > 0) throw rejected(failures);

		for (const row of rows) row.link = creation.latest(row.link);
		const changeId = await writeImport(creation, { keyId, summary: { rows: inputs.length, mode, if_exists: ifExists } }, tools);
		const kept: KeptBatch = { ...keepBatch(rows, failures, inputs.length, changeId), ...(qr && { qr: qr === true ? {} : qr }) };
		const touched = creation.replacements.map(({ before }) => before.slug);
		return { status: 200, body: await present(kept, rows, tools), touched, kept };
	},

	async replay(kept, tools) {
		const { rows, ...rest } = kept as KeptBatch;
		const links = new Map((await tools.transaction.byIds(rows.map((row) => row.id))).map((link) => [link.id, link]));
		const found = rows.flatMap(({ index, result, id }) => {
			const link = links.get(id);
			return link ? [{ index, result, link }] : [];
		});
		return { status: 200, body: await present({ ...rest, rows }, found, tools) };
	},
};

function keepBatch(rows: readonly Row[], failures: ReadonlyArray<{ index: number; problems: FieldProblem[] }>, requested: number, changeId: number | null): KeptBatch {
	const count = (result: BatchResult) => rows.filter((row) => row.result === result).length;
	return {
		rows: rows.map(({ index, result, link }) => ({ index, result, id: link.id })),
		errors: failures.map(batchError),
		summary: { requested, created: count('created'), existing: count('existing'), updated: count('updated'), failed: failures.length },
		change_id: changeId === null ? null : publicId('change', changeId),
	};
}

async function present({ errors, summary, change_id, qr }: KeptBatch, rows: readonly Row[], tools: WriteTools): Promise<BatchAnswer> {
	const style = qr && readStyle(qr, (option) => `/qr/${option}`);
	const links = await presentLinks(rows.map((row) => row.link), tools);
	const shown = links.map((link, place) =>
		Object.assign(link, { index: rows[place]?.index ?? place, result: rows[place]?.result ?? 'created', ...(style && { qr: qrSvg(link.short_url, style, '/qr/size') }) }),
	);
	return { links: shown, errors, summary, change_id };
}

function batchError({ index, problems }: { index: number; problems: FieldProblem[] }): BatchError {
	const [first] = problems;
	return { index, code: first?.code ?? 'invalid', message: problems.map((problem) => problem.message).join(' '), pointer: first?.pointer ?? null };
}

function rejected(failures: ReadonlyArray<{ index: number; problems: FieldProblem[] }>): ProblemError {
	const errors = failures.flatMap(({ index, problems }) =>
		problems.map((problem) => ({ ...problem, pointer: `/links/${String(index)}${problem.pointer}` })),
	);
	const [first] = failures;
	const sentence = `${String(failures.length)} of the rows cannot be written, so none was. Row ${String(first?.index)}: ${first?.problems[0]?.message ?? ''}`;
	return new ProblemError('batch_rejected', sentence, { errors });
}
