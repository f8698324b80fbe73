import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { ChartPlan } from '../charts/plan.ts';
import { problemAnswer, type Answer } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import type { Board } from './board.ts';
import type { CheckpointedMessage, CheckpointSettings } from './checkpoints.ts';
import type { DeliveriesSettings, FromDeliveries, ToDeliveries } from './deliveries.ts';
import type { Queries } from './queries.ts';
import type { Report } from './report.ts';
import { threadFile } from './settings.ts';
import type { WriteJob, WriteJobAnswer } from '../writes/job.ts';

/** Something that the deliveries want to be written. */
export type DeliveriesWrite = Exclude<FromDeliveries, Report>;

/** What the threads tell the main one. */
export interface ThreadEvents {
	/** A checkpoint of the log is done. */
	checkpointed(): void;
	/** The deliveries ask for something to be written. */
	delivery(message: DeliveriesWrite): void;
	/** Something failed, and is tried again. */
	problem(message: string): void;
	/** A thread died: the process cannot keep its promises any more. */
	died(thread: string, error: unknown): void;
}

/** The running threads. */
export interface Threads {
	write(job: WriteJob): Promise<WriteJobAnswer>;
	queries: Queries;
	/** Draws a picture. Where too many wait for theirs already, the answer is a 503. */
	drawChart(plan: ChartPlan): Promise<Answer>;
	tellDeliveries(message: ToDeliveries): void;
	/** Ends them all, the deliveries within ten seconds. */
	stop(): Promise<void>;
}

/** Questions that may wait for the reader at the same time. */
const QUESTIONS = 64;

/**
 * Megabytes for new objects in a pool's thread. The rows of ten thousand links live for one task: with the usual 16 they
 * are copied several times meanwhile.
 */
const YOUNG_MB = 64;

/** Pictures that may wait to be drawn: some seconds' work. */
const PICTURES = 64;

/** Starts every thread but the main one. */
export function startThreads(settings: DeliveriesSettings, board: Board, events: ThreadEvents): Threads {
	// `atomics: disabled`: these threads have promises and timers of their own between two tasks.
	const pool = (name: string, tasks: number) =>
		new Piscina({ filename: threadFile(name).href, minThreads: 1, maxThreads: 1, concurrentTasksPerWorker: tasks, atomics: 'disabled', workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
	const worker = (name: string, workerData: DeliveriesSettings | CheckpointSettings = settings) => {
		const started = new Worker(threadFile(name), { workerData });
		started.on('error', (error) => { events.died(name, error); });
		return started;
	};
	// Until the index of texts says otherwise, it knows nothing: not even of the beginning.
	board.set('indexedHead', -1);
	const writer = pool('writer', 1);
	const questions = pool('queries', QUESTIONS);
	// What goes through a great deal, apart: nobody who asks for a page of links waits behind it, and no visitor whose uses are counted.
	const reports = pool('queries', QUESTIONS);
	// Begins with the first chart, and stays: its libraries take longer to load than a chart to draw.
	const charts = new Piscina({ filename: threadFile('charts').href, minThreads: 0, maxThreads: 1, idleTimeout: Infinity });
	const askOf = (asked: Piscina) => <Name extends keyof Queries>(name: Name) => ((request: unknown) => asked.run(request, { name })) as Queries[Name];
	const [ask, askAtLength] = [askOf(questions), askOf(reports)];
	const reader = worker('reader');
	const search = worker('search');
	const { storage } = settings;
	const checkpoints = storage.kind === 'sqlite' ? [worker('checkpoints', { dataDir: storage.dataDir, board: settings.board } satisfies CheckpointSettings)] : [];
	const deliveries = worker('deliveries');
	for (const thread of [writer, reader, search, ...checkpoints, deliveries]) {
		thread.on('message', (message: CheckpointedMessage | FromDeliveries) => {
			if (message.type === 'problem') events.problem(message.message);
			else if (message.type === 'write') events.delivery(message);
			else events.checkpointed();
		});
	}

	return {
		write: (job) => writer.run(job) as Promise<WriteJobAnswer>,
		queries: {
			list: (request) => (request.count ? askAtLength : ask)('list')(request),
			link: ask('link'),
			labels: ask('labels'),
			changes: ask('changes'),
			change: ask('change'),
			history: ask('history'),
			qr: ask('qr'),
			countedUpTo: ask('countedUpTo'),
			conversions: askAtLength('conversions'),
			clicks: askAtLength('clicks'),
			clickPart: askAtLength('clickPart'),
			linkAnalytics: askAtLength('linkAnalytics'),
			report: askAtLength('report'),
			chart: askAtLength('chart'),
			exportPart: askAtLength('exportPart'),
		},
		async drawChart(plan) {
			if (charts.queueSize < PICTURES) return charts.run(plan) as Promise<Answer>;
			return problemAnswer(new ProblemError('unavailable', 'Too many charts wait to be drawn. Try again in a few seconds.', { retryAfterSeconds: 5 }));
		},
		tellDeliveries: (message) => { deliveries.postMessage(message); },
		async stop() {
			const ended = [reader, search, ...checkpoints, deliveries].map((one) => new Promise((resolve) => one.once('exit', resolve)));
			deliveries.postMessage({ type: 'stop' } satisfies ToDeliveries);
			board.set('stop', 1);
			board.set('logHead', board.get('logHead') + 1);
			board.set('outboxHead', board.get('outboxHead') + 1);
			await Promise.all(ended);
			await Promise.all([writer.close(), questions.close(), reports.close(), charts.close()]);
		},
	};
}
