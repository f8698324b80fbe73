import path from 'node:path';
import { freePort } from '../ports.ts';
import { startPostgres, type Postgres } from '../postgres/server.ts';
import { N8nClient } from './client.ts';
import { n8nProgram } from './install.ts';
import { installPack, startN8n, type N8nProcess } from './process.ts';
import { secretsIn, type Secrets } from './secrets.ts';
import type { N8nSettings } from './settings.ts';

export interface InstanceOptions {
	/** Everything of the instance is kept here: database, settings, logs. */
	folder: string;
	/** A free one unless given. */
	port?: number;
	/** A tarball of the pack. */
	pack: string;
	/** Folder in which workflows may read and write files. */
	files: string;
}

/** A real n8n with the pack in it and a database of its own, which can be stopped and started again. */
export class N8nInstance {
	readonly url: string;
	readonly client: N8nClient;
	readonly secrets: Secrets;
	/** Where the database is. */
	readonly database: string;
	readonly #settings: N8nSettings;
	#process: N8nProcess | undefined;

	private constructor(settings: N8nSettings, secrets: Secrets) {
		this.#settings = settings;
		this.secrets = secrets;
		this.database = settings.postgres.folder;
		this.url = `http://127.0.0.1:${settings.port}`;
		this.client = new N8nClient(this.url);
	}

	/** Prepares an instance and starts its database; {@link start} starts n8n. */
	static async open(options: InstanceOptions): Promise<N8nInstance> {
		const { folder } = options;
		const secrets = await secretsIn(folder);
		await installPack(options.pack, { folder });
		const settings = {
			folder,
			port: options.port ?? (await freePort()),
			brokerPort: await freePort(),
			encryptionKey: secrets.encryptionKey,
			files: options.files,
		};
		const postgres: Postgres = await startPostgres(path.join(folder, 'postgres'), await freePort(), secrets.databasePassword);
		return new N8nInstance({ ...settings, postgres }, secrets);
	}

	/** Starts n8n and signs in, as the owner who is made at the first start. */
	async start(): Promise<N8nProcess> {
		this.#process = await startN8n(await n8nProgram(), this.#settings);
		await this.client.signIn(this.secrets.owner);
		return this.#process;
	}

	/** Stops n8n and keeps its database, as a restart or an upgrade does. */
	async stop(): Promise<void> {
		await this.#process?.stop();
		this.#process = undefined;
	}

	/** Ends n8n as a crash does. */
	async kill(): Promise<void> {
		await this.#process?.kill();
		this.#process = undefined;
	}

	/** Stops n8n, then the database. */
	async close(): Promise<void> {
		try {
			await this.stop();
		} finally {
			await this.#settings.postgres.stop();
		}
	}
}
