import { pino, type Logger } from 'pino';
import type { RebuildControl } from './analytics/rebuild.ts';
import { analyticsRoutes } from './analytics/routes.ts';
import { changeRoutes } from './changes/routes.ts';
import { chartRoutes } from './charts/routes.ts';
import { addressReader } from './clicks/address.ts';
import { GroupCommit } from './clicks/group-commit.ts';
import { clickRoutes } from './clicks/routes.ts';
import { openPlaces } from './clicks/place.ts';
import { Visitors } from './clicks/visitor.ts';
import { isLoopback, storageSettings, type Settings } from './config.ts';
import { conversionRoutes } from './conversions/routes.ts';
import { liveRoutes } from './dashboard/live-routes.ts';
import { pageRoutes } from './dashboard/page-routes.ts';
import { sessionRoutes } from './dashboard/session-routes.ts';
import { Sessions, type Session } from './dashboard/sessions.ts';
import { createApp } from './http/app.ts';
import { Authentication } from './http/authentication.ts';
import { healthRoutes } from './http/health.ts';
import { createMetrics } from './http/metrics.ts';
import { openApi } from './http/openapi.ts';
import { RateLimiter } from './http/rate-limit.ts';
import { writer } from './http/write-route.ts';
import { keyRoutes } from './keys/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { ExpiryClock } from './links/expiry-clock.ts';
import { labelRoutes } from './links/label-routes.ts';
import { linkRoutes } from './links/routes.ts';
import { answerWith, listen, listeningUrl } from './listen.ts';
import { qrRoutes } from './qr/routes.ts';
import { TargetCache } from './redirects/cache.ts';
import { Limits } from './redirects/limits.ts';
import { redirects } from './redirects/redirect.ts';
import { secretsOf } from './secrets.ts';
import { serverRoutes } from './server/routes.ts';
import type { ClickLog, Signals, Storage } from './storage/storage.ts';
import { Board } from './threads/board.ts';
import { post } from './threads/heads.ts';
import { startThreads, type DeliveriesWrite } from './threads/start.ts';
import { VERSION } from './version.ts';
import { AddressGuard } from './webhooks/address-guard.ts';
import { poster } from './webhooks/post.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Milliseconds between two looks for events that nobody has copied into the log: another process wrote them and died, or the log could not be written. */
const OUTBOX_LOOK_MS = 2000;

/** A running server. */
export interface RunningServer {
	/** Where it listens. */
	url: string;
	/** Where its short links point to. */
	baseUrl: string;
	/** Answers what is pending, lets the deliveries finish, and closes the databases. */
	stop(): Promise<void>;
}

