import type { Hit, LoggedEvent } from '../storage.ts';
import { newestVersion, type Database, type Row } from './database.ts';

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

/** A row of `events`. */
export function eventFromRow(row: Row): LoggedEvent {
	const type = row['type'] as LoggedEvent['type'];
	const event = {
		position: row['position'] as number,
		type,
		occurredAt: row['occurred_at'] as number,
		linkId: row['link_id'] as number,
		linkVersion: row['link_version'] as number,
		data: row['data'] as string | null,
	};
	return { ...event, hit: type === 'link.clicked' ? hitFromRow(row, event) : null };
}

function hitFromRow(row: Row, event: Omit<LoggedEvent, 'hit'>): Hit {
	return {
		occurredAt: event.occurredAt,
		linkId: event.linkId,
		linkVersion: event.linkVersion,
		nonce: row['nonce'] as string,
		visitorId: row['visitor_id'] as string,
		country: row['country'] as string | null,
		region: row['region'] as string | null,
		city: row['city'] as string | null,
		signal: row['signal'] as Hit['signal'],
		userAgent: row['user_agent'] as string,
		referrer: row['referrer'] as string,
		language: row['language'] as string,
		query: row['query'] as string,
		variant: row['variant'] as string | null,
		kind: row['kind'] as Hit['kind'],
	};
}
