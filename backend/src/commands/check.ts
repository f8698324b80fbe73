import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inspectDataFolder } from '../storage/sqlite/inspect.ts';
import { tell, UsageError, type Command } from './command.ts';

/** `linkmill check` */
export const check: Command = {
	usage: ['check'],
	about: 'Checks settings and data folder and changes nothing. The server may run meanwhile.',
	async run(args, settings) {
		if (args.length > 0) throw new UsageError('check takes no arguments.');
		// Settings that cannot be read have ended the process before.
		tell(`The settings are good: ${settings.host}:${String(settings.port)}, data in ${resolve(settings.dataDir)}, durability ${settings.durability}.`);
		const exists = existsSync(settings.dataDir);
		const writable = exists ? settings.dataDir : nearestFolder(resolve(settings.dataDir));
		try {
			accessSync(writable, constants.W_OK);
		} catch (error) {
			throw new Error(`${writable} cannot be written to by this user.`, { cause: error });
		}
		tell(exists ? inspected(settings.dataDir) : 'The data folder does not exist yet; the first start makes it.');
	},
};

function inspected(folder: string): string {
	const { files, problems } = inspectDataFolder(folder);
	if (problems.length > 0) throw new Error(problems.join('\n'));
	return files === 0 ? 'The data folder holds no data yet.' : `The data folder is sound: ${String(files)} databases.`;
}

function nearestFolder(path: string): string {
	return existsSync(path) ? path : nearestFolder(dirname(path));
}
