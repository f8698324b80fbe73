import type { Durability } from './storage.ts';

/** Which storage, and where: what a thread is given, so plain data. */
export type StorageSettings =
	| { kind: 'sqlite'; dataDir: string; durability: Durability }
	/** `dataDir` is the process's own folder, for what it must keep while the database is away. */
	| { kind: 'postgres'; url: string; dataDir: string };
