import type { ServerResponse } from 'node:http';
import Type from 'typebox';
import type { ClickList } from '../../../contract/event.ts';
import type { ClickQueries } from '../clicks/list.ts';
import { send, type App } from '../http/app.ts';
import type { Authentication } from '../http/authentication.ts';
import { ProblemError } from '../http/problem.ts';
import { closed } from '../http/schema.ts';
import { filterParameters, readFilter } from '../links/query.ts';
import { streamClicks, type NewClicks } from './live.ts';

/** Streams at the same time; each looks at the clicks once a second at most. */
const STREAMS = 100;

/** Clicks that are sent at once. */
const NEWEST = 25;

const LiveQuery = Type.Object({ ...filterParameters, link: Type.Optional(Type.String({ maxLength: 300, description: '`lnk_…`, `slug:…` or `external:…`.' })) }, closed);

/**
 * `GET /_/live`: clicks as they come, of a link or of all that fulfil the conditions of a list, as server-sent events.
 *
 * @returns what ends all streams, for the stop of the server
 */
export function liveRoutes(app: App, { queries, authentication, news }: { queries: ClickQueries; authentication: Authentication; news: NewClicks }): () => void {
	const streams = new Set<ServerResponse>();
	app.get('/_/live', { config: { scope: 'read' }, schema: { hide: true, querystring: LiveQuery } }, async (request, reply) => {
		if (streams.size >= STREAMS) throw new ProblemError('unavailable', 'Too many pages follow the clicks at the moment. Try again in a minute.', { retryAfterSeconds: 60 });
		const { link, ...conditions } = request.query;
		const wanted = { criteria: readFilter(conditions), link, kinds: undefined, since: undefined, until: undefined, descending: true, limit: NEWEST, cursor: undefined };
		const ask = (after: string | undefined) => queries.clicks({ ...wanted, after });
		const head = news.head();
		const first = await ask(lastEventId(request.headers['last-event-id']));
		if (first.status !== 200) return send(reply, first);

		const response = reply.hijack().raw;
		streams.add(response);
		response.on('close', () => streams.delete(response));
		// Closed with the stream: an idle connection would keep a stopping server waiting.
		response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'close', 'x-accel-buffering': 'no' });
		const list = async (after: string | undefined) => clicksIn(await ask(after));
		const allowed = () => authentication.authenticate(request, 'read', Date.now()).then(() => true, () => false);
		streamClicks(response, clicksIn(first), head, { news, list, allowed }).catch((error: unknown) => {
			request.log.error(error, 'Clicks could not be followed');
			response.end();
		});
		return reply;
	});
	return () => { for (const response of streams) response.end(); };
}

/** What a browser says that it has seen; nothing where it is no id of ours. */
function lastEventId(header: string | string[] | undefined): string | undefined {
	return typeof header === 'string' && /^evt_\d+_\d+$/.test(header) ? header : undefined;
}

function clicksIn({ status, body, failure }: Awaited<ReturnType<ClickQueries['clicks']>>): ClickList['clicks'] {
	if (status !== 200 || !body) throw new Error(failure ?? `The clicks were answered with status ${String(status)}`);
	return (JSON.parse(Buffer.from(body).toString('utf8')) as ClickList).clicks;
}
