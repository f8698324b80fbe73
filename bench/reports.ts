import { hash } from 'node:crypto';
import { linkReport, linkAnalytics, type ReportRequest, type ReportSources } from '../backend/src/analytics/report.ts';
import { readRange } from '../backend/src/analytics/range.ts';
import type { Fold, StoredLink } from '../backend/src/storage/storage.ts';
import { DIMENSIONS } from '../contract/analytics.ts';
import { median, table } from './numbers.ts';
import { beginAgain, fewOf, random } from './random.ts';
import { onPostgres, onSqlite, type BenchStorage } from './storages.ts';
import { aLink } from './stored-links.ts';

const CLICKS = 5_000_000;
const LINKS = 1000;
const CHUNK = 5000;
const DAYS = 30;

/** Questions before those that are measured: a server's thread has been asked before, its code compiled. */
const WARM_UP = 10;
const DAY = 86_400_000;
const END = Math.floor(Date.now() / DAY) * DAY;

/** Reports over five million clicks on a thousand links in a month, as the thread answers them that is asked; and what counting them costs. On both storages. */
export async function reports({ rounds = 9, clicks = CLICKS }: { rounds?: number; clicks?: number }): Promise<string> {
	const said: string[] = [];
	const rows = new Map<string, Array<string | number>>();
	for (const open of [onSqlite, onPostgres]) {
		const opened = await open();
		try {
			const measured = await measure(opened, { rounds, clicks });
			said.push(measured.counted);
			for (const [name, times] of measured.reports) rows.set(name, [...(rows.get(name) ?? [name]), median(times), Math.max(...times)]);
		} finally {
			await opened.dispose();
		}
	}
	return [...said, table(['report', 'SQLite: median ms', 'worst of all', 'PostgreSQL: median ms', 'worst of all'], [...rows.values()])].join('\n');
}

async function measure({ name, storage, analyticsBytes }: BenchStorage, { rounds, clicks }: { rounds: number; clicks: number }): Promise<{ counted: string; reports: Array<[string, number[]]> }> {
	const links = Array.from({ length: LINKS }, (_, index) => aLink(index + 1));
	const linkWriter = storage.linkWriter();
	await linkWriter.transaction((transaction) => transaction.insert(links));
	const writer = storage.analyticsWriter();
	beginAgain();
	const click = new Clicks(links, clicks);
	let seconds = 0;
	for (let first = 0; first < clicks; first += CHUNK) {
		const folds = click.chunk(first);
		const started = performance.now();
		await writer.fold(folds, first + CHUNK);
		seconds += (performance.now() - started) / 1000;
	}
	const bytes = await analyticsBytes();
	const sources = { links: storage.linkReader(), analytics: storage.analyticsReader(), events: storage.eventReader(), baseUrl: 'https://go.example', visitorSaltDays: 30 };
	const all: Array<[string, number[]]> = [];
	for (const [question, ask] of Object.entries(questions(sources))) {
		const times: number[] = [];
		for (let round = 0; round < WARM_UP + rounds; round++) {
			const asked = performance.now();
			await ask();
			times.push(performance.now() - asked);
		}
		all.push([question, times.slice(WARM_UP)]);
	}
	for (const part of [linkWriter, writer, sources.links, sources.analytics, sources.events]) part.close();
	const counted = `${name}: ${String(clicks)} clicks on ${String(LINKS)} links in ${String(DAYS)} days: ${(clicks / seconds / 1000).toFixed(0)} thousand counted a second, ${(bytes / clicks).toFixed(0)} bytes a click`;
	return { counted, reports: all };
}

function questions(sources: ReportSources): Record<string, () => Promise<unknown>> {
	const dates = (days: number) => readRange({ start_date: date(END - days * DAY), end_date: date(END - DAY) });
	const berlin = readRange({ start_date: date(END - 7 * DAY), end_date: date(END - DAY), timezone: 'Europe/Berlin' });
	const hours = readRange({ start_date: new Date(END - DAY + 100_000).toISOString(), end_date: new Date(END - 100_000).toISOString() });
	const parts = { period: dates(7), interval: undefined, breakdown: [], breakdownLimit: 100, attribution: 'click' as const, compare: false, ifNoneMatch: undefined };
	const base: ReportRequest = { ...parts, criteria: {}, includeDeleted: false, group: 'link', sort: '-total_clicks', limit: 1000, cursor: undefined, format: 'json' };
	const campaign = { campaign: 'campaign-7' };
	const five = ['country', 'device', 'browser', 'referrer_host', 'utm_source'] as const;
	return {
		'a week of all links': () => linkReport(base, sources),
		'a week of all links, in Berlin': () => linkReport({ ...base, period: berlin }, sources),
		'a day of all links, from minute to minute': () => linkReport({ ...base, period: hours }, sources),
		'a month of all links': () => linkReport({ ...base, period: dates(30) }, sources),
		'a month of all links, with its days': () => linkReport({ ...base, period: dates(30), interval: 'day' }, sources),
		'a campaign (10 links), a week, every breakdown': () => linkReport({ ...base, criteria: campaign, breakdown: DIMENSIONS }, sources),
		'a campaign, a month, every breakdown': () => linkReport({ ...base, criteria: campaign, period: dates(30), breakdown: DIMENSIONS }, sources),
		'a link, a month: series and five breakdowns': () => linkAnalytics({ ...parts, period: dates(30), interval: 'day', breakdown: five, link: 'slug:slug-77' }, sources),
		'the busiest link, a month: the same': () => linkAnalytics({ ...parts, period: dates(30), interval: 'day', breakdown: five, link: 'slug:slug-1' }, sources),
		'a week of all links, five breakdowns': () => linkReport({ ...base, breakdown: five }, sources),
		'a week by country': () => linkReport({ ...base, group: 'country' }, sources),
		'a month by campaign': () => linkReport({ ...base, group: 'campaign', period: dates(30) }, sources),
	};
}

const date = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Clicks in the order in which they come, the same for each storage. */
class Clicks {
	readonly #links: readonly StoredLink[];
	readonly #clicks: number;
	readonly #seen = new Set<number>();

	constructor(links: readonly StoredLink[], clicks: number) {
		this.#links = links;
		this.#clicks = clicks;
	}

	chunk(first: number): Fold[] {
		return Array.from({ length: CHUNK }, (_, index) => {
			const link = this.#links[fewOf(LINKS)] as StoredLink;
			const person = fewOf(3_000_000);
			const isFirst = !this.#seen.has(link.id * 3_000_000 + person);
			this.#seen.add(link.id * 3_000_000 + person);
			return {
				position: first + index + 1,
				linkId: link.id,
				occurredAt: END - DAYS * DAY + Math.floor(((first + index) / this.#clicks) * DAYS * DAY),
				kind: random() < 0.1 ? 'bot' : 'human',
				visitorId: hash('sha256', String(person)).slice(0, 16),
				isFirst,
				values: {
					country: `C${String(fewOf(100))}`, language: `l${String(fewOf(30))}`, device: ['desktop', 'mobile', 'tablet'][fewOf(3)] as string, browser: `b${String(fewOf(12))}`, os: `o${String(fewOf(8))}`,
					referrer_host: `host-${String(fewOf(300))}.example`, source: ['direct', 'search', 'social', 'email', 'referral'][fewOf(5)] as string,
					utm_source: `s${String(fewOf(20))}`, utm_medium: `m${String(fewOf(6))}`, utm_campaign: `k${String(fewOf(30))}`, campaign: link.campaign,
				},
				tags: link.tags,
			};
		});
	}
}
