import { setTimeout as wait } from 'node:timers/promises';
import type { AnalyticsRebuildProgress } from '../../../contract/analytics.ts';
import { Counter } from '../analytics/count.ts';
import { Rebuild } from '../analytics/rebuild.ts';
import { Enricher, enrichNext } from '../clicks/enrich.ts';
import type { Settings } from '../config.ts';
import { ownHosts } from '../links/destination.ts';
import type { Heads, Storage } from '../storage/storage.ts';
import { HOLD_MS } from '../threads/task.ts';
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

/** Here, unless servers run on the same database: then the one of them does it that counts. */
async function inFolder(storage: Storage, settings: Settings): Promise<number> {
	const shares = storage.shares('reader', 1);
	try {
		if (!(await shares.hold()).has(0)) return await throughSignals(storage);
		const holding = setInterval(() => void shares.hold(), HOLD_MS);
		return await rebuilt(storage, settings).finally(() => { clearInterval(holding); });
	} finally {
		await shares.release();
		shares.close();
	}
}

/** Asks whoever counts, and waits until that is done. */
async function throughSignals(storage: Storage): Promise<number> {
	const signals = storage.signals();
	const rebuildAsked = Date.now();
	try {
		return await new Promise((resolve) => {
			let counted = 0;
			const heads = ({ rebuilt = 0, rebuildDone = 0 }: Heads) => {
				counted = Math.max(counted, rebuilt);
				if (rebuildDone >= rebuildAsked) resolve(counted);
			};
			signals.listen({ links: ignore, keys: ignore, webhooks: ignore, heads, hearing: (hears) => { if (hears) signals.tell({ rebuildAsked }); } });
		});
	} finally {
		signals.close();
	}
}

const ignore = () => undefined;

async function rebuilt(storage: Storage, settings: Settings): Promise<number> {
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
