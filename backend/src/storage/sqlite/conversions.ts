import { conversionFromRow } from '../rows/conversion.ts';
import type { ConversionCriteria, ConversionReader, ConversionWriter, Page, StoredConversion } from '../storage.ts';
import type { Database } from './database.ts';

const COLUMNS = 'id, link_id, link_version, event, amount, currency, external_id, metadata, click_id, click, occurred_at, recorded_at';
const SELECT = `SELECT ${COLUMNS} FROM conversions`;
const INSERT = `INSERT INTO conversions (${COLUMNS}) VALUES (${COLUMNS.split(',').map(() => '?').join(', ')})`;

/** Links up to which their conversions are looked up one link after the other; of more, all conversions are gone through. */
const FEW_LINKS = 1000;

/** Conversions, in `links.db`: recorded in one transaction with the event that tells of them. */
export class SqliteConversions implements ConversionReader, ConversionWriter {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async list({ linkIds, event, since, until }: ConversionCriteria, { limit, before }: Page): Promise<StoredConversion[]> {
		const few = linkIds && linkIds.size <= FEW_LINKS ? JSON.stringify([...linkIds]) : undefined;
		const conditions = [
			['id < ?', before], ['event = ?', event], ['occurred_at >= ?', since], ['occurred_at < ?', until],
			['link_id IN (SELECT value FROM json_each(?))', few],
		].filter((one): one is [string, string | number] => one[1] !== undefined);
		const where = conditions.map(([text]) => text).join(' AND ') || 'TRUE';
		const found: StoredConversion[] = [];
		for (const row of this.#database.rows(`${SELECT} WHERE ${where} ORDER BY id DESC`, ...conditions.map(([, value]) => value))) {
			if (found.length === limit) break;
			if (!linkIds || few !== undefined || linkIds.has(row['link_id'] as number)) found.push(conversionFromRow(row));
		}
		return found;
	}

	async insert(conversions: readonly StoredConversion[]): Promise<void> {
		const insert = this.#database.statement(INSERT);
		for (const { id, linkId, linkVersion, event, amount, currency, externalId, metadata, clickId, click, occurredAt, recordedAt } of conversions) {
			insert.run(id, linkId, linkVersion, event, amount, currency, externalId, metadata, clickId, click, occurredAt, recordedAt);
		}
	}

	async byIds(ids: readonly number[]): Promise<StoredConversion[]> {
		return ids.flatMap((id) => this.#one(`${SELECT} WHERE id = ?`, id));
	}

	async byExternalIds(names: ReadonlyArray<{ event: string; externalId: string }>): Promise<StoredConversion[]> {
		return names.flatMap(({ event, externalId }) => this.#one(`${SELECT} WHERE external_id = ? AND event = ?`, externalId, event));
	}

	async afterClicks(names: ReadonlyArray<{ event: string; clickId: string }>): Promise<StoredConversion[]> {
		return names.flatMap(({ event, clickId }) => this.#one(`${SELECT} WHERE click_id = ? AND event = ? ORDER BY id LIMIT 1`, clickId, event));
	}

	close(): void {
		this.#database.close();
	}

	#one(sql: string, ...parameters: Array<string | number>): StoredConversion[] {
		const row = this.#database.get(sql, ...parameters);
		return row ? [conversionFromRow(row)] : [];
	}
}
