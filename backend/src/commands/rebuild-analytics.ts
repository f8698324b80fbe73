import { setTimeout as wait } from 'node:timers/promises';
import type { AnalyticsRebuildProgress } from '../../../contract/analytics.ts';
import { Counter } from '../analytics/count.ts';
import { Rebuild } from '../analytics/rebuild.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import type { Settings } from '../config.ts';
import { ownHosts } from '../links/destination.ts';
import type { Storage } from '../storage/storage.ts';
import { tell, UsageError, type Command } from './command.ts';
import { reach, serverUrl, type Ask } from './reach.ts';

/** Events counted in one go. */
const CHUNK = 5000;

/** How often a server is asked how far it has come, in milliseconds. */
const ASK_EVERY_MS = 500;

/** `linkmill rebuild-analytics` */
export const rebuildAnalytics: Command = {
	usage: ['rebuild-analytics'],
	about: 'Counts every event of the log again, beside the numbers that there are, and puts the new ones in their place. The server may run meanwhile.',
	async run(args, settings) {
		if (args.length > 0) throw new UsageError('rebuild-analytics takes no arguments.');
		const events = await reach(settings, { inFolder: (storage) => inFolder(storage, settings), throughServer });
		tell(`Counted again, up to event ${String(events)}.`);
	},
};

async function inFolder(storage: Storage, settings: Settings): Promise<number> {
	const [events, links, writer, enrichments] = [storage.eventReader(), storage.linkReader(), storage.analyticsWriter(), storage.enrichmentWriter()];
	try {
		// A server that was killed may have left some that nobody has looked at yet.
		const enricher = new Enricher(ownHosts(settings.baseUrl ?? serverUrl(settings)));
		while ((await enrichNext(enricher, events, enrichments, CHUNK)) !== undefined);
		const counter = new Counter({ events, writer, links });
		while ((await counter.next(CHUNK)) !== undefined);
		const rebuild = new Rebuild({ events, writer, links });
		await rebuild.begin();
		while (rebuild.running) await rebuild.next(CHUNK);
		return await writer.cursor();
	} finally {
		for (const open of [events, links, writer, enrichments]) open.close();
	}
}

async function throughServer(ask: Ask): Promise<number> {
	const path = '/v1/analytics/rebuild';
	const { finished } = await ask<AnalyticsRebuildProgress>('GET', path);
	let progress = await ask<AnalyticsRebuildProgress>('POST', path, {});
	while (progress.finished <= finished) {
		await wait(ASK_EVERY_MS);
		progress = await ask<AnalyticsRebuildProgress>('GET', path);
	}
	return progress.counted;
}
