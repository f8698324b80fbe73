import { MOVED_TOGETHER, TABLES, type CountedBefore, type Marks, type MovedRow, type SourceContents, type TableName, type TargetContents } from '../contents.ts';
import type { LogDay } from '../log-days.ts';
import type { LoggedEvent } from '../storage.ts';
import { countedBefore } from './analytics/counted.ts';
import type { Database, Row, Value } from './database.ts';
import { makeDay, readDays } from './log/days.ts';
import { readEpochs } from './log/epochs.ts';
import { readHead } from './log/head.ts';
import { EVENT_COLUMN_TYPES, eventValues } from './log/rows.ts';

/** PostgreSQL's names of what columns hold. */
const TYPES = { integer: 'bigint', real: 'double precision', text: 'text', flag: 'boolean' } as const;

/** Tables whose ids PostgreSQL counts, and the columns. */
const COUNTED_IDS = { api_keys: 'id', webhooks: 'id', delivery_attempts: 'sequence' } as const;

/** Name of the secret that says that somebody is filling the database. */
const MOVING = 'moving';

/** What the name of the salt of visitors begins with: see clicks/shared-salt.ts. */
const SALT = 'visitor-salt/';

/** The contents of a database that has been prepared and that no server uses. */
export class PostgresContents implements SourceContents, TargetContents {
	readonly #database: Database;
	#day = '';

	constructor(database: Database) {
		this.#database = database;
	}

	async *rows(table: TableName): AsyncGenerator<MovedRow[]> {
		const columns = Object.entries(TABLES[table]).map(([name, type]) => (type === 'flag' ? `${name}::integer AS ${name}` : name));
		// What was read before by its place in the table: nobody writes meanwhile.
		for (let after = '(0,0)'; ; ) {
			const rows = await this.#database.query(`SELECT ctid::text AS place, ${columns.join(', ')} FROM ${table} WHERE ctid > $1::tid ORDER BY ctid LIMIT ${String(MOVED_TOGETHER)}`, after);
			if (rows.length === 0) return;
			after = rows.at(-1)?.['place'] as string;
			yield rows.map(({ place: _place, ...row }) => row as MovedRow);
		}
	}

	async marks(): Promise<Marks> {
		const row = (await this.#database.get('SELECT h.complete_since, w.last_id, w.outbox_head, e.position AS enriched FROM log_head h, link_writer w, enrichment_cursor e')) as Record<string, number>;
		const number = (name: string) => row[name] as number;
		const { position: head, outboxCopied } = await readHead(this.#database);
		return { head, outboxCopied, outboxHead: number('outbox_head'), lastId: number('last_id'), epochs: await readEpochs(this.#database), enriched: number('enriched'), usesCompleteSince: number('complete_since') };
	}

	async days(): Promise<LogDay[]> {
		const [days, { position }] = [await readDays(this.#database), await readHead(this.#database)];
		return days.filter(({ first }, index) => first < (days[index + 1]?.first ?? position + 1));
	}

	countedBefore(position: number): AsyncIterable<CountedBefore> {
		return countedBefore(this.#database, position);
	}

	async visitorSalt(): Promise<{ period: number; salt: string } | undefined> {
		const row = await this.#database.get('SELECT name, value FROM secrets WHERE starts_with(name, $1) ORDER BY length(name) DESC, name DESC LIMIT 1', SALT);
		return row && { period: Number((row['name'] as string).slice(SALT.length)), salt: row['value'] as string };
	}

	async setVisitorSalt({ period, salt }: { period: number; salt: string }): Promise<void> {
		await this.#database.run('INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value', SALT + String(period), salt);
	}

	async isEmpty(): Promise<boolean> {
		return (await this.#database.get('SELECT 1 FROM events UNION ALL SELECT 1 FROM links UNION ALL SELECT 1 FROM api_keys LIMIT 1')) === undefined;
	}

	async begin(): Promise<void> {
		await this.#database.run('INSERT INTO secrets (name, value) VALUES ($1, $2)', MOVING, '');
		// The log that was prepared begins today, at its first position.
		await this.#database.run('UPDATE log_days SET first_position = NULL');
	}

	async write(table: TableName, rows: readonly MovedRow[]): Promise<void> {
		const columns = Object.entries(TABLES[table]);
		const arrays = columns.map(([, type], index) => `$${String(index + 1)}::${TYPES[type]}[]`);
		const values = columns.map(([name, type]) => rows.map((row) => (type === 'flag' ? row[name] === 1 : (row[name] ?? null))) as Value);
		await this.#database.query(`INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`, ...values);
	}

	async beginDay({ day, first }: LogDay): Promise<void> {
		await makeDay(this.#database, day);
		await this.#database.run('UPDATE log_days SET first_position = $2 WHERE day = $1::date', day, first);
		this.#day = day;
	}

	async append(events: readonly LoggedEvent[]): Promise<void> {
		const names = Object.keys(EVENT_COLUMN_TYPES);
		const arrays = Object.values(EVENT_COLUMN_TYPES).map((type, index) => `$${String(index + 2)}::${type}[]`);
		await this.#database.query(`INSERT INTO events (day, ${names.join(', ')}) SELECT $1::date, * FROM unnest(${arrays.join(', ')})`, this.#day, ...eventValues(events));
	}

	async settle({ head, outboxCopied, outboxHead, lastId, epochs, usesCompleteSince }: Marks): Promise<void> {
		await this.#database.transaction(async (session) => {
			await session.run('UPDATE log_head SET complete_since = $1, day = greatest(day, coalesce((SELECT max(day) FROM log_days WHERE first_position IS NOT NULL), day))', usesCompleteSince);
			await session.run('UPDATE log_days SET first_position = $1 WHERE first_position IS NULL AND day = (SELECT day FROM log_head)', head + 1);
			await session.run('UPDATE log_outbox SET copied = $1', outboxCopied);
			await session.query(`SELECT setval('log_position', greatest($1::bigint, 1), $1::bigint > 0)`, head);
			await session.run('UPDATE link_writer SET last_id = $1, outbox_head = $2', lastId, outboxHead);
			// The epoch in which this database goes on was made when it was prepared.
			await session.run('UPDATE log_epochs SET from_position = $1', head + 1);
			await session.run(`INSERT INTO log_epochs (epoch, from_position, copy) SELECT *, '' FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING`, epochs.map(({ epoch }) => epoch), epochs.map(({ from }) => from));
			await session.run('UPDATE documents_progress SET outbox_cursor = $1, built_to = 0', outboxHead);
			for (const [table, column] of Object.entries(COUNTED_IDS)) await session.query(`SELECT setval(pg_get_serial_sequence('${table}', '${column}'), greatest((SELECT max(${column}) FROM ${table}), 1))`);
		});
	}

	async finish(): Promise<void> {
		await this.#database.run('DELETE FROM secrets WHERE name = $1', MOVING);
	}
}

/** @throws where a move into the database was interrupted */
export async function refuseHalfMoved(database: Database): Promise<void> {
	const row: Row | undefined = await database.get('SELECT 1 AS moving FROM secrets WHERE name = $1', MOVING);
	if (row) throw new Error('A move into this database was interrupted. Empty it (DROP SCHEMA public CASCADE; CREATE SCHEMA public), and run `linkmill migrate` again.');
}
