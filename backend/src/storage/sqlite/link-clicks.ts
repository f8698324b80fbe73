import { Database } from './database.ts';

/**
 * Positions that are indexed together. A stretch is written once, in order, and never touched again: an index with an entry a click would
 * cost five times the bytes, and would write to a page of every link with each chunk. Of the newest stretch, as many hits are looked
 * through, which takes 2 ms. Places in it fit into two bytes.
 */
export const INDEXED_TOGETHER = 16_384;

/** Since which schema of the file beside a segment there are stretches. */
const SCHEMA = 2;

const LAST = 'SELECT max(last) AS last FROM stretches';
const HITS = `SELECT position, link_id FROM events WHERE position BETWEEN ? AND ? AND type = 'link.clicked' ORDER BY position`;
const INSERT = 'INSERT INTO link_clicks (first, link_id, places) VALUES (?, ?, ?)';
const PLACES = `SELECT s.first AS first, c.places AS places FROM derived.stretches s CROSS JOIN derived.link_clicks c ON c.first = s.first
	WHERE s.first BETWEEN ? AND ? AND c.link_id IN (SELECT value FROM json_each(?))`;

/** What there is to index. */
interface Unindexed {
	/** The segment of the log. */
	path: string;
	/** Its first position. */
	begin: number;
	/** Position up to which it is enriched. */
	upTo: number;
}

/**
 * Indexes the next stretch of a segment, beside which `enriched` is: one that is full, or also a shorter one where nothing is added any more.
 *
 * @returns whether there was one
 */
export function indexStretch(enriched: Database, { path, begin, upTo }: Unindexed, { closed = false } = {}): boolean {
	const first = ((enriched.get(LAST)?.['last'] as number | null) ?? begin - 1) + 1;
	const last = closed ? Math.min(first + INDEXED_TOGETHER - 1, upTo) : first + INDEXED_TOGETHER - 1;
	if (first > last || last > upTo) return false;
	const places = placesByLink(path, first, last);
	const insert = enriched.statement(INSERT);
	enriched.transaction(() => {
		for (const [linkId, of] of places) insert.run(first, linkId, bytesOf(of));
		enriched.run('INSERT INTO stretches (first, last) VALUES (?, ?)', first, last);
	});
	return true;
}

/** By id, so that they are inserted in the order in which they lie. */
function placesByLink(path: string, first: number, last: number): Array<[linkId: number, places: number[]]> {
	const places = new Map<number, number[]>();
	const log = new Database(path, { access: 'read' });
	try {
		for (const row of log.statement(HITS).iterate(first, last)) {
			const [linkId, place] = [row['link_id'] as number, (row['position'] as number) - first];
			const of = places.get(linkId);
			if (of) of.push(place);
			else places.set(linkId, [place]);
		}
	} finally {
		log.close();
	}
	return [...places].sort(([a], [b]) => a - b);
}

function bytesOf(places: readonly number[]): Uint8Array {
	const bytes = Buffer.alloc(places.length * 2);
	places.forEach((place, index) => bytes.writeUInt16LE(place, index * 2));
	return bytes;
}

/** Position up to which the file attached as `derived` is indexed; undefined where it is not, or an older version wrote it. */
export function indexedUpTo(database: Database): number | undefined {
	if (Number(database.get('PRAGMA derived.user_version')?.['user_version']) < SCHEMA) return undefined;
	return (database.get('SELECT max(last) AS last FROM derived.stretches')?.['last'] as number | null) ?? undefined;
}

/** Positions of the hits on these links between two positions up to which it is indexed, ascending. */
export function indexedPositions(database: Database, linkIds: string, first: number, last: number): number[] {
	const found: number[] = [];
	for (const row of database.statement(PLACES).iterate(first - INDEXED_TOGETHER + 1, last, linkIds)) {
		const [begin, bytes] = [row['first'] as number, Buffer.from(row['places'] as Uint8Array)];
		for (let at = 0; at < bytes.length; at += 2) {
			const position = begin + bytes.readUInt16LE(at);
			if (position >= first && position <= last) found.push(position);
		}
	}
	return found.sort((a, b) => a - b);
}