/** Starts the server: the one place where its parts meet. `died` is told when it cannot go on. */
export async function serve(settings: Settings, storage: Storage, died: (reason: Error) => void): Promise<RunningServer> {
	const logger = pino({ level: settings.logLevel });
	const server = await listen(settings.host, settings.port);
	const url = listeningUrl(server);
	const baseUrl = settings.baseUrl ?? url;
	const board = new Board();

	const signals = storage.signals();
	const { log, clicks, metrics } = await recording(storage, board, signals, logger);
	const [links, keys] = [storage.linkReader(), storage.keyReader()];
	const visitorsLinks = storage.visitorsLinks();
	const cache = new TargetCache(visitorsLinks, settings.awaySeconds * 1000);
	const { sessionKey, salt } = await secretsOf(storage, settings, (error) => { logger.error(error, 'The salt of visitors could not be looked up'); });
	const endedSessions = storage.sessionReader();
	const sessions = new Sessions(sessionKey, endedSessions, { secure: baseUrl.startsWith('https:') });
	const authentication = new Authentication(keys, sessions);
	const sources = { addressOf: addressReader(settings.trustedProxies), visitors: new Visitors(salt), places: await openPlaces(settings.geoDatabase) };

	const webhookPolicy = { allow: settings.webhookAllow, privateNetworks: settings.webhookAllowPrivateNetworks, loopback: isLoopback(settings.host) };
	const threads = startThreads({ storage: storageSettings(settings), baseUrl, visitorSaltDays: settings.visitorSaltDays, eventRetentionDays: settings.eventRetentionDays, board: board.memory, webhookPolicy }, board, {
		checkpointed: () => { letGo(log, logger); },
		delivery: (message) => { void writeForDeliveries(message); },
		problem: (message) => { logger.error(message); },
		died: (thread, error) => { died(new Error(`The ${thread} thread ended: ${String(error)}`, { cause: error })); },
	});
	const write = writer(async (job) => {
		const answer = await threads.write({ ...job, outboxCopied: log.outboxCopied() });
		cache.drop(answer.touched);
		// After the answer: five hundred rows at a time, they would keep it waiting.
		setImmediate(() => void clicks.copyOutbox());
		return answer;
	});
	/** A write that the server itself asks for. */
	const writeOwn = async (name: 'noteWebhook' | 'recordMilestones' | 'expireLinks' | 'recordPixel', value?: unknown) => {
		const { failure } = await threads.write({ name, keyId: 0, params: {}, body: { value }, idempotencyKey: undefined, outboxCopied: log.outboxCopied() });
		if (failure !== undefined) logger.error(failure);
		void clicks.copyOutbox();
		return failure;
	};
	/** What the deliveries ask for; they wait to hear of it. */
	const writeForDeliveries = async (message: DeliveriesWrite) => {
		const failure = await writeOwn(message.name, message.body).catch((error: unknown) => {
			logger.error(error, 'What the deliveries found could not be written');
			return String(error);
		});
		threads.tellDeliveries(message.name === 'recordMilestones' ? { type: 'written', ticket: message.ticket, failure } : { type: 'subscriptions' });
	};
	const expiries = new ExpiryClock({ links, expire: () => writeOwn('expireLinks'), onError: (error) => { logger.error(error, 'Expired links could not be told of'); } });
	void clicks.copyOutbox();
	const outboxWatch = setInterval(() => void clicks.copyOutbox(), OUTBOX_LOOK_MS).unref();

	const buckets = storage.buckets();
	const limits = new Limits({ log, clicks, countedUpTo: threads.queries.countedUpTo });
	const handleRedirect = redirects({ cache, clicks, limits, sources, onError: (error) => { logger.error(error, 'A link could not be looked up'); } });
	const app = createApp({ server, logger, authentication, limiter: settings.rateLimit && new RateLimiter(settings.rateLimit, buckets ?? undefined) });
	app.addHook('onResponse', async (request, reply) => { metrics.request(request.routeOptions.url ?? 'none', request.method, reply.statusCode); });
	await openApi(app, { version: VERSION, baseUrl });
	await linkRoutes(app, { write, queries: threads.queries });
	await changeRoutes(app, { write, queries: threads.queries });
	labelRoutes(app, { queries: threads.queries });
	await importRoutes(app, { write });
	const pixel = settings.conversionPixel ? { addressOf: sources.addressOf, record: async (conversion: unknown) => { await writeOwn('recordPixel', conversion); } } : null;
	await conversionRoutes(app, { write, queries: threads.queries, pixel });
	exportRoutes(app, { queries: threads.queries });
	clickRoutes(app, { queries: threads.queries });
	analyticsRoutes(app, { queries: threads.queries, rebuild: rebuildControl(board, signals) });
	chartRoutes(app, { queries: threads.queries, drawChart: threads.drawChart });
	qrRoutes(app, { queries: threads.queries });
	await keyRoutes(app, { write, keys, baseUrl, version: VERSION, keysChanged: () => { authentication.forget(); } });
	const guard = new AddressGuard(webhookPolicy);
	const subscriptions = { webhooks: storage.webhookReader(), deliveries: storage.deliveryReader(), events: storage.eventReader(), answers: storage.answerReader() };
	const webhooksChanged = (resumed?: number) => {
		threads.tellDeliveries({ type: 'subscriptions', resumed });
		if (resumed !== undefined) signals.resume(resumed);
	};
	const pinger = poster(guard);
	await webhookRoutes(app, { ...subscriptions, logHead: () => board.get('logHead'), write, guard, poster: pinger, webhooksChanged });
	healthRoutes(app, metrics);
	const usage = storage.usageReader();
	serverRoutes(app, { settings, baseUrl, version: VERSION, kind: storageSettings(settings).kind, usage, health: metrics.health, indexLag: () => indexLag(board) });
	signals.listen({
		links: (slugs) => { cache.drop(slugs); },
		keys: () => { authentication.forget(); },
		webhooks: (resumed) => { threads.tellDeliveries({ type: 'subscriptions', resumed }); },
		heads: (heads) => { post(board, heads); },
		hearing: (hears) => {
			cache.hearing(hears);
			authentication.forget();
		},
	});
	pageRoutes(app);
	const endSession = (session: Session) => threads.write({ name: 'endSession', keyId: 0, params: {}, body: { value: session }, idempotencyKey: undefined, outboxCopied: log.outboxCopied() });
	sessionRoutes(app, { sessions, end: endSession, authentication, addressOf: sources.addressOf, baseUrl, version: VERSION });
	const news = { head: () => board.get('enrichedHead'), beyond: (head: number, timeout: number) => board.reached('enrichedHead', head + 1, timeout) };
	const endLive = liveRoutes(app, { queries: threads.queries, authentication, news });
	await app.ready();
	answerWith(server, (request, response) => { handleRedirect(request, response, () => { app.routing(request, response); }); });

	return {
		url,
		baseUrl,
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			endLive();
			server.closeIdleConnections();
			expiries.stop();
			clearInterval(outboxWatch);
			await clicks.drain();
			await clicks.copyOutbox();
			const patience = setTimeout(() => { server.closeAllConnections(); }, 5000);
			await closed;
			clearTimeout(patience);
			await app.close();
			await threads.stop();
			for (const open of [sources.visitors, log, links, visitorsLinks, keys, endedSessions, pinger, signals, usage, ...(buckets ? [buckets] : []), ...Object.values(subscriptions)]) open.close();
		},
	};
}

