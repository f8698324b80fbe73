import type { Settings } from '../config.ts';
import { VERSION } from '../version.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { print, tell, UsageError, type Command } from './command.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { keys } from './keys.ts';
import { migrate } from './migrate.ts';
import { rebuildAnalytics } from './rebuild-analytics.ts';
import { restore } from './restore.ts';

/** Every command. A new one needs a file and a line here. */
const COMMANDS: Record<string, Command> = { keys, import: importCommand, export: exportCommand, backup, restore, 'rebuild-analytics': rebuildAnalytics, migrate, check };

const HELP = [
	'linkmill                start the server; settings come from the environment',
	...Object.values(COMMANDS).flatMap(({ usage, about }) => [...usage.map((line) => `linkmill ${line}`), `    ${about}`]),
	'linkmill --version',
].join('\n');

/**
 * Runs a command other than serving.
 *
 * @returns the exit status: 0, 1 where it could not be done, 2 where it was called wrongly
 */
export async function runCommand(args: string[], settings: Settings): Promise<number> {
	const [name = '', ...rest] = args;
	if (['help', '--help', '-h'].includes(name)) return printed(HELP);
	if (['version', '--version', '-v'].includes(name)) return printed(VERSION);
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command) {
		tell(`linkmill: There is no command ${name}.\n\n${HELP}`);
		return 2;
	}
	const usage = command.usage.map((line) => `linkmill ${line}`).join('\n');
	if (rest.includes('--help') || rest.includes('-h')) return printed(`${usage}\n    ${command.about}`);
	try {
		await command.run(rest, settings);
		return 0;
	} catch (error) {
		tell(`linkmill ${name}: ${error instanceof Error ? error.message : String(error)}`);
		if (!(error instanceof UsageError)) return 1;
		tell(`\n${usage}`);
		return 2;
	}
}

function printed(text: string): number {
	print(text);
	return 0;
}
