import { restoreDataFolder } from '../storage/sqlite/restore.ts';
import { needsDataFolder, onlyFolder, tell, type Command } from './command.ts';

/** `linkmill restore DIR` */
export const restore: Command = {
	usage: ['restore DIR'],
	about: 'Makes the data folder, which must be empty or absent, from the backup in DIR.',
	async run(args, settings) {
		needsDataFolder(settings, 'Restore it with pg_restore, or as your provider does.');
		const { dataDir, durability } = settings;
		const folder = onlyFolder(args);
		const manifest = restoreDataFolder(folder, dataDir, durability);
		tell(`Restored ${folder}, made at ${manifest.made_at}, to ${dataDir}: ${String(manifest.files.length)} files, up to event ${String(manifest.log_at)}. All files are sound.`);
		tell('Webhooks deliver from where they were as soon as the server starts; what the original delivered after the backup is not known here.');
	},
};
