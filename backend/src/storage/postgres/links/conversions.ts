import { conversionFromRow } from '../../rows/conversion.ts';
import type { ConversionCriteria, ConversionReader, ConversionWriter, Page, StoredConversion } from '../../storage.ts';
import type { Connection, Value } from '../database.ts';

const COLUMNS = 'id, link_id, link_version, event, amount, currency, external_id, metadata, click_id, click, occurred_at, recorded_at';
const SELECT = `SELECT ${COLUMNS} FROM conversions`;
const INSERT = `INSERT INTO conversions (${COLUMNS}) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[],
	$7::text[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::bigint[])`;
const BY_EXTERNAL_IDS = `${SELECT} WHERE (external_id, event) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;
const AFTER_CLICKS = `SELECT DISTINCT ON (click_id, event) ${COLUMNS} FROM conversions
	WHERE (click_id, event) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY click_id, event, id`;

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

	async insert(conversions: readonly StoredConversion[]): Promise<void> {
		if (conversions.length === 0) return;
		await this.#connection.run(
			INSERT,
			conversions.map(({ id }) => id), conversions.map(({ linkId }) => linkId), conversions.map(({ linkVersion }) => linkVersion), conversions.map(({ event }) => event),
			conversions.map(({ amount }) => amount), conversions.map(({ currency }) => currency), conversions.map(({ externalId }) => externalId), conversions.map(({ metadata }) => metadata),
			conversions.map(({ clickId }) => clickId), conversions.map(({ click }) => click), conversions.map(({ occurredAt }) => occurredAt), conversions.map(({ recordedAt }) => recordedAt),
		);
	}

	async byIds(ids: readonly number[]): Promise<StoredConversion[]> {
		return this.#all(`${SELECT} WHERE id = ANY($1)`, ids);
	}

	async byExternalIds(names: ReadonlyArray<{ event: string; externalId: string }>): Promise<StoredConversion[]> {
		return this.#all(BY_EXTERNAL_IDS, names.map(({ externalId }) => externalId), names.map(({ event }) => event));
	}

	async afterClicks(names: ReadonlyArray<{ event: string; clickId: string }>): Promise<StoredConversion[]> {
		return this.#all(AFTER_CLICKS, names.map(({ clickId }) => clickId), names.map(({ event }) => event));
	}

	async #page({ event, since, until }: ConversionCriteria, links: readonly number[] | undefined, before: number | undefined, limit: number): Promise<StoredConversion[]> {
		const possible: Array<[string, Value | undefined]> = [
			['id <', before], ['event =', event], ['occurred_at >=', since], ['occurred_at <', until], ['link_id = ANY', links],
		];
		const conditions = possible.filter((one): one is [string, Value] => one[1] !== undefined);
		const where = conditions.map(([text], index) => `${text} ($${String(index + 1)})`).join(' AND ') || 'TRUE';
		const values: Value[] = [...conditions.map(([, value]) => value), limit];
		const rows = await this.#connection.query(`${SELECT} WHERE ${where} ORDER BY id DESC LIMIT $${String(values.length)}`, ...values);
		return rows.map(conversionFromRow);
	}

	async #all(sql: string, ...values: Array<ReadonlyArray<string | number>>): Promise<StoredConversion[]> {
		// Where nothing is asked for, nobody is asked.
		return values[0]?.length === 0 ? [] : (await this.#connection.all(sql, ...values)).map(conversionFromRow);
	}
}
