import { existsSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../run.ts';
import { account, ownFolder } from './account.ts';
import { binaries } from './binaries.ts';

/** How to reach a running server. The database is `postgres`. */
export interface Postgres {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
	/** Where its files are. */
	folder: string;
	/** Ends it as an administrator would: open sessions are closed, everything is written. */
	stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on 127.0.0.1 with its files in `folder`, made where there are none. A server
 * that was left there by a process that died is stopped first. Its log is `server.log` in there.
 * The password is the one of the first start.
 *
 * @param settings of the server, such as `fsync=off`
 */
export async function startPostgres(folder: string, port: number, password: string, settings: readonly string[] = []): Promise<Postgres> {
	const bin = await binaries();
	const data = await ownFolder(folder, password);
	// Daemons keep what they inherit: with our pipes, whoever reads our output would wait for PostgreSQL to end.
	const postgres = (program: string, args: string[]) =>
		run(path.join(bin, program), args, { ...account, cwd: data, stdio: 'ignore' });
	if (!existsSync(path.join(data, 'PG_VERSION'))) await initialise(data, password, postgres);
	const stop = () => postgres('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30']);
	if (existsSync(path.join(data, 'postmaster.pid'))) await stop().catch(() => undefined);
	try {
		// pg_ctl starts it in a session of its own, so that Ctrl-C reaches it only through us, after n8n.
		await postgres('pg_ctl', ['start', '-D', data, '-w', '-t', '60', '-l', path.join(data, 'server.log'), '-o', [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')]);
	} catch (cause) {
		throw new Error(`PostgreSQL did not start; see ${path.join(data, 'server.log')}`, { cause });
	}
	return { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', folder: data, stop };
}

type Program = (program: string, args: string[]) => Promise<void>;

async function initialise(data: string, password: string, postgres: Program): Promise<void> {
	const passwordFile = `${data}.password`; // not inside: initdb wants an empty folder
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (account) await chown(passwordFile, account.uid, account.gid);
	try {
		await postgres('initdb', [
			...['--pgdata', data, '--username', 'postgres', '--auth', 'scram-sha-256', '--pwfile', passwordFile],
			...['--encoding', 'UTF8', '--locale', 'C', '--no-instructions'],
			...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		]);
	} finally {
		await rm(passwordFile);
	}
}
