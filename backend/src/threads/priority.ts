import { setPriority } from 'node:os';

/**
 * Against a thread of normal priority that wants all of the same core, 3.4 % of it (36 to 1,024 in the scheduler's weights):
 * visitors hardly notice, and where other programs keep a machine busy a click still reaches its workflow within a second.
 */
const NICE = 15;

/**
 * Lets the threads that answer visitors go first wherever they and this thread want the same core. On Linux a priority
 * belongs to a thread, and 0 means the calling one; elsewhere it belongs to the whole process, which is left as it is.
 */
export function yieldToVisitors(): void {
	if (process.platform === 'linux') setPriority(0, NICE);
}
