import { pino } from 'pino';
import { addressReader } from '../clicks/address.ts';
import { openPlaces } from '../clicks/place.ts';
import { Visitors } from '../clicks/visitor.ts';
import { isLoopback, storageSettings, type Settings } from '../config.ts';
import { Sessions } from '../dashboard/sessions.ts';
import { createApp } from '../http/app.ts';
import { Authentication } from '../http/authentication.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import { ExpiryClock } from '../links/expiry-clock.ts';
import { answerWith, listen, listeningUrl } from '../listen.ts';
import { TargetCache } from '../redirects/cache.ts';
import { Limits } from '../redirects/limits.ts';
import { redirects } from '../redirects/redirect.ts';
import { secretsOf } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';
import { Board } from '../threads/board.ts';
import { post } from '../threads/heads.ts';
import { startThreads } from '../threads/start.ts';
import { letGo, openRecording } from './recording.ts';
import { registerRoutes } from './application.ts';
import { serverWrites } from './writes.ts';

/** Milliseconds between two looks for events that nobody has copied into the log: another process wrote them and died, or the log could not be written. */
const OUTBOX_LOOK_MS = 2000;

/** Milliseconds that requests may take that were under way when the server was told to stop. */
const REQUESTS_END_MS = 5000;

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
	const reporting = (what: string) => (error: unknown) => { logger.error(error, what); };
	const server = await listen(settings.host, settings.port);
	const url = listeningUrl(server);
	const baseUrl = settings.baseUrl ?? url;

	const toClose: Array<{ close(): void }> = [];
	const opened = <T extends { close(): void }>(part: T): T => {
		toClose.push(part);
		return part;
	};

	const board = new Board();
	const signals = opened(storage.signals());
	const recording = await openRecording(storage, board, signals, logger);
	const { log, clicks, metrics } = recording;
	opened(log);
	const cache = new TargetCache(opened(storage.visitorsLinks()), settings.awaySeconds * 1000);
	const { sessionKey, salt } = await secretsOf(storage, settings, reporting('The salt of visitors could not be looked up'));
	const sessions = new Sessions(sessionKey, opened(storage.sessionReader()), { secure: baseUrl.startsWith('https:') });
	const authentication = new Authentication(opened(storage.keyReader()), sessions);
	const sources = { addressOf: addressReader(settings.trustedProxies), visitors: opened(new Visitors(salt)), places: await openPlaces(settings.geoDatabase) };

	const webhookPolicy = { allow: settings.webhookAllow, privateNetworks: settings.webhookAllowPrivateNetworks, loopback: isLoopback(settings.host) };
	const threads = startThreads({ storage: storageSettings(settings), baseUrl, visitorSaltDays: settings.visitorSaltDays, eventRetentionDays: settings.eventRetentionDays, board: board.memory, webhookPolicy }, board, {
		checkpointed: () => { letGo(log, logger); },
		delivery: (message) => { void writes.forDeliveries(message); },
		problem: (message) => { logger.error(message); },
		died: (thread, error) => { died(new Error(`The ${thread} thread ended: ${String(error)}`, { cause: error })); },
	});
	const writes = serverWrites({ threads, recording, cache, logger });
	const expiries = new ExpiryClock({ links: opened(storage.linkReader()), expire: writes.expireLinks, onError: reporting('Expired links could not be told of') });
	void clicks.copyOutbox();
	const outboxWatch = setInterval(() => void clicks.copyOutbox(), OUTBOX_LOOK_MS).unref();

	const limits = new Limits({ log, clicks, countedUpTo: threads.queries.countedUpTo });
	const handleRedirect = redirects({ cache, clicks, limits, sources, onError: reporting('A link could not be looked up') });
	const buckets = storage.buckets();
	const app = createApp({ server, logger, authentication, limiter: settings.rateLimit && new RateLimiter(settings.rateLimit, buckets ? opened(buckets) : undefined) });
	app.addHook('onResponse', async (request, reply) => { metrics.request(request.routeOptions.url ?? 'none', request.method, reply.statusCode); });
	const endLive = await registerRoutes(app, { settings, baseUrl, storage, opened, board, signals, threads, writes, clicks, metrics, authentication, sessions, addressOf: sources.addressOf, webhookPolicy });
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
			const patience = setTimeout(() => { server.closeAllConnections(); }, REQUESTS_END_MS);
			await closed;
			clearTimeout(patience);
			await app.close();
			await threads.stop();
			for (const part of toClose) part.close();
		},
	};
}
