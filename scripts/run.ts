import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './repository.ts';

/** Runs a program to its end, in the repository unless told otherwise; rejects unless it exits with 0. */
export async function run(program: string, args: string[], options: SpawnOptions = {}): Promise<void> {
	const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
	const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
	if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${signal ?? `exit code ${String(code)}`}`);
}

/** Runs a JavaScript file with the Node.js that runs us. */
export const node = (file: string, args: string[], options?: SpawnOptions) =>
	run(process.execPath, [file, ...args], options);

/** Runs npm: the one that started us, so that it needs no shell and works on Windows too. */
export function npm(args: string[], options?: SpawnOptions): Promise<void> {
	const cli = process.env['npm_execpath'];
	return cli ? node(cli, args, options) : run('npm', args, options);
}
