import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { CommitObserver } from '../clicks/group-commit.ts';
import type { Spooled } from '../storage/storage.ts';

/** What is measured while the server runs. */
export interface Metrics {
	registry: Registry;
	commits: Pick<CommitObserver, 'committed' | 'failed'>;
	/** One answered API request. */
	request(route: string, method: string, status: number): void;
	health(): Health;
}

/** What an operator is told of the state of the server. */
export interface Health {
	/** Clicks that were answered and could not be written, since the start. */
	unrecorded: number;
	/** Whether the last attempt to write the log succeeded. */
	recording: boolean;
	/** Clicks that wait for a database that is away. */
	spooled: number;
	/** Events in the log that no report counts yet. */
	readerLag: number;
}

/** Metrics of one server. `sizes` are read when asked for. */
export function createMetrics(sizes: { readerLag(): number; indexLag(): number; walBytes(): number; spooled(): Spooled }): Metrics {
	const registers = [new Registry()];
	const registry = registers[0] as Registry;
	collectDefaultMetrics({ register: registry });
	const recorded = new Counter({ name: 'linkmill_clicks_recorded_total', help: 'Hits in the log', registers });
	const lost = new Counter({ name: 'linkmill_clicks_unrecorded_total', help: 'Hits that were answered and could not be written', registers });
	const latency = new Histogram({ name: 'linkmill_commit_seconds', help: 'Duration of a group commit', buckets: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.25], registers });
	const size = new Histogram({ name: 'linkmill_commit_hits', help: 'Hits in a group commit', buckets: [1, 2, 5, 10, 20, 50, 100, 500], registers });
	const requests = new Counter({ name: 'linkmill_requests_total', help: 'API requests', labelNames: ['route', 'method', 'status'], registers });
	gauge('linkmill_reader_lag_events', 'Events in the log that no report counts yet', sizes.readerLag);
	gauge('linkmill_index_lag_events', 'Changes of links that no search knows of yet', sizes.indexLag);
	gauge('linkmill_log_wal_bytes', 'Size of the write-ahead file of the log', sizes.walBytes);
	gauge('linkmill_spooled_clicks', 'Clicks that wait for a database that is away', () => sizes.spooled().clicks);
	gauge('linkmill_spooled_bytes', 'Size of the files in which they wait', () => sizes.spooled().bytes);
	let [failures, recording] = [0, true];

	function gauge(name: string, help: string, read: () => number): void {
		new Gauge({ name, help, registers, collect() { this.set(read()); } });
	}

	return {
		registry,
		commits: {
			committed(hits, milliseconds) {
				recording = true;
				if (hits === 0) return;
				recorded.inc(hits);
				latency.observe(milliseconds / 1000);
				size.observe(hits);
			},
			failed(hits) {
				recording = false;
				failures += hits;
				lost.inc(hits);
			},
		},
		request: (route, method, status) => { requests.inc({ route, method, status: String(status) }); },
		health: () => ({ unrecorded: failures, recording, spooled: sizes.spooled().clicks, readerLag: sizes.readerLag() }),
	};
}
