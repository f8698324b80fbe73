import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOVED_TOGETHER, TABLES, type CountedBefore, type Marks, type MovedRow, type SourceContents, type TableName, type TargetContents } from '../contents.ts';
import type { LogDay } from '../log-days.ts';
import type { ConversionFold, Durability, Fold, LoggedEvent } from '../storage.ts';
import { countedHits, countedConversions } from './analytics/counted.ts';
import { Database } from './database.ts';
import { enrichedCursor } from './enrichments.ts';
import { insertEvent } from './event-rows.ts';
import { outboxHead } from './link-feed.ts';
import { beginSegment, tailOf } from './log-tail.ts';
import { dataFiles, RESTORING, segmentsIn } from './segments.ts';

/** Tables that have another name here. */
const NAMES: Partial<Record<TableName, string>> = { delivery_progress: 'progress', delivery_attempts: 'attempts', delivery_parked: 'parked' };

/** Tables whose ids are never given again, and whose file counts them. */
const COUNTED_IDS = ['outbox', 'webhooks', 'api_keys'] as const;

/** File of the data folder that holds the salt of visitors: see clicks/file-salt.ts, of which this is the form. */
const SALT_FILE = 'visitor-salt.json';

/** The contents of a data folder that has been prepared and that this process has locked. */
export class SqliteContents implements SourceContents, TargetContents {
	readonly #folder: string;
	readonly #files: ReturnType<typeof dataFiles>;
	readonly #durability: Durability;
	readonly #open = new Map<string, Database>();
	/** The segment that is being filled. */
	#segment: Database | undefined;

	constructor(folder: string, durability: Durability) {
		this.#folder = folder;
		this.#files = dataFiles(folder);
		this.#durability = durability;
	}

	async *rows(table: TableName): AsyncGenerator<MovedRow[]> {
		const database = this.#fileOf(table);
		if (!database) return;
		let together: MovedRow[] = [];
		for (const row of database.rows(`SELECT ${Object.keys(TABLES[table]).join(', ')} FROM ${NAMES[table] ?? table}`)) {
			together.push(row);
			if (together.length < MOVED_TOGETHER) continue;
			yield together;
			together = [];
		}
		if (together.length > 0) yield together;
	}

