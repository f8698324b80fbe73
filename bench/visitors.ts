import { join } from 'node:path';
import type { LoadResult } from './load.ts';
import { coreWork, run, type Server } from './process.ts';

/** How visitors come. */
export interface Visit {
	slugs: readonly string[];
	seconds: number;
	connections?: number;
	/** Requests a second; as many as possible when absent. */
	rate?: number;
}

/** What came of it, and at what cost. */
export interface Visited extends LoadResult {
	/** Microseconds of processor time that the server used for an answer. */
	cpu: number;
	/** Share of the server's core that others had meanwhile: a measurement with more than a few hundredths tells of them. */
	others: number;
}

/** Sends visitors from the second core. */
export async function visit(server: Server, { slugs, seconds, connections = 64, rate = 0 }: Visit): Promise<Visited> {
	const before = { server: server.cpu(), core: coreWork(), time: performance.now() };
	const child = run(1, [join(import.meta.dirname, 'load.ts'), server.url, slugs.join(','), String(connections), String(seconds), String(rate)]);
	let said = '';
	child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const status = await new Promise((resolve) => child.once('close', resolve));
	if (status !== 0) throw new Error(`The load ended with status ${String(status)}.`);
	const result = JSON.parse(said) as LoadResult;
	const used = server.cpu() - before.server;
	const others = (coreWork() - before.core - used) / (performance.now() - before.time);
	return { ...result, cpu: (used / result.answers) * 1000, others: Math.max(others, 0) };
}