/** Rebuilds of the rollups, which the reader makes when the board says that one is asked for. */
function rebuildControl(board: Board, signals: Signals): RebuildControl {
	const running = () => board.get('rebuildAsked') > board.get('rebuildDone');
	return {
		ask() {
			if (running()) return;
			const heads = { rebuildAsked: Date.now() };
			post(board, heads);
			signals.tell(heads);
		},
		progress: () => ({ status: running() ? 'running' : 'idle', counted: board.get('rebuiltHead'), events: board.get('logHead'), finished: board.get('rebuilds') }),
	};
}

/** Changes of links that no search knows of yet. */
function indexLag(board: Board): number {
	return board.get('outboxHead') - Math.max(0, board.get('indexedHead'));
}

/** The log, its group commits, and the numbers that both make. */
async function recording(storage: Storage, board: Board, signals: Signals, logger: Logger) {
	const log = storage.clickLog();
	board.set('logHead', await log.catchUp());
	const metrics = createMetrics({ readerLag: () => Math.max(0, board.get('logHead') - board.get('countedHead')), indexLag: () => indexLag(board), walBytes: () => log.walBytes(), spooled: () => log.spooled() });
	const clicks = new GroupCommit(log, {
		committed(hits, milliseconds) {
			board.raise('logHead', log.head());
			signals.tell({ log: log.head() });
			metrics.commits.committed(hits, milliseconds);
		},
		failed(hits, error) {
			metrics.commits.failed(hits, error);
			logger.error(error, hits > 0 ? `${String(hits)} clicks could not be recorded; their visitors were redirected` : 'Events wait in the outbox, visitors of links with max_clicks are asked to come back');
		},
		unanswered(error) {
			logger.error(error, 'A visitor could not be answered');
		},
	});
	return { log, clicks, metrics };
}

/** Lets go of the log's write-ahead file. Where the disk is full it goes on growing, until the next checkpoint. */
function letGo(log: ClickLog, logger: Logger): void {
	try {
		log.restartWal();
	} catch (error) {
		logger.error(error, 'The write-ahead file of the log goes on growing');
	}
}
