import { setTimeout as sleep } from 'node:timers/promises';
import type { RebuildControl } from '../analytics/rebuild.ts';
import type { AnalyticsQueries } from '../analytics/report.ts';
import { analyticsRoutes } from '../analytics/routes.ts';
import { changeRoutes } from '../changes/routes.ts';
import type { ChartQueries } from '../charts/chart.ts';
import { chartRoutes } from '../charts/routes.ts';
import type { AddressOf } from '../clicks/address.ts';
import { clickRoutes } from '../clicks/routes.ts';
import { storageSettings, type Settings } from '../config.ts';
import { conversionRoutes } from '../conversions/routes.ts';
import { liveRoutes } from '../dashboard/live-routes.ts';
import { pageRoutes } from '../dashboard/page-routes.ts';
import { sessionRoutes } from '../dashboard/session-routes.ts';
import type { Sessions } from '../dashboard/sessions.ts';
import { exportRoutes } from '../exports/routes.ts';
import type { App } from '../http/app.ts';
import type { Authentication } from '../http/authentication.ts';
import { healthRoutes } from '../http/health.ts';
import { openApi } from '../http/openapi.ts';
import { importRoutes } from '../imports/routes.ts';
import { keyRoutes } from '../keys/routes.ts';
import { labelRoutes } from '../links/label-routes.ts';
import { linkRoutes } from '../links/routes.ts';
import { qrRoutes } from '../qr/routes.ts';
import { serverRoutes } from '../server/routes.ts';
import type { Signals, Storage } from '../storage/storage.ts';
import type { Board } from '../threads/board.ts';
import { post } from '../threads/heads.ts';
import type { Threads } from '../threads/start.ts';
import { VERSION } from '../version.ts';
import { AddressGuard } from '../webhooks/address-guard.ts';
import type { WebhookPolicy } from '../webhooks/allow-list.ts';
import { poster } from '../webhooks/post.ts';
import { webhookRoutes } from '../webhooks/routes.ts';
import { indexLag, type Recording } from './recording.ts';
import type { ServerWrites } from './writes.ts';

/** What the routes use. */
export interface RouteParts {
	settings: Settings;
	baseUrl: string;
	storage: Storage;
	/** Keeps a part of the storage, or what else is to be closed when the server stops. */
	opened: <T extends { close(): void }>(part: T) => T;
	board: Board;
	signals: Signals;
	threads: Threads;
	writes: ServerWrites;
	clicks: Recording['clicks'];
	metrics: Recording['metrics'];
	authentication: Authentication;
	sessions: Sessions;
	addressOf: AddressOf;
	webhookPolicy: WebhookPolicy;
}

/**
 * Registers everything that the server answers, beside redirects.
 *
 * @returns what ends the answers that have no end of their own
 */
export async function registerRoutes(app: App, parts: RouteParts): Promise<() => void> {
	const { settings, baseUrl, storage, opened, board, signals, threads, writes, clicks, metrics, authentication, sessions, addressOf } = parts;
	const { write } = writes;
	const { queries } = threads;
	const about = { baseUrl, version: VERSION };

	await openApi(app, about);
	await linkRoutes(app, { write, queries });
	await changeRoutes(app, { write, queries });
	labelRoutes(app, { queries });
	await importRoutes(app, { write });
	await conversionRoutes(app, { write, queries, pixel: settings.conversionPixel ? { addressOf, record: writes.recordPixel } : null });
	exportRoutes(app, { queries });
	clickRoutes(app, { queries });
	const reports = reportsOf(queries, clicks);
	analyticsRoutes(app, { queries: reports, rebuild: rebuildControl(board, signals) });
	chartRoutes(app, { queries: reports, drawChart: threads.drawChart });
	qrRoutes(app, { queries });
	await keyRoutes(app, { write, keys: opened(storage.keyReader()), ...about, keysChanged: () => { authentication.forget(); } });
	await registerWebhooks(app, parts);

	healthRoutes(app, metrics);
	serverRoutes(app, { settings, ...about, kind: storageSettings(settings).kind, usage: opened(storage.usageReader()), health: metrics.health, indexLag: () => indexLag(board) });

	pageRoutes(app);
	sessionRoutes(app, { sessions, end: writes.endSession, authentication, addressOf, ...about });
	const news = { head: () => board.get('enrichedHead'), beyond: (head: number, timeout: number) => board.reached('enrichedHead', head + 1, timeout) };
	return liveRoutes(app, { queries, authentication, news });
}

/** How long a report waits for conversions that were recorded before it was asked for: they come into the log after their answer, behind all changes of links. */
const OUTBOX_PATIENCE_MS = 1000;

/** Reports of all that this process has recorded before they are asked for. */
function reportsOf({ linkAnalytics, report, chart }: AnalyticsQueries & ChartQueries, clicks: Recording['clicks']): AnalyticsQueries & ChartQueries {
	const after = <Request, Answer>(ask: (request: Request) => Promise<Answer>) => async (request: Request) => {
		await Promise.race([clicks.outboxSettled(), sleep(OUTBOX_PATIENCE_MS, undefined, { ref: false })]);
		return ask(request);
	};
	return { linkAnalytics: after(linkAnalytics), report: after(report), chart: after(chart) };
}

function registerWebhooks(app: App, { storage, opened, board, signals, threads, writes: { write }, webhookPolicy }: RouteParts): Promise<void> {
	const guard = new AddressGuard(webhookPolicy);
	return webhookRoutes(app, {
		webhooks: opened(storage.webhookReader()),
		deliveries: opened(storage.deliveryReader()),
		events: opened(storage.eventReader()),
		answers: opened(storage.answerReader()),
		logHead: () => board.get('logHead'),
		write,
		guard,
		poster: opened(poster(guard)),
		webhooksChanged(resumed) {
			threads.tellDeliveries({ type: 'subscriptions', resumed });
			if (resumed !== undefined) signals.resume(resumed);
		},
	});
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
