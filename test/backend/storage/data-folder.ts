import type { Storage } from '../../../backend/src/storage/storage.ts';
import { prepareDataFolder, sqliteStorage } from '../../../backend/src/storage/sqlite/storage.ts';
import { anEnrichment, aProgress } from './conformance/samples.ts';
import { tracked } from './conformance/subject.ts';

/** Works on a data folder as a process would that starts and ends with `work`. */
export async function inDataFolder<T>(folder: string, work: (storage: Storage) => Promise<T>): Promise<T> {
	const open = new Set<{ close(): void }>();
	try {
		prepareDataFolder(folder, 'process');
		return await work(tracked(sqliteStorage(folder, 'process'), open));
	} finally {
		for (const part of open) part.close();
	}
}

/** Enriches, counts and delivers everything that is in the log. */
export async function catchUp(storage: Storage): Promise<void> {
	const [events, enrichments, analytics, deliveries] = [storage.eventReader(), storage.enrichmentWriter(), storage.analyticsWriter(), storage.deliveryWriter()];
	for (;;) {
		const chunk = await events.logged(await enrichments.cursor(), 1000);
		const cursor = chunk.at(-1)?.position;
		if (cursor === undefined) break;
		const hits = chunk.flatMap(({ position, linkId, hit }) => (hit ? [{ position, linkId, visitorId: hit.visitorId }] : []));
		const first = await enrichments.firstClicks(hits);
		await enrichments.write(hits.map(({ position }) => anEnrichment(position, { isUnique: first.has(position) })), cursor);
		const folds = chunk.flatMap(({ position, linkId, occurredAt, hit }) =>
			hit ? [{ position, linkId, occurredAt, kind: 'human' as const, visitorId: hit.visitorId }] : [],
		);
		await analytics.fold(folds, cursor);
		await deliveries.save(aProgress({ cursor }));
	}
}

/** Every event of the log, from the beginning. */
export async function everyEvent(storage: Storage) {
	const reader = storage.eventReader();
	const found = [];
	for (let chunk = await reader.logged(0, 1000); chunk.length > 0; chunk = await reader.logged(found.at(-1)!.position, 1000)) found.push(...chunk);
	return found;
}
