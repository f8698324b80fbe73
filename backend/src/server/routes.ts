import type { StorageKind } from '../../../contract/server.ts';
import type { Settings } from '../config.ts';
import type { App } from '../http/app.ts';
import type { Metrics } from '../http/metrics.ts';
import type { UsageReader } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { ServerSchema } from './schema.ts';
import { presentSettings } from './settings.ts';

/** What the route looks at. */
export interface ServerSources {
	settings: Settings;
	baseUrl: string;
	version: string;
	kind: StorageKind;
	usage: UsageReader;
	health: Metrics['health'];
	/** Changes of links that no search knows of yet. */
	indexLag(): number;
}

/** How the server is set up, and how it does, for administrators. */
export function serverRoutes(app: App, { settings, baseUrl, version, kind, usage, health, indexLag }: ServerSources): void {
	const startedAt = formatTime(Date.now());
	app.get('/v1/server', { config: { scope: 'admin' }, schema: { tags: ['Operations'], summary: 'Get the state of the server', description: 'How it is set up, without secrets, and how it does.', response: { 200: ServerSchema } } }, async () => {
		const { bytes, free } = await usage.usage();
		const { recording, unrecorded, readerLag } = health();
		return {
			version,
			base_url: baseUrl,
			server_time: formatTime(Date.now()),
			started_at: startedAt,
			recording,
			unrecorded_clicks: unrecorded,
			reader_lag_events: readerLag,
			index_lag_changes: Math.max(0, indexLag()),
			storage: { kind, bytes, bytes_free: free },
			settings: presentSettings(settings),
		};
	});
}
