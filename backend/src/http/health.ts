import type { App } from './app.ts';
import type { Metrics } from './metrics.ts';

/** For load balancers, orchestrators and Prometheus. */
export function healthRoutes(app: App, { health, registry }: Pick<Metrics, 'health' | 'registry'>): void {
	const schema = (summary: string) => ({ tags: ['Operations'], summary });
	app.get('/healthz', { schema: schema('The process answers') }, () => ({ status: 'ok' }));
	app.get('/readyz', { schema: schema('Clicks are being recorded') }, (_request, reply) => {
		const { recording, unrecorded, readerLag } = health();
		void reply.code(recording ? 200 : 503);
		return { status: recording ? 'ready' : 'degraded', unrecorded_clicks: unrecorded, reader_lag_events: readerLag };
	});
	app.get('/metrics', { config: { scope: 'read' }, schema: schema('Numbers for Prometheus') }, async (_request, reply) => {
		void reply.type(registry.contentType);
		return registry.metrics();
	});
}
