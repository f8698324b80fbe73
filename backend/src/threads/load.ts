import { performance } from 'node:perf_hooks';

/** Milliseconds over which the load is measured. */
const WINDOW_MS = 100;

/** Part of its time that the event loop works, from which on it is called busy. */
const BUSY = 0.85;

/** Tells, ten times a second, whether this thread's event loop has time to spare. */
export function watchLoad(tell: (busy: boolean) => void): { stop(): void } {
	let before = performance.eventLoopUtilization();
	const timer = setInterval(() => {
		const now = performance.eventLoopUtilization();
		tell(performance.eventLoopUtilization(now, before).utilization > BUSY);
		before = now;
	}, WINDOW_MS);
	timer.unref();
	return { stop: () => { clearInterval(timer); } };
}
