import { Counter } from '../analytics/count.ts';
import { enrichNext, type Enricher } from '../clicks/enrich.ts';
import { MOVED_TOGETHER, TABLES, type SourceContents, type TableName, type TargetContents } from '../storage/contents.ts';
import type { LogDay } from '../storage/log-days.ts';
import type { Enrichment, ImportedClicks, Storage } from '../storage/storage.ts';

/** Events counted in one go. */
const CHUNK = 5000;

/** A storage, and all that it holds. */
export interface Side<Contents> {
	storage: Storage;
	contents: Contents;
}

/** How many there are of what, on each side. */
export interface Compared {
	what: string;
	from: number;
	to: number;
}

/** What a move has come to. */
export interface Moved {
	compared: Compared[];
	/** Events up to this position are not in the log any more, on either side; 0 where all are. */
	purgedUpTo: number;
}

/**
 * Takes everything from one storage to another, which is prepared and empty: rows as they are, the log event by event at its
 * positions, reports by counting it again. What the log has no more is counted from what was counted of it.
 *
 * @throws where something is not on the other side as it was
 */
export async function move(from: Side<SourceContents>, to: Side<TargetContents>, enricher: Enricher): Promise<Moved> {
	await catchUp(from.storage, enricher);
	const [marks, days] = [await from.contents.marks(), await from.contents.days()];
	await to.contents.begin();
	const created = new Set<number>();
	let events = 0;
	for await (const some of eventsOf(from.storage, days)) {
		if (some.day) await to.contents.beginDay(some.day, marks);
		for (const event of some.events) if (event.type === 'link.created') created.add(event.linkId);
		await to.contents.append(some.events);
		events += some.events.length;
	}
	if (days.length === 0) await to.contents.beginDay({ day: new Date().toISOString().slice(0, 10), first: marks.head + 1 }, marks);
	const compared: Compared[] = [];
	for (const table of Object.keys(TABLES) as TableName[]) {
		let rows = 0;
		for await (const some of from.contents.rows(table)) {
			await to.contents.write(table, some);
			rows += some.length;
		}
		compared.push({ what: table, from: rows, to: await countRows(to.contents, table) });
	}
	await to.contents.settle(marks);
	const salt = await from.contents.visitorSalt();
	if (salt) await to.contents.setVisitorSalt(salt);
	await moveEnrichments(from.storage, to.storage, days);
	const horizon = days[0]?.first ?? marks.head + 1;
	const purged = await recount(from, to.storage, { horizon, created });
	compared.push({ what: 'events', from: events, to: await countEvents(to) });
	if (horizon > 1) compared.push({ what: 'counted of purged events', from: purged, to: await countPurged(to.contents, horizon) });
	compared.push(...(await compareReports(from.storage, to.storage)));
	if (compared.some((one) => one.from !== one.to)) throw new Error(`What arrived is not what there was; nothing uses it yet.\n${table(compared.filter((one) => one.from !== one.to))}`);
	await to.contents.finish();
	return { compared, purgedUpTo: horizon - 1 };
}

/** What was compared, a line each. */
export function table(compared: readonly Compared[]): string {
	const width = Math.max(...compared.map(({ what }) => what.length));
	return compared.map(({ what, from, to }) => `${what.padEnd(width)}  ${from.toLocaleString('en').padStart(13)}  ${to.toLocaleString('en').padStart(13)}`).join('\n');
}

/** A server that was killed may have left events that nobody has looked at yet. */
async function catchUp(storage: Storage, enricher: Enricher): Promise<void> {
	const [events, enrichments, writer, links] = [storage.eventReader(), storage.enrichmentWriter(), storage.analyticsWriter(), storage.linkReader()];
	try {
		while ((await enrichNext(enricher, events, enrichments, CHUNK)) !== undefined);
		const counter = new Counter({ events, writer, links });
		while ((await counter.next(CHUNK)) !== undefined);
	} finally {
		for (const open of [events, enrichments, writer, links]) open.close();
	}
}

