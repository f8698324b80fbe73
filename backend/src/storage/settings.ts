import type { Durability } from './storage.ts';

/** A PostgreSQL database. `dataDir` is the process's own folder, in which it keeps clicks while the database is away, up to `spoolBytes`. */
export interface PostgresSettings {
	kind: 'postgres';
	url: string;
	dataDir: string;
	spoolBytes: number;
}

/** Which storage, and where: what a thread is given, so plain data. */
export type StorageSettings =
	| { kind: 'sqlite'; dataDir: string; durability: Durability }
	| PostgresSettings;
