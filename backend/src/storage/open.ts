import { postgresStorage, preparePostgres } from './postgres/storage.ts';
import { prepareDataFolder, sqliteStorage } from './sqlite/storage.ts';
import type { StorageSettings } from './settings.ts';
import type { Storage } from './storage.ts';

/** The storage that the settings name. Call {@link prepareStorage} once before, in the process that uses it. */
export function openStorage(settings: StorageSettings): Storage {
	return settings.kind === 'postgres' ? postgresStorage(settings) : sqliteStorage(settings.dataDir, settings.durability);
}

/** Makes what is missing, and brings it to the newest schema. */
export async function prepareStorage(settings: StorageSettings): Promise<void> {
	if (settings.kind === 'postgres') await preparePostgres(settings);
	else prepareDataFolder(settings.dataDir, settings.durability);
}
