import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type Postgres } from '../../scripts/postgres/server.ts';
import { freePort } from '../../scripts/ports.ts';
import { startBackend, type Backend } from '../support/backend.ts';

/** Servers on one PostgreSQL, all of which can be ended and begun again. */
export interface Cluster {
	/** Those that run. */
	servers: Backend[];
	/** Ends one as a crash would, and starts it again on its folder. */
	crash(server: Backend): Promise<void>;
	/** Ends PostgreSQL as an administrator would, and starts it again after so many milliseconds. */
	restartDatabase(pause: number): Promise<void>;
	stop(): Promise<void>;
}

/** Starts PostgreSQL and `count` servers, each with a folder of its own. */
export async function startCluster(count: number, settings: Record<string, string> = {}): Promise<Cluster> {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-cluster-'));
	const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
	const startDatabase = () => startPostgres(join(folder, 'postgres'), port, password);
	let database: Postgres = await startDatabase();
	const url = `postgres://${database.user}:${password}@${database.host}:${String(port)}/${database.database}`;
	const start = (dataDir: string) => startBackend({ ...settings, DATABASE_URL: url, LINKMILL_DATA_DIR: dataDir });
	const folders = Array.from({ length: count }, (_, index) => join(folder, `server-${String(index + 1)}`));
	const servers: Backend[] = [];
	for (const dataDir of folders) servers.push(await start(dataDir));

	return {
		servers,
		async crash(server) {
			servers.splice(servers.indexOf(server), 1);
			await server.kill();
			servers.push(await supervised(() => start(server.dataDir)));
		},
		async restartDatabase(pause) {
			await database.stop();
			await new Promise((resolve) => setTimeout(resolve, pause));
			database = await startDatabase();
		},
		async stop() {
			await Promise.all(servers.map((server) => server.stop()));
			await database.stop();
			for (const own of [database.folder, folder]) rmSync(own, { recursive: true, force: true });
		},
	};
}

/** A server that starts while the database is away ends, and says so: a supervisor starts it again. */
async function supervised(start: () => Promise<Backend>, attempts = 30): Promise<Backend> {
	return start().catch(async (error: unknown) => {
		if (attempts === 1) throw error;
		await new Promise((resolve) => setTimeout(resolve, 1000));
		return supervised(start, attempts - 1);
	});
}
