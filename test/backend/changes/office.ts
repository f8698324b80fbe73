import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ProblemError } from '../../../backend/src/http/problem.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import type { ChangeReader, KeyReader, LinkReader } from '../../../backend/src/storage/storage.ts';
import { OPERATIONS, type OperationName } from '../../../backend/src/writes/operations.ts';
import { write } from '../../../backend/src/writes/write.ts';

/** A call to an operation. */
export interface Call {
	body?: unknown;
	params?: Record<string, string>;
	keyId?: number;
	idempotencyKey?: string;
}

/** What an operation answered, problems too. */
export interface Answered {
	status: number;
	body: ReturnType<typeof JSON.parse>;
	replayed?: boolean;
	touched?: readonly string[] | undefined;
}

/** The operations of the server on a real storage, without the server. */
export interface Office {
	call(name: OperationName, call: Call): Promise<Answered>;
	links: LinkReader;
	changes: ChangeReader;
	keys: KeyReader;
	/** Every row of every table, as text. */
	everyRow(): Record<string, string>;
	/** The rows of links that are there, by id, without what every write changes; each is found by its tags, and by no others. */
	state(): Map<number, Record<string, unknown>>;
	/** Lets days go by since all changes so far. */
	age(days: number): void;
	/** Types of the events that wait in the outbox, oldest first. */
	events(): string[];
	close(): void;
}

/** Opens one in a folder of its own. */
export function openOffice(): Office {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-changes-'));
	prepareDataFolder(folder, 'process');
	const storage = sqliteStorage(folder, 'process');
	const [writer, links, changes, keys] = [storage.linkWriter(), storage.linkReader(), storage.changeReader(), storage.keyReader()];
	const database = new DatabaseSync(join(folder, 'links.db'), { readOnly: true });
	const dependencies = { writer, totals: async () => [], baseUrl: 'https://go.example', logHead: () => 0 };

	return {
		links, changes, keys,
		async call(name, { body, params = {}, keyId = 1, idempotencyKey }) {
			const keyed = { name, idempotencyKey, bodyText: JSON.stringify(body ?? null) };
			try {
				const { status, body: answer, replayed, touched } = await write(OPERATIONS[name], { keyId, params, body }, keyed, dependencies);
				// As it would arrive.
				return { status, body: answer === undefined ? undefined : JSON.parse(JSON.stringify(answer)), replayed, touched };
			} catch (error) {
				if (!(error instanceof ProblemError)) throw error;
				return { status: error.status, body: error.toProblem() };
			}
		},
		everyRow() {
			const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as Array<{ name: string }>;
			return Object.fromEntries(tables.map(({ name }) => [name, JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all())]));
		},
		state() {
			const rows = database.prepare('SELECT *, (SELECT json_group_array(tag) FROM link_tags WHERE link_id = id) AS found_by FROM links WHERE deleted_at IS NULL').all();
			return new Map(
				rows.map(({ version: _version, updated_at: _updatedAt, found_by: found, ...link }) => {
					const foundBy = JSON.parse(found as string) as string[];
					expect(foundBy.sort()).toEqual((JSON.parse(link['tags'] as string) as string[]).sort());
					return [link['id'] as number, link];
				}),
			);
		},
		age(days) {
			const writing = new DatabaseSync(join(folder, 'links.db'));
			writing.exec(`UPDATE changes SET at = at - ${String(days * 86_400_000)}`);
			writing.close();
		},
		events: () => (database.prepare('SELECT type FROM outbox ORDER BY id').all() as Array<{ type: string }>).map(({ type }) => type),
		close() {
			for (const open of [writer, links, changes, keys, database]) open.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