/** The log, in its order. `day` is there where one begins. */
async function* eventsOf(storage: Storage, days: readonly LogDay[]) {
	const reader = storage.eventReader();
	try {
		for (const [index, day] of days.entries()) {
			const end = days[index + 1]?.first ?? Infinity;
			for (let after = day.first - 1, begins = true; ; begins = false) {
				const events = (await reader.logged(after, MOVED_TOGETHER)).filter(({ position }) => position < end);
				const last = events.at(-1);
				if (!last) break;
				yield { day: begins ? day : undefined, events };
				after = last.position;
			}
		}
	} finally {
		reader.close();
	}
}

/** What was derived is taken along: a later version would derive other things. */
async function moveEnrichments(from: Storage, to: Storage, days: readonly LogDay[]): Promise<void> {
	const [reader, writer] = [from.eventReader(), to.enrichmentWriter()];
	try {
		for (const [index, { first }] of days.entries()) {
			const end = days[index + 1]?.first ?? Infinity;
			for (let after = first - 1; ; ) {
				const events = (await reader.enriched(after, MOVED_TOGETHER)).filter(({ position }) => position < end);
				const last = events.at(-1);
				if (!last) break;
				await writer.write(events.flatMap(({ enrichment }): Enrichment[] => (enrichment ? [enrichment] : [])), last.position);
				after = last.position;
			}
		}
	} finally {
		reader.close();
		writer.close();
	}
}

/**
 * @param created links of whose creation the log still tells: with it come the clicks that they brought along
 * @returns how much was counted of events before the horizon
 */
async function recount(from: Side<SourceContents>, to: Storage, { horizon, created }: { horizon: number; created: ReadonlySet<number> }): Promise<number> {
	const [events, writer, links] = [to.eventReader(), to.analyticsWriter(), to.linkReader()];
	let purged = 0;
	try {
		for await (const { hits, conversions } of from.contents.countedBefore(horizon)) {
			await writer.fold(hits, horizon - 1, [], conversions);
			purged += hits.length + conversions.length;
		}
		const imported: ImportedClicks[] = [];
		for await (const some of from.contents.rows('links')) for (const { id, imported_clicks: clicks } of some) if (Number(clicks) > 0 && !created.has(id as number)) imported.push({ linkId: id as number, clicks: clicks as number });
		await writer.fold([], horizon - 1, imported);
		const counter = new Counter({ events, writer, links });
		while ((await counter.next(CHUNK)) !== undefined);
		return purged;
	} finally {
		for (const open of [events, writer, links]) open.close();
	}
}

async function compareReports(from: Storage, to: Storage): Promise<Compared[]> {
	const [before, after] = [await reported(from), await reported(to)];
	return (['links with clicks', 'clicks', 'visitors of links', 'hits of programs'] as const).map((what) => ({ what, from: before[what], to: after[what] }));
}

async function reported(storage: Storage) {
	const reader = storage.analyticsReader();
	try {
		const links = await reader.clickedLinks();
		const totals = [...(await reader.byLink(links, { from: null, to: null })).values()];
		const sum = (number: (one: (typeof totals)[number]) => number) => totals.reduce((all, one) => all + number(one), 0);
		return { 'links with clicks': links.length, clicks: sum(({ human }) => human), 'visitors of links': sum(({ visitors }) => visitors), 'hits of programs': sum(({ bot, prefetch, head }) => bot + prefetch + head) };
	} finally {
		reader.close();
	}
}

async function countRows(contents: TargetContents, table: TableName): Promise<number> {
	let rows = 0;
	for await (const some of contents.rows(table)) rows += some.length;
	return rows;
}

async function countEvents({ storage, contents }: Side<TargetContents>): Promise<number> {
	let events = 0;
	for await (const some of eventsOf(storage, await contents.days())) events += some.events.length;
	return events;
}

async function countPurged(contents: TargetContents, horizon: number): Promise<number> {
	let counted = 0;
	for await (const { hits, conversions } of contents.countedBefore(horizon)) counted += hits.length + conversions.length;
	return counted;
}
