import { eventFromRow } from '../../rows/event.ts';
import type { EnrichedEvent, Enrichment, Hit, LoggedEvent, NewHit } from '../../storage.ts';
import type { Row, Value } from '../database.ts';

/** Of the rows that this version writes. A reader must go on reading every format ever written. */
export const FORMAT = 1;

/** The columns of a hit: type, and what is in it. */
const HIT = {
	occurred_at: ['bigint', (hit) => hit.occurredAt],
	link_id: ['bigint', (hit) => hit.linkId],
	link_version: ['bigint', (hit) => hit.linkVersion],
	nonce: ['text', (hit) => hit.nonce],
	visitor_id: ['text', (hit) => hit.visitorId],
	country: ['text', (hit) => hit.country],
	region: ['text', (hit) => hit.region],
	city: ['text', (hit) => hit.city],
	signal: ['text', (hit) => hit.signal],
	user_agent: ['text', (hit) => hit.userAgent],
	referrer: ['text', (hit) => hit.referrer],
	language: ['text', (hit) => hit.language],
	query: ['text', (hit) => hit.query],
	variant: ['text', (hit) => hit.variant],
	kind: ['text', (hit) => hit.kind],
} satisfies Record<string, [type: string, read: (hit: NewHit) => string | number | null]>;

/** Names of a hit's columns, as an INSERT lists them. */
export const HIT_COLUMNS = Object.keys(HIT).join(', ');

/** Hits as a table `hit`, with their `nth` from 1, out of parameters from number `first` on: see {@link hitValues}. */
export function unnestHits(first: number): string {
	const arrays = Object.values(HIT).map(([type], index) => `$${String(first + index)}::${type}[]`);
	return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS hit (${HIT_COLUMNS}, nth)`;
}

/** The parameters of {@link unnestHits}: an array a column. */
export function hitValues(hits: readonly NewHit[]): Value[] {
	return Object.values(HIT).map(([, read]) => hits.map((hit) => storable(read(hit))));
}

/** The columns of an event, but for its day, with their types: see {@link eventValues}. */
export const EVENT_COLUMN_TYPES: Readonly<Record<string, string>> = {
	position: 'bigint', format: 'smallint', type: 'text', data: 'text', ...Object.fromEntries(Object.entries(HIT).map(([name, [type]]) => [name, type])),
};

/** Events that were read elsewhere, an array a column. */
export function eventValues(events: readonly LoggedEvent[]): Value[] {
	const own = [events.map(({ position }) => position), events.map(() => FORMAT), events.map(({ type }) => type), events.map(({ data }) => data)];
	return [...own, ...Object.values(HIT).map(([, read]) => events.map(({ hit, ...event }) => storable(read({ ...NO_HIT, ...hit, ...event }))))];
}

/** What an event that is no click has in the columns of a hit. */
const NO_HIT = { nonce: null, visitorId: null, country: null, region: null, city: null, signal: null, userAgent: null, referrer: null, language: null, query: null, variant: null, kind: null } as unknown as Hit;

/** PostgreSQL keeps every character but one, which would fail the hits of all who came at the same time. */
function storable(value: string | number | null): string | number | null {
	return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}

/** The columns of {@link eventFromRow}, of a table `events`. */
export const EVENT_COLUMNS = ['position', 'type', 'data', ...Object.keys(HIT)].map((column) => `events.${column} AS ${column}`).join(', ');

/** Names of the columns of an enrichment, but for its day. */
export const ENRICHMENT_COLUMNS = 'position, kind, bot, device, browser, os, referrer_host, source, is_unique';

/** The columns of {@link enrichedFromRow} beside those of the event, of a table `enrichments`. */
export const DERIVED_COLUMNS = ENRICHMENT_COLUMNS.split(', ').map((column) => `enrichments.${column} AS derived_${column}`).join(', ');

/** A row of `events` with that of `enrichments` beside it, where there is one. */
export function enrichedFromRow(row: Row): EnrichedEvent {
	return { ...eventFromRow(row), enrichment: row['derived_position'] === null ? null : enrichmentFromRow(row) };
}

function enrichmentFromRow(row: Row): Enrichment {
	return {
		position: row['derived_position'] as number,
		kind: row['derived_kind'] as Enrichment['kind'],
		bot: row['derived_bot'] as string | null,
		device: row['derived_device'] as string | null,
		browser: row['derived_browser'] as string | null,
		os: row['derived_os'] as string | null,
		referrerHost: row['derived_referrer_host'] as string | null,
		source: row['derived_source'] as Enrichment['source'],
		isUnique: row['derived_is_unique'] as boolean,
	};
}
