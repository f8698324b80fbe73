import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that runs as a process of its own. */
export interface Child {
	pid: number;
	/** Resolves when the process has ended, for whatever reason. */
	ended: Promise<void>;
	/** Asks it to end and waits; ends it by force after 20 s. */
	stop(): Promise<void>;
	/** Ends it at once, as a crash or a power cut would. */
	kill(): Promise<void>;
}

export interface ChildOptions {
	/** For messages: "n8n", "the backend". */
	name: string;
	/** A JavaScript or TypeScript file and its arguments, for the Node.js that runs us. */
	argv: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Gets what it prints. */
	log: string;
	/** Whether it serves; asked every 100 ms. */
	isReady: () => Promise<boolean>;
	/** Milliseconds until we give up. */
	timeout: number;
}

/** Starts a server and waits until it serves; rejects with the end of its log when it does not. */
export async function startChild(options: ChildOptions): Promise<Child> {
	await mkdir(path.dirname(options.log), { recursive: true });
	const log = openSync(options.log, 'a');
	// Its own process group: Ctrl-C in the terminal reaches it only through us, in the right order.
	const child = spawn(process.execPath, options.argv, {
		cwd: options.cwd,
		env: options.env,
		stdio: ['ignore', log, log],
		detached: true,
	});
	closeSync(log);
	const { pid } = child;
	if (pid === undefined) throw new Error(`${options.name} could not be started`);
	const isRunning = () => child.exitCode === null && child.signalCode === null;
	const ended = once(child, 'exit').then(() => undefined);
	const stop = async () => {
		if (isRunning()) child.kill('SIGTERM');
		await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
		await kill();
	};
	const kill = async () => {
		if (isRunning()) child.kill('SIGKILL');
		await ended;
	};
	const deadline = Date.now() + options.timeout;
	while (!(await options.isReady().catch(() => false))) {
		if (isRunning() && Date.now() < deadline) {
			await sleep(100);
			continue;
		}
		const why = isRunning() ? `did not answer within ${options.timeout / 1000} s` : 'ended while starting';
		await kill();
		const tail = (await readFile(options.log, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');
		throw new Error(`${options.name} ${why}. The end of ${options.log}:\n${tail}`);
	}
	return { pid, ended, stop, kill };
}

/** Whether a URL answers with a 2xx status. */
export const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
