#!/usr/bin/env node
import './young-generation.ts';
import closeWithGrace from 'close-with-grace';
import { runCommand } from './commands/run.ts';
import { BadSettings, readSettings, storageSettings, type Settings } from './config.ts';
import { adminKeyPath, ensureAdminKey } from './keys/admin-key.ts';
import { serve } from './serve/serve.ts';
import { lockFolder } from './storage/sqlite/folder-lock.ts';
import { settleDataFolder } from './storage/sqlite/storage.ts';
import { openStorage, prepareStorage } from './storage/open.ts';

/** Milliseconds that a stop may take: deliveries have ten seconds. */
const STOP_WITHIN_MS = 15_000;

/** Starts the server and keeps it running until the process is told to end. */
async function start(settings: Settings): Promise<void> {
	const { dataDir } = settings;
	const lock = lockFolder(dataDir);
	const kept = storageSettings(settings);
	await prepareStorage(kept);
	const storage = openStorage(kept);
	const writer = storage.linkWriter();
	const written = await writer.transaction(({ keys }) => ensureAdminKey(keys, dataDir, settings.apiKey));
	writer.close();

	const server = await serve(settings, storage, fail);
	closeWithGrace({ delay: STOP_WITHIN_MS }, async ({ err }) => {
		if (err) process.stderr.write(`${err.stack ?? err.message}\n`);
		await server.stop();
		if (kept.kind === 'sqlite') settleDataFolder(dataDir, kept.durability);
		lock.release();
	});
	const key = settings.apiKey === undefined ? `, API key in ${adminKeyPath(dataDir)}${written === undefined ? '' : ' (made just now)'}` : '';
	process.stdout.write(`linkmill listens on ${server.url}, short links begin with ${server.baseUrl}/${key}\n`);
}

/** Ends the process with a sentence. */
function fail(error: unknown): never {
	process.stderr.write(`linkmill: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

try {
	const [settings, args] = [readSettings(), process.argv.slice(2)];
	if (args.length > 0) process.exitCode = await runCommand(args, settings);
	else await start(settings);
} catch (error) {
	if (error instanceof BadSettings) fail(`cannot start, because of the settings:\n${error.message}`);
	fail(error);
}
