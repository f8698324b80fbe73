import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogDay } from '../log-days.ts';

/** One file of the log, named for the first position in it and for its day. */
export interface Segment extends LogDay {
	name: string;
}

const NAME = /^(\d{15})-(\d{4}-\d{2}-\d{2})\.db$/;

/** Names a segment so that names sort by position. */
export function segmentName(first: number, day: string): string {
	return `${String(first).padStart(15, '0')}-${day}.db`;
}

/** The segments of a folder, oldest first. */
export function segmentsIn(folder: string): Segment[] {
	return readdirSync(folder)
		.flatMap((name) => {
			const match = NAME.exec(name);
			return match ? [{ name, first: Number(match[1]), day: match[2] as string }] : [];
		})
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Within a data folder, what a restore has not finished. */
export const RESTORING = 'restoring';

/** Where the files of a data folder lie. */
export function dataFiles(folder: string) {
	return {
		links: join(folder, 'links.db'),
		analytics: join(folder, 'analytics.db'),
		search: join(folder, 'search.db'),
		deliveries: join(folder, 'deliveries.db'),
		log: join(folder, 'log'),
		enriched: join(folder, 'enriched'),
		firstClicks: join(folder, 'enriched', 'first-clicks.db'),
	};
}
