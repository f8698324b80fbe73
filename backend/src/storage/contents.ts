/**
 * The storage port: all that a storage holds, for taking it to another one. Most of it goes row by row and table by table; the log
 * goes event by event, with its positions, and reports are counted from it again.
 */
import type { ConversionFold, Fold } from './analytics.ts';
import type { Epoch, LoggedEvent } from './events.ts';
import type { LogDay } from './log-days.ts';

/** What a column holds; `flag` is 0 or 1 on the way. */
type ColumnType = 'integer' | 'real' | 'text' | 'flag';

/** Columns of a table, in any order. */
type Columns = Record<string, ColumnType>;

const link: Columns = {
	id: 'integer', slug: 'text', destination: 'text', location: 'text', title: 'text', tags: 'text', campaign: 'text', metadata: 'text', external_id: 'text', enabled: 'flag',
	starts_at: 'integer', expires_at: 'integer', fallback_url: 'text', fallback_location: 'text', redirect_type: 'integer', utm: 'text', max_clicks: 'integer',
	forward_query: 'flag', forward_query_overrides: 'flag', append_click_id: 'flag', password_hash: 'text', variants: 'text', imported_clicks: 'integer', created_by: 'integer',
	created_at: 'integer', updated_at: 'integer', deleted_at: 'integer', version: 'integer',
};

const webhook: Columns = {
	id: 'integer', url: 'text', events: 'text', filter: 'text', max_events: 'integer', max_wait_ms: 'integer', rate: 'real', name: 'text', key: 'text', secret: 'text', old_secret: 'text',
	old_secret_until: 'integer', status: 'text', status_reason: 'text', on_failure: 'text', start_position: 'integer', start_revision: 'integer', skip_before: 'integer', skip_up_to: 'integer',
	replay: 'text', created_at: 'integer', expires_at: 'integer',
};

/**
 * The tables that both storages have alike, in the order in which they are written. Not among them: answers kept under an
 * Idempotency-Key, which a day makes worthless, sessions that were ended, whose cookies another storage does not accept, and the
 * index of texts, which is made from the links.
 */
export const TABLES = {
	links: link,
	link_tags: { tag: 'text', created_at: 'integer', link_id: 'integer' },
	link_versions: { link_id: 'integer', version: 'integer', body: 'text', replaced_at: 'integer', replaced_by: 'integer', change_id: 'integer' },
	pending_expiries: { expires_at: 'integer', link_id: 'integer' },
	changes: { id: 'integer', kind: 'text', key_id: 'integer', at: 'integer', links: 'integer', created_first: 'integer', created_last: 'integer', reverts: 'integer', summary: 'text' },
	outbox: { id: 'integer', type: 'text', occurred_at: 'integer', link_id: 'integer', link_version: 'integer', data: 'text' },
	conversions: { id: 'integer', link_id: 'integer', link_version: 'integer', event: 'text', amount: 'integer', currency: 'text', external_id: 'text', metadata: 'text', click_id: 'text', click: 'text', occurred_at: 'integer', recorded_at: 'integer' },
	api_keys: { id: 'integer', name: 'text', hash: 'text', scopes: 'text', created_at: 'integer', expires_at: 'integer', revoked_at: 'integer' },
	webhooks: webhook,
	milestones: { link_id: 'integer', clicks: 'integer' },
	delivery_progress: { webhook_id: 'integer', replay_id: 'text', start_revision: 'integer', cursor: 'integer', failures: 'integer', failing_since: 'integer', refusals: 'integer', refused_since: 'integer', last_error: 'text', next_attempt_at: 'integer' },
	delivery_attempts: { webhook_id: 'integer', sequence: 'integer', delivered: 'flag', message_id: 'text', first: 'integer', last: 'integer', events: 'integer', replay_id: 'text', attempt: 'integer', attempted_at: 'integer', latency_ms: 'real', status: 'integer', response: 'text', error: 'text' },
	delivery_parked: { webhook_id: 'integer', position: 'integer', type: 'text', parked_at: 'integer', status: 'integer', response: 'text' },
	milestone_cursor: { position: 'integer' },
	milestone_counts: { link_id: 'integer', clicks: 'integer' },
	first_clicks: { link_id: 'integer', visitor_id: 'text', position: 'integer' },
	link_uses: { link_id: 'integer', link_version: 'integer', used: 'integer' },
} satisfies Record<string, Columns>;
export type TableName = keyof typeof TABLES;

/** A row of one of the {@link TABLES}, by column. */
export type MovedRow = Record<string, string | number | null>;

/** Rows that go together. */
export const MOVED_TOGETHER = 2000;

/** Where the log and those that follow it stand. */
export interface Marks {
	/** Position of the last event. */
	head: number;
	/** Events of the outbox up to this one are in the log. */
	outboxCopied: number;
	/** The last event that was written to the outbox, and the last id that was given to a link, a change or a conversion. */
	outboxHead: number;
	lastId: number;
	epochs: Epoch[];
	/** Position up to which events are enriched. */
	enriched: number;
	/** See `LinkUses.completeSince`. */
	usesCompleteSince: number;
}

/** What is counted of events that the log has no more. */
export interface CountedBefore {
	hits: Fold[];
	conversions: ConversionFold[];
}

/** The contents of a storage that no server uses. */
export interface SourceContents {
	/** Whether there is nothing in it. */
	isEmpty(): Promise<boolean>;
	rows(table: TableName): AsyncIterable<MovedRow[]>;
	marks(): Promise<Marks>;
	/** Oldest first; those without an event are left out. */
	days(): Promise<LogDay[]>;
	/** What was counted of events before a position: a link's in the order of their positions. */
	countedBefore(position: number): AsyncIterable<CountedBefore>;
	/** The secret that tells visitors apart, and the number of the period that it is for; undefined where there is none. */
	visitorSalt(): Promise<{ period: number; salt: string } | undefined>;
}

/** A storage that is to get the contents of another. It has been prepared, and is empty but for that. */
export interface TargetContents extends Pick<SourceContents, 'isEmpty' | 'rows' | 'days' | 'countedBefore'> {
	/** Until it is finished, no server starts on it. */
	begin(): Promise<void>;
	/** After the log: how often links were used is kept at its end. */
	write(table: TableName, rows: readonly MovedRow[]): Promise<void>;
	beginDay(day: LogDay, marks: Marks): Promise<void>;
	/** Events of the day that was begun last, in their order. */
	append(events: readonly LoggedEvent[]): Promise<void>;
	/** After all rows: what comes next gets higher numbers than what came along. From then on the storage's own parts can go on. */
	settle(marks: Marks): Promise<void>;
	setVisitorSalt(salt: { period: number; salt: string }): Promise<void>;
	/** Servers may start on it. */
	finish(): Promise<void>;
}
