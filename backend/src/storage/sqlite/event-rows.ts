import type { LoggedEvent } from '../storage.ts';
import { newestVersion, type Database } from './database.ts';

const COLUMNS = 'position, type, occurred_at, link_id, link_version, nonce, visitor_id, country, signal, user_agent, referrer, language, query';

/** Columns that rows have got since the first schema, and the version of the schema that brought them. */
const ADDED = { variant: 2, kind: 2, data: 3, region: 4, city: 4 };

/** The columns of an event by the schema of its segment, the first one first: an older one lacks some, and is never rewritten. */
const BY_SCHEMA = Array.from({ length: newestVersion('segment') }, (_, index) =>
	[COLUMNS, ...Object.entries(ADDED).map(([column, since]) => (index + 1 >= since ? column : `NULL AS ${column}`))].join(', '),
);

/** Of the rows that this version writes. A reader must go on reading every format ever written. */
const FORMAT = 4;

/** Writes an event, by its columns. */
export const INSERT_EVENT = `INSERT INTO events (position, format, type, occurred_at, link_id, link_version, nonce, visitor_id, country,
	signal, user_agent, referrer, language, query, variant, kind, data, region, city) VALUES (?, ${String(FORMAT)}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes an event that was read elsewhere. */
export function insertEvent(segment: Database, { position, type, occurredAt, linkId, linkVersion, data, hit }: LoggedEvent): void {
	const { nonce = null, visitorId = null, country = null, signal = null, userAgent = null, referrer = null, language = null, query = null, variant = null, kind = null, region = null, city = null } = hit ?? {};
	segment.run(INSERT_EVENT, position, type, occurredAt, linkId, linkVersion, nonce, visitorId, country, signal, userAgent, referrer, language, query, variant, kind, data, region, city);
}

/** A query of a segment's events, in the form that its schema asks for. */
export function perSchema(sql: (columns: string) => string): (segment: Database) => string {
	const texts = BY_SCHEMA.map(sql);
	return (segment) => texts[(segment.get('PRAGMA user_version')?.['user_version'] as number) - 1] as string;
}
