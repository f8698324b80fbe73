import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { BulkDeleteAnswer, BulkDeleteRequest, BulkOptions, BulkUpdateAnswer, BulkUpdateRequest, LinkUpdate } from '../../contract/bulk';
import { LINK_LIMITS } from '../../contract/link';
import type { Link } from '../../contract/link';
import { callApi } from '../shared/client';
import { refusedError } from '../shared/createLinks';
import { idempotencyKey } from '../shared/idempotency';
import type { ItemRun } from '../shared/items';
import { chosenLink } from '../shared/linkLocator';
import { Parameters } from '../shared/parameters';
import { detailsOf } from '../shared/problem';
import { simplified } from '../shared/simpleLink';
import { readChange } from './operation';
import type { Operation } from './operation';
import { readBulkOptions, readShape } from './options';
import type { Shape } from './options';

/** What an input item asks for. */
interface Row {
	item: number;
	update: LinkUpdate;
}

/** What holds for all rows: read from the first item. */
interface RowOptions extends Shape {
	bulk: BulkOptions;
}

/** Numbers of links over all requests. */
interface Totals extends IDataObject {
	matched: number;
	changed: number;
	unchanged: number;
	failed: number;
	dry_run: boolean;
	change_id: string | null;
}

/** Changes the link that each input item names: one request and one transaction for up to 10,000. */
export async function updateRows(context: IExecuteFunctions, run: ItemRun, operation: Operation): Promise<void> {
	const rows: Row[] = [];
	await run.each((item) => {
		const parameters = new Parameters(context, item);
		rows.push({ item, update: { id: chosenLink(parameters, 'link'), ...readChange(parameters, operation, true) } });
	});
	const options = readOptions(context, run, rows);
	if (!options) return;
	const totals = noTotals(options);
	for (const [part, chunk] of chunks(rows).entries()) {
		// Where one failure stops the node, nothing may be left behind: the corrected run starts from what there was.
		const body: BulkUpdateRequest = { updates: chunk.map(({ update }) => update), mode: context.continueOnFail() ? 'partial' : 'atomic', ...options.bulk };
		try {
			const answer = await callApi<BulkUpdateAnswer>(context, { method: 'PATCH', path: '/v1/links', body, idempotencyKey: idempotencyKey(context, part, body) });
			putRows(context, run, chunk, answer, options);
			totals.matched += answer.matched;
			totals.changed += answer.changed;
			totals.unchanged += answer.unchanged;
			totals.failed += answer.errors.length;
			totals.change_id = answer.change_id ?? totals.change_id;
		} catch (error) {
			const failed = failRows(context, run, chunk, error, 'updates');
			for (const { item } of chunk) if (!failed.has(item)) run.fail(item, error);
			totals.failed += chunk.length;
		}
	}
	finish(context, run, totals, options, `${totals.changed} of ${totals.matched} links ${totals.dry_run ? 'would change' : 'changed'}`);
}

/** Deletes the link that each input item names. An item that names none is left out where On Error goes on. */
export async function deleteRows(context: IExecuteFunctions, run: ItemRun): Promise<void> {
	const rows: Row[] = [];
	await run.each((item) => {
		rows.push({ item, update: { id: chosenLink(new Parameters(context, item), 'link') } });
	});
	const options = readOptions(context, run, rows);
	if (!options) return;
	const totals = noTotals(options);
	const waiting = chunks(rows);
	for (let part = 0; waiting.length > 0; part++) {
		const chunk = waiting.shift() ?? [];
		const body: BulkDeleteRequest = { ids: chunk.map(({ update }) => update.id), ...options.bulk };
		try {
			const answer = await callApi<BulkDeleteAnswer>(context, { method: 'DELETE', path: '/v1/links', body, idempotencyKey: idempotencyKey(context, part, body) });
			putDeleted(run, chunk, answer, options);
			totals.matched += answer.matched;
			totals.changed += answer.deleted;
			totals.change_id = answer.change_id ?? totals.change_id;
		} catch (error) {
			const failed = failRows(context, run, chunk, error, 'ids');
			totals.failed += failed.size;
			// Those that were found have not been deleted either: again without the others.
			const left = chunk.filter(({ item }) => !failed.has(item));
			if (left.length > 0) waiting.unshift(left);
		}
	}
	finish(context, run, totals, options, `${totals.changed} links ${totals.dry_run ? 'would be deleted' : 'deleted'}`);
}

