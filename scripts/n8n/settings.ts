import type { Postgres } from '../postgres/server.ts';

/** What an instance is told by environment variables. */
export interface N8nSettings {
	/** `N8N_USER_FOLDER`; the pack, logs and binary data are in its `.n8n`. */
	folder: string;
	port: number;
	/** For n8n's task runners; theirs alone. */
	brokerPort: number;
	postgres: Postgres;
	/** Encrypts credentials in the database; the same at every start. */
	encryptionKey: string;
	/** Folder from which workflows may read files. */
	files: string;
}

/** The environment of a quiet n8n: on loopback, asking nobody's servers, no tours and banners. */
export function environment(settings: N8nSettings): Record<string, string> {
	const { postgres, port } = settings;
	return {
		N8N_USER_FOLDER: settings.folder,
		N8N_ENCRYPTION_KEY: settings.encryptionKey,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: settings.files,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ONBOARDING_FLOW_DISABLED: 'true',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
	};
}