	async marks(): Promise<Marks> {
		const tail = tailOf(this.#files.log) ?? { position: 0, outboxCopied: 0, epochs: [] };
		const links = this.#database(this.#files.links);
		const last = links.get(`SELECT max(id) AS last FROM (SELECT 0 AS id ${['links', 'changes', 'conversions'].map((table) => `UNION ALL SELECT max(id) FROM ${table}`).join(' ')})`);
		const uses = this.#newestSegment()?.get('SELECT complete_since FROM uses_mark');
		return { head: tail.position, outboxCopied: tail.outboxCopied, outboxHead: outboxHead(links), lastId: Number(last?.['last'] ?? 0), epochs: tail.epochs, enriched: this.#enriched(), usesCompleteSince: Number(uses?.['complete_since'] ?? 0) };
	}

	async days(): Promise<LogDay[]> {
		const segments = segmentsIn(this.#files.log);
		return segments.filter(({ name }) => this.#database(join(this.#files.log, name)).get('SELECT 1 FROM events LIMIT 1') !== undefined);
	}

	async *countedBefore(position: number): AsyncGenerator<CountedBefore> {
		const analytics = this.#database(this.#files.analytics);
		yield* inParts(countedHits(analytics, position), (hits: Fold[]) => ({ hits, conversions: [] }));
		yield* inParts(countedConversions(analytics, position), (conversions: ConversionFold[]) => ({ hits: [], conversions }));
	}

	async visitorSalt(): Promise<{ period: number; salt: string } | undefined> {
		const path = join(this.#folder, SALT_FILE);
		return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { period: number; salt: string }) : undefined;
	}

	async setVisitorSalt(salt: { period: number; salt: string }): Promise<void> {
		writeFileSync(join(this.#folder, SALT_FILE), JSON.stringify(salt), { mode: 0o600, flush: true });
	}

	async isEmpty(): Promise<boolean> {
		return (await this.marks()).head === 0 && this.#database(this.#files.links).get('SELECT 1 FROM links UNION ALL SELECT 1 FROM api_keys LIMIT 1') === undefined;
	}

	async begin(): Promise<void> {
		// A server does not start beside it.
		writeFileSync(join(this.#folder, RESTORING), '');
		// What a start has made, for a log that begins with these epochs instead.
		for (const { name } of segmentsIn(this.#files.log)) {
			const path = join(this.#files.log, name);
			this.#open.get(path)?.close();
			this.#open.delete(path);
			for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
		}
	}

	async write(table: TableName, rows: readonly MovedRow[]): Promise<void> {
		const columns = Object.keys(TABLES[table]);
		// Here, a counter knows when it was used last: as if it were now.
		const own = table === 'link_uses' ? [...columns, 'used_at'] : columns;
		const database = this.#fileOf(table) as Database;
		const insert = database.statement(`INSERT INTO ${NAMES[table] ?? table} (${own.join(', ')}) VALUES (${own.map(() => '?').join(', ')})`);
		const now = Date.now();
		database.transaction(() => { for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null), ...(own === columns ? [] : [now])); });
	}

	async beginDay({ day, first }: LogDay, { outboxCopied, epochs }: Marks): Promise<void> {
		const { name } = beginSegment(this.#files.log, day, { position: first - 1, outboxCopied, epochs }, this.#durability);
		this.#segment = this.#database(join(this.#files.log, name));
	}

	async append(events: readonly LoggedEvent[]): Promise<void> {
		const segment = this.#segment as Database;
		segment.transaction(() => { for (const event of events) insertEvent(segment, event); });
	}

	async settle({ outboxHead: outbox, usesCompleteSince }: Marks): Promise<void> {
		this.#newestSegment()?.run('UPDATE uses_mark SET complete_since = ?', usesCompleteSince);
		const links = this.#database(this.#files.links);
		for (const table of COUNTED_IDS) {
			const least = table === 'outbox' ? outbox : 0;
			links.run(`INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)`, table, least, table);
			links.run(`UPDATE sqlite_sequence SET seq = max(seq, ?, (SELECT coalesce(max(id), 0) FROM ${table})) WHERE name = ?`, least, table);
		}
	}

	async finish(): Promise<void> {
		rmSync(join(this.#folder, RESTORING));
	}

	close(): void {
		for (const database of this.#open.values()) database.close();
	}

	#fileOf(table: TableName): Database | undefined {
		if (table === 'link_uses') return this.#newestSegment();
		if (table === 'first_clicks') return this.#database(this.#files.firstClicks);
		return this.#database(table.startsWith('delivery_') || table.startsWith('milestone_') ? this.#files.deliveries : this.#files.links);
	}

	#newestSegment(): Database | undefined {
		const newest = segmentsIn(this.#files.log).at(-1);
		return newest && this.#database(join(this.#files.log, newest.name));
	}

	#enriched(): number {
		for (const { name } of segmentsIn(this.#files.enriched).reverse()) {
			const cursor = enrichedCursor(this.#database(join(this.#files.enriched, name)));
			if (cursor !== undefined) return cursor;
		}
		return 0;
	}

	#database(path: string): Database {
		let database = this.#open.get(path);
		if (!database) this.#open.set(path, (database = new Database(path, { access: 'write', durability: this.#durability })));
		return database;
	}
}

function* inParts<T>(all: Iterable<T>, part: (some: T[]) => CountedBefore): Generator<CountedBefore> {
	let together: T[] = [];
	for (const one of all) {
		together.push(one);
		if (together.length < MOVED_TOGETHER) continue;
		yield part(together);
		together = [];
	}
	if (together.length > 0) yield part(together);
}
