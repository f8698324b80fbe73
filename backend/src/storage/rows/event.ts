import type { Enrichment, Hit, LoggedEvent } from '../events.ts';
import { flag, type StoredRow } from './row.ts';

/** A row of `events`. */
export function eventFromRow(row: StoredRow): LoggedEvent {
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

function hitFromRow(row: StoredRow, event: Omit<LoggedEvent, 'hit'>): Hit {
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

/** A row of `enrichments`. */
export function enrichmentFromRow(row: StoredRow): Enrichment {
	return {
		position: row['position'] as number,
		kind: row['kind'] as Enrichment['kind'],
		bot: row['bot'] as string | null,
		device: row['device'] as string | null,
		browser: row['browser'] as string | null,
		os: row['os'] as string | null,
		referrerHost: row['referrer_host'] as string | null,
		source: row['source'] as Enrichment['source'],
		isUnique: flag(row['is_unique']),
	};
}
