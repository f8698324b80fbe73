import { join } from 'node:path';
import type { LoadResult } from './load.ts';
import { run, type Server } from './process.ts';

/** How visitors come. */
export interface Visit {
	slugs: readonly string[];
	seconds: number;
	connections?: number;
	/** Requests a second; as many as possible when absent. */
	rate?: number;
}

/** What came of it, and what it cost the server: microseconds of processor time an answer. */
export type Visited = LoadResult & { cpu: number };

/** Sends visitors from the second core. */
export async function visit(server: Server, { slugs, seconds, connections = 64, rate = 0 }: Visit): Promise<Visited> {
	const before = server.cpu();
	const child = run(1, [join(import.meta.dirname, 'load.ts'), server.url, slugs.join(','), String(connections), String(seconds), String(rate)]);
	let said = '';
	child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const status = await new Promise((resolve) => child.once('close', resolve));
	if (status !== 0) throw new Error(`The load ended with status ${String(status)}.`);
	const result = JSON.parse(said) as LoadResult;
	return { ...result, cpu: ((server.cpu() - before) / result.answers) * 1000 };
}
