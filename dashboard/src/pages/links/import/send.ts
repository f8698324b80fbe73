import type { ImportAnswer } from '../../../../../contract/import.ts';
import type { BatchAnswer, BatchRequest, IfExists } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';
import { toCsv } from './csv.ts';
import type { ForAll, PreparedRow } from './rows.ts';

/** What became of a row. `imported`: it is a link now, made or there before. */
export interface RowResult {
	line: number;
	result: 'created' | 'existing' | 'updated' | 'imported' | 'failed';
	destination: string;
	slug: string;
	shortUrl: string;
	/** Why it failed, in the API's words. */
	message: string;
}

/** What became of the rows of one call. */
export interface ChunkAnswer {
	results: RowResult[];
	/** Undoes them; null where nothing was written. */
	changeId: string | null;
}

/** How one call is done. */
export interface ChunkOptions {
	ifExists: IfExists;
	forAll: ForAll;
	/** The same for the same rows: who sends them again, after a failure of the network, imports them once. */
	idempotencyKey: string;
}

/** Sends rows as `POST /v1/links/batch`, which tells of each what it became. */
export async function sendBatch(rows: readonly PreparedRow[], { ifExists, idempotencyKey }: ChunkOptions): Promise<ChunkAnswer> {
	const body: BatchRequest = { links: rows.map(({ link }) => link), mode: 'partial', if_exists: ifExists };
	const answer = await api.post<BatchAnswer>('/v1/links/batch', body, { idempotencyKey });
	const results = rows.map((row) => resultOf(row, 'failed', 'The server has said nothing of this row.'));
	for (const { index, result, slug, short_url: shortUrl, destination } of answer.links) results[index] = { line: rows[index]?.line ?? 0, result, destination, slug, shortUrl, message: '' };
	for (const { index, message } of answer.errors) results[index] = resultOf(rows[index], 'failed', message);
	return { results, changeId: answer.change_id };
}

/** Sends rows as `POST /v1/links/import`, which keeps dates and clicks of elsewhere, and tells of those that failed. */
export async function sendMoved(rows: readonly PreparedRow[], { ifExists, forAll, idempotencyKey }: ChunkOptions): Promise<ChunkAnswer> {
	const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
	const data = toCsv([columns, ...rows.map(({ cells }) => columns.map((column) => cells[column] ?? null))]);
	const body = { data, format: 'csv', if_exists: ifExists, ...(forAll.tags.length > 0 && { tags: forAll.tags }), ...(forAll.campaign.trim() !== '' && { campaign: forAll.campaign.trim() }) };
	const answer = await api.post<ImportAnswer>('/v1/links/import', body, { idempotencyKey });
	const done = answer.existing + answer.updated === 0 ? 'created' : 'imported';
	const results = rows.map((row) => resultOf(row, done, ''));
	let line = 2;
	const lines = new Map(rows.map(({ cells }, index) => {
		const at = line;
		line += 1 + columns.reduce((sum, column) => sum + (cells[column]?.match(/\n/g)?.length ?? 0), 0);
		return [at, index];
	}));
	for (const { line: at, message } of answer.errors) {
		const index = lines.get(at);
		if (index !== undefined) results[index] = resultOf(rows[index], 'failed', message);
	}
	return { results, changeId: answer.change_id };
}

/** What became of a row, as far as the row itself tells. */
export function resultOf(row: PreparedRow | undefined, result: RowResult['result'], message: string): RowResult {
	return { line: row?.line ?? 0, result, destination: row?.link.destination ?? '', slug: row?.link.slug ?? '', shortUrl: '', message };
}
