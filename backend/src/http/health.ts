import Type from 'typebox';
import type { App } from './app.ts';
import type { Metrics } from './metrics.ts';
import { oneOf } from './schema.ts';

const Alive = Type.Object({ status: Type.Literal('ok') });
/** How the recording of clicks stands; the state is that of the example. */
const readiness = (status: 'ready' | 'degraded', unrecorded: number) =>
	Type.Object(
		{
			status: oneOf(['ready', 'degraded'], '`degraded`, with the status 503: visitors are redirected, and their clicks are not written.'),
			unrecorded_clicks: Type.Integer({ minimum: 0, description: 'Clicks since the start that were answered and could not be written.' }),
			spooled_clicks: Type.Integer({ minimum: 0, description: 'Clicks that wait on this machine for a database that is away. They are answered, and counted once it is back.' }),
			reader_lag_events: Type.Integer({ minimum: 0, description: 'Events in the log that no report counts yet.' }),
		},
		{ description: 'How the recording of clicks stands.', examples: [{ status, unrecorded_clicks: unrecorded, spooled_clicks: 0, reader_lag_events: 0 }] },
	);
const Exposition = {
	description: 'The text format of Prometheus.',
	content: { 'text/plain': { schema: Type.String({ examples: ['# HELP linkmill_clicks_recorded_total Hits in the log\n# TYPE linkmill_clicks_recorded_total counter\nlinkmill_clicks_recorded_total 42137\n'] }) } },
};

/** For load balancers, orchestrators and Prometheus. */
export function healthRoutes(app: App, { health, registry }: Pick<Metrics, 'health' | 'registry'>): void {
	const tags = ['Operations'];
	app.get('/healthz', { schema: { tags, summary: 'Check that the process answers', response: { 200: Alive } } }, () => ({ status: 'ok' as const }));
	app.get('/readyz', { schema: { tags, summary: 'Check that clicks are being recorded', response: { 200: readiness('ready', 0), 503: readiness('degraded', 12) } } }, (_request, reply) => {
		const { recording, unrecorded, spooled, readerLag } = health();
		void reply.code(recording ? 200 : 503);
		return { status: recording ? ('ready' as const) : ('degraded' as const), unrecorded_clicks: unrecorded, spooled_clicks: spooled, reader_lag_events: readerLag };
	});
	app.get('/metrics', { config: { scope: 'read' }, schema: { tags, summary: 'Get the numbers for Prometheus', response: { 200: Exposition } } }, async (_request, reply) => {
		void reply.type(registry.contentType);
		return registry.metrics();
	});
}