/** What the first item says; undefined where it cannot be used, and all rows have failed by it. */
function readOptions(context: IExecuteFunctions, run: ItemRun, rows: Row[]): RowOptions | undefined {
	const parameters = new Parameters(context, 0);
	try {
		const bulk = readBulkOptions(parameters);
		if (rows.length > LINK_LIMITS.batch && (bulk.expected_count !== undefined || !context.continueOnFail())) {
			const remedy = bulk.expected_count === undefined ? 'Set On Error to continue, or split the items.' : 'Take Expected Count away, or split the items.';
			throw parameters.error('Select Links By', `Each Input Item takes up to ${LINK_LIMITS.batch} items in one transaction, but there are ${rows.length}. ${remedy}`);
		}
		return { bulk, ...readShape(parameters) };
	} catch (error) {
		for (const { item } of rows) run.fail(item, error);
		return undefined;
	}
}

function chunks(rows: Row[]): Row[][] {
	return Array.from({ length: Math.ceil(rows.length / LINK_LIMITS.batch) }, (_, part) => rows.slice(part * LINK_LIMITS.batch, (part + 1) * LINK_LIMITS.batch));
}

function noTotals({ bulk }: RowOptions): Totals {
	return { matched: 0, changed: 0, unchanged: 0, failed: 0, dry_run: bulk.dry_run ?? false, change_id: null };
}

/** One output for each row: its link, or that it is as it was asked to be, or why it was not changed. */
function putRows(context: IExecuteFunctions, run: ItemRun, rows: Row[], answer: BulkUpdateAnswer, { summary, simplify }: RowOptions): void {
	const { dry_run, change_id } = answer;
	const errors = new Map(answer.errors.map((error) => [error.index, error]));
	const links = new Map(answer.links.map(({ index, ...link }) => [index, link]));
	const shown = answer.changed === answer.links.length ? Infinity : (answer.links.at(-1)?.index ?? -1);
	for (const [index, { item, update }] of rows.entries()) {
		const [error, link] = [errors.get(index), links.get(index)];
		if (error) run.fail(item, refusedError(context, { ...error, index }, item));
		else if (summary) continue;
		else if (link) run.put(item, { ...simplified(link, simplify), previous: link.previous, result: 'updated', dry_run, change_id });
		else run.put(item, { link: update.id, result: index < shown || answer.changed === 0 ? 'unchanged' : answer.unchanged === 0 ? 'updated' : 'done', dry_run, change_id });
	}
}

function putDeleted(run: ItemRun, rows: Row[], { dry_run, change_id, links }: BulkDeleteAnswer, { summary, simplify }: RowOptions): void {
	if (summary) return;
	const known = new Map<string, Link>();
	for (const link of links) {
		known.set(link.id, link).set(`slug:${link.slug}`, link);
		if (link.external_id !== null) known.set(`external:${link.external_id}`, link);
	}
	for (const { item, update } of rows) {
		const link = known.get(update.id);
		run.put(item, { ...(link ? simplified(link, simplify) : { link: update.id }), result: 'deleted', dry_run, change_id });
	}
}

/** Lays a failed request at the door of the rows that it names, or of all; gives the items that failed. */
function failRows(context: IExecuteFunctions, run: ItemRun, rows: Row[], error: unknown, list: 'updates' | 'ids'): Set<number> {
	const failed = new Set<number>();
	for (const { pointer, code, message } of detailsOf(error)?.errors ?? []) {
		const [, index, within = ''] = new RegExp(`^/${list}/(\\d+)(/.*)?$`).exec(pointer) ?? [];
		const row = index === undefined ? undefined : rows[Number(index)];
		if (!row || failed.has(row.item)) continue;
		failed.add(row.item);
		run.fail(row.item, refusedError(context, { index: Number(index), code, message, pointer: within }, row.item));
	}
	if (failed.size > 0) return failed;
	for (const { item } of rows) run.fail(item, error);
	return new Set(rows.map(({ item }) => item));
}

function finish(context: IExecuteFunctions, run: ItemRun, totals: Totals, { summary }: RowOptions, message: string): void {
	if (summary) run.putForAll(totals);
	context.addExecutionHints({
		message: totals.failed > 0 ? `${message}, ${totals.failed} failed` : message,
		type: totals.failed > 0 ? 'warning' : 'info',
		location: 'outputPane',
	});
}
