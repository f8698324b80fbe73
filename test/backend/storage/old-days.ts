import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beginSegment } from '../../../backend/src/storage/sqlite/log-tail.ts';
import { dayOf } from '../../../backend/src/storage/log-days.ts';
import { dataFiles, segmentsIn } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';

/** Makes a data folder whose log began at a time in the past: what is appended from there on goes into segments of those days. */
export function prepareSince(folder: string, time: number): void {
	prepareDataFolder(folder, 'process');
	const { log } = dataFiles(folder);
	for (const { name } of segmentsIn(log)) rmSync(join(log, name));
	beginSegment(log, dayOf(time), { position: 0, outboxCopied: 0, epochs: [{ epoch: 1, from: 1 }] }, 'process');
}
