import { join } from 'node:path';
import { Database, migrate, type Durability } from './database.ts';
import { dayOf } from '../log-days.ts';
import { enrichedCursor } from './enrichments.ts';
import { beginSegment, readTail, type Tail } from './log-tail.ts';
import { segmentsIn, type dataFiles } from './segments.ts';

/** Epochs are numbered by the millisecond in which they begin, counted from here: 2025-01-01. */
const BEGINNING = Date.UTC(2025, 0, 1);

type Files = ReturnType<typeof dataFiles>;

/**
 * Begins a new epoch of the log: at every start, and after a restore. A machine that loses its power may lose the newest
 * commits of any file, and a copy of a data folder goes on beside its original. Their positions come again, their ids do not,
 * because no two histories begin an epoch in the same millisecond.
 *
 * Where the log lost more than its readers, positions go on after the furthest of them: none may skip what is appended next.
 * How often links with `max_clicks` were used is then asked of the reports, which may know of more than the log.
 */
export function beginEpoch(files: Files, durability: Durability, now = Date.now()): void {
	const newest = segmentsIn(files.log).at(-1);
	const segment = newest && new Database(join(files.log, newest.name), { access: 'write', durability });
	try {
		// First of all, for it refuses what a newer version wrote.
		if (segment) migrate(segment, 'segment');
		const tail = segment ? readTail(segment, newest) : { position: 0, outboxCopied: 0, epochs: [] };
		const position = Math.max(tail.position, furthestReader(files));
		const kept = tail.epochs.filter((epoch) => epoch.from <= tail.position);
		const next = { epoch: Math.max((tail.epochs.at(-1)?.epoch ?? 0) + 1, now - BEGINNING), from: position + 1 };
		const epochs = [...kept, next];
		if (segment && position === tail.position) renew(segment, epochs);
		else beginSegment(files.log, dayOf(now), { ...tail, position, epochs }, durability);
		neverAgain(files, tail, durability);
	} finally {
		segment?.close();
	}
}

/** An epoch that gave no id is forgotten: starting often does not make the list long. */
function renew(segment: Database, epochs: Tail['epochs']): void {
	segment.transaction(() => {
		segment.run('DELETE FROM epochs');
		for (const { epoch, from } of epochs) segment.run('INSERT INTO epochs (epoch, from_position) VALUES (?, ?)', epoch, from);
	});
}

/** The highest position that any reader of the log has been at. */
function furthestReader(files: Files): number {
	return Math.max(
		positionIn(files.analytics, 'SELECT position FROM cursor'),
		positionIn(files.deliveries, 'SELECT max(cursor) AS position FROM progress'),
		positionIn(files.links, 'SELECT max(start_position) AS position FROM webhooks'),
		...segmentsIn(files.enriched).map((segment) => withReader(join(files.enriched, segment.name), enrichedCursor) ?? 0),
	);
}

/** Ids in `links.db` that other files refer to are not given again, should `links.db` be older than they are. */
function neverAgain(files: Files, tail: Tail, durability: Durability): void {
	const webhooks = positionIn(files.deliveries, 'SELECT max(webhook_id) AS position FROM progress');
	const links = new Database(files.links, { access: 'write', durability });
	links.transaction(() => {
		for (const [table, last] of [['outbox', tail.outboxCopied], ['webhooks', webhooks]] as const) {
			links.run('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?', last, table);
			links.run('INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)', table, last, table);
		}
	});
	links.close();
}

function positionIn(path: string, sql: string): number {
	return withReader(path, (database) => (database.get(sql)?.['position'] as number | null | undefined) ?? 0);
}

function withReader<T>(path: string, read: (database: Database) => T): T {
	const database = new Database(path, { access: 'read' });
	try {
		return read(database);
	} finally {
		database.close();
	}
}
