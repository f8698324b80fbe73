import { spawn } from 'node:child_process';
import { LINKMILL } from '../../support/backend.ts';
import { databaseFor, ON_POSTGRES } from '../../support/postgres.ts';

/** What a command said, and how it ended. */
export interface Ran {
	status: number | null;
	stdout: string;
	stderr: string;
}

/** Runs `linkmill …` in a process of its own, with these settings alone; in the jest project "postgres" on the database that belongs to the data folder. */
export async function linkmill(args: string[], settings: Record<string, string>, cwd = process.cwd()): Promise<Ran> {
	const { LINKMILL_DATA_DIR: folder, DATABASE_URL: given } = settings;
	const database = ON_POSTGRES && folder !== undefined && given === undefined ? { DATABASE_URL: await databaseFor(folder) } : {};
	const child = spawn(process.execPath, [LINKMILL, ...args], { env: { PATH: process.env['PATH'], ...database, ...settings }, cwd });
	const ran: Ran = { status: null, stdout: '', stderr: '' };
	child.stdout.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString()));
	return new Promise((resolve) => child.once('close', (status) => resolve({ ...ran, status })));
}
