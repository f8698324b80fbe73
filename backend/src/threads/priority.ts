import { setPriority } from 'node:os';

/** Against another thread of normal priority on the same core, a share of a tenth (1,024 to 110 in the scheduler's weights). */
const NICE = 10;

/**
 * Lets the threads that answer visitors go first wherever they and this thread want the same core. On Linux a priority
 * belongs to a thread, and 0 means the calling one; elsewhere it belongs to the whole process, which is left as it is.
 */
export function yieldToVisitors(): void {
	if (process.platform === 'linux') setPriority(0, NICE);
}
