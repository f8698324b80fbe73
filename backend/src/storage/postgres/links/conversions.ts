import type { ConversionCriteria, ConversionReader, ConversionWriter, Page, StoredConversion } from '../../storage.ts';
import type { Connection, Row, Value } from '../database.ts';

const COLUMNS = 'id, link_id, link_version, event, amount, currency, external_id, metadata, click_id, click, occurred_at, recorded_at';
const SELECT = `SELECT ${COLUMNS} FROM conversions`;
const INSERT = `INSERT INTO conversions (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** Links up to which the database is told them; of more, conversions are fetched and those of other links passed over. */
const FEW_LINKS = 1000;

/** Conversions that are fetched at once then. */
const CHUNK = 2000;

/** Conversions: recorded in one transaction with the event that tells of them. */
export class PostgresConversions implements Omit<ConversionReader, 'close'>, ConversionWriter {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async list({ linkIds, ...criteria }: ConversionCriteria, { limit, before }: Page): Promise<StoredConversion[]> {
		if (!linkIds || linkIds.size <= FEW_LINKS) return this.#page(criteria, linkIds && [...linkIds], before, limit);
		const found: StoredConversion[] = [];
		for (let last = before; ; ) {
			const page = await this.#page(criteria, undefined, last, CHUNK);
			found.push(...page.filter(({ linkId }) => linkIds.has(linkId)));
			if (found.length >= limit || page.length < CHUNK) return found.slice(0, limit);
			last = page.at(-1)?.id;
		}
	}

	async insert(conversion: StoredConversion): Promise<void> {
		const { id, linkId, linkVersion, event, amount, currency, externalId, metadata, clickId, click, occurredAt, recordedAt } = conversion;
		await this.#connection.run(INSERT, id, linkId, linkVersion, event, amount, currency, externalId, metadata, clickId, click, occurredAt, recordedAt);
	}

	async byIds(ids: readonly number[]): Promise<StoredConversion[]> {
		return (await this.#connection.all(`${SELECT} WHERE id = ANY($1)`, ids)).map(fromRow);
	}

	async byExternalId(event: string, externalId: string): Promise<StoredConversion | undefined> {
		return this.#one(`${SELECT} WHERE external_id = $1 AND event = $2`, externalId, event);
	}

	async afterClick(event: string, clickId: string): Promise<StoredConversion | undefined> {
		return this.#one(`${SELECT} WHERE click_id = $1 AND event = $2 ORDER BY id LIMIT 1`, clickId, event);
	}

	async #page({ event, since, until }: ConversionCriteria, links: readonly number[] | undefined, before: number | undefined, limit: number): Promise<StoredConversion[]> {
		const possible: Array<[string, Value | undefined]> = [
			['id <', before], ['event =', event], ['occurred_at >=', since], ['occurred_at <', until], ['link_id = ANY', links],
		];
		const conditions = possible.filter((one): one is [string, Value] => one[1] !== undefined);
		const where = conditions.map(([text], index) => `${text} ($${String(index + 1)})`).join(' AND ') || 'TRUE';
		const values: Value[] = [...conditions.map(([, value]) => value), limit];
		const rows = await this.#connection.query(`${SELECT} WHERE ${where} ORDER BY id DESC LIMIT $${String(values.length)}`, ...values);
		return rows.map(fromRow);
	}

	async #one(sql: string, ...values: string[]): Promise<StoredConversion | undefined> {
		const row = await this.#connection.get(sql, ...values);
		return row && fromRow(row);
	}
}

function fromRow(row: Row): StoredConversion {
	return {
		id: row['id'] as number,
		linkId: row['link_id'] as number,
		linkVersion: row['link_version'] as number,
		event: row['event'] as string,
		amount: row['amount'] as number | null,
		currency: row['currency'] as string | null,
		externalId: row['external_id'] as string | null,
		metadata: row['metadata'] as string | null,
		clickId: row['click_id'] as string | null,
		click: row['click'] as string | null,
		occurredAt: row['occurred_at'] as number,
		recordedAt: row['recorded_at'] as number,
	};
}
