import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Epoch } from '../storage.ts';
import { Database, type Durability } from './database.ts';
import { carryUses } from './link-uses.ts';
import { createDatabase } from './new-file.ts';
import { segmentName, segmentsIn, type Segment } from './segments.ts';

/** The end of a log: where the next event, and the next segment, go on. */
export interface Tail {
	/** Position of the last event; 0 before the first. */
	position: number;
	/** Id of the last outbox event that is in the log. */
	outboxCopied: number;
	epochs: Epoch[];
}

/** The end of the log, as its newest segment tells it. */
export function readTail(database: Database, segment: Segment): Tail {
	const mark = database.get('SELECT copied FROM outbox_mark');
	if (!mark) throw new Error(`The log segment ${segment.name} has no mark; restore the data folder from a backup.`);
	return {
		position: (database.get('SELECT max(position) AS last FROM events')?.['last'] as number | null) ?? segment.first - 1,
		outboxCopied: mark['copied'] as number,
		epochs: readEpochs(database),
	};
}

/** The end of the log in a folder; undefined where there is none yet. */
export function tailOf(folder: string): Tail | undefined {
	const segment = segmentsIn(folder).at(-1);
	if (!segment) return undefined;
	const database = new Database(join(folder, segment.name), { access: 'read' });
	try {
		return readTail(database, segment);
	} finally {
		database.close();
	}
}

/**
 * Begins a segment after `tail`. One of that name is complete: an attempt before this one got as far and no further.
 *
 * @param before the segment that it goes on from; without one, nothing is known of the uses of links
 */
export function beginSegment(folder: string, day: string, tail: Tail, durability: Durability, before?: Segment): Segment {
	const first = tail.position + 1;
	const segment = { name: segmentName(first, day), first, day };
	const path = join(folder, segment.name);
	if (existsSync(path)) return segment;
	createDatabase(path, 'segment', durability, (database) => {
		for (const { epoch, from } of tail.epochs) database.run('INSERT INTO epochs (epoch, from_position) VALUES (?, ?)', epoch, from);
		database.run('INSERT INTO outbox_mark (copied) VALUES (?)', tail.outboxCopied);
		if (before) carryUses(join(folder, before.name), database, Date.parse(day));
	});
	return segment;
}

/** The epochs that a segment knows, oldest first. */
export function readEpochs(database: Database): Epoch[] {
	return database
		.all('SELECT epoch, from_position FROM epochs ORDER BY epoch')
		.map((row) => ({ epoch: row['epoch'] as number, from: row['from_position'] as number }));
}
