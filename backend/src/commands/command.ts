import type { Settings } from '../config.ts';

/** A command of the CLI: one file each. */
export interface Command {
	/** How it is called, without `linkmill`; a line each. */
	usage: string[];
	/** What it does, in a sentence. */
	about: string;
	/** @throws UsageError where the arguments are wrong, any other error where it cannot do it */
	run(args: string[], settings: Settings): Promise<void>;
}

/** The arguments are wrong: the usage follows the sentence. */
export class UsageError extends Error {}

/** The one folder that a command works on. */
export function onlyFolder(args: string[]): string {
	const [folder, ...more] = args;
	if (folder === undefined || folder === '' || more.length > 0) throw new UsageError('Name one folder.');
	if (folder.startsWith('-')) throw new UsageError(`There is no option ${folder}.`);
	return folder;
}

/** @throws where the data is not in a data folder */
export function needsDataFolder({ databaseUrl }: Settings, instead: string): void {
	if (databaseUrl !== undefined) throw new Error(`The data is in PostgreSQL, as DATABASE_URL says. ${instead}`);
}

/** Prints what a caller may want to use: standard output holds nothing else. */
export function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

/** Prints what a person wants to know. */
export function tell(text: string): void {
	process.stderr.write(`${text}\n`);
}
