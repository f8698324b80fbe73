import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a command said, and how it ended. */
export interface Ran {
	status: number | null;
	stdout: string;
	stderr: string;
}

/** Runs `linkmill …` in a process of its own, with these settings alone. */
export function linkmill(args: string[], settings: Record<string, string>): Promise<Ran> {
	const child = spawn(process.execPath, [join(process.cwd(), 'backend/src/main.ts'), ...args], { env: { PATH: process.env['PATH'], ...settings } });
	const ran: Ran = { status: null, stdout: '', stderr: '' };
	child.stdout.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString()));
	return new Promise((resolve) => child.once('close', (status) => resolve({ ...ran, status })));
}
