import { backupDataFolder, bytesOf } from '../storage/sqlite/backup.ts';
import { needsDataFolder, onlyFolder, tell, type Command } from './command.ts';

/** `linkmill backup DIR` */
export const backup: Command = {
	usage: ['backup DIR'],
	about: 'Copies the data folder to DIR, which must be empty or absent. The server may run meanwhile.',
	async run(args, settings) {
		needsDataFolder(settings, 'Back it up with pg_dump, or as your provider does.');
		const { dataDir } = settings;
		const folder = onlyFolder(args);
		const manifest = await backupDataFolder(dataDir, folder);
		const megabytes = (bytesOf(folder, manifest) / 1_000_000).toFixed(1);
		tell(`Backed up ${dataDir} to ${folder}: ${String(manifest.files.length)} files, ${megabytes} MB, up to event ${String(manifest.log_at)}.`);
		tell('It holds API keys as hashes, but webhook secrets and the salt of visitors as they are: keep it as safe as the data folder.');
	},
};
