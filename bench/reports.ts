import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkReport, linkAnalytics, type ReportRequest } from '../backend/src/analytics/report.ts';
import { readRange } from '../backend/src/analytics/range.ts';
import { sqliteStorage, prepareDataFolder } from '../backend/src/storage/sqlite/storage.ts';
import type { Fold, StoredLink } from '../backend/src/storage/storage.ts';
import { DIMENSIONS } from '../contract/analytics.ts';
import { median, table } from './numbers.ts';
import { fewOf, random } from './random.ts';
import { aLink } from './stored-links.ts';

const CLICKS = 5_000_000;
const LINKS = 1000;
const CHUNK = 5000;
const DAYS = 30;

/** Questions before those that are measured: a server's thread has been asked before, its code compiled. */
const WARM_UP = 10;
const DAY = 86_400_000;
const END = Math.floor(Date.now() / DAY) * DAY;

/** Reports over five million clicks on a thousand links in a month, as the thread answers them that is asked; and what counting them costs. */
export async function reports({ rounds = 9, clicks = CLICKS }: { rounds?: number; clicks?: number }): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-bench-'));
	try {
		prepareDataFolder(folder, 'process');
		const storage = sqliteStorage(folder, 'process');
		const links = Array.from({ length: LINKS }, (_, index) => aLink(index + 1));
		const linkWriter = storage.linkWriter();
		await linkWriter.transaction((transaction) => transaction.insert(links));
		const writer = storage.analyticsWriter();
		const seen = new Set<number>();
		let seconds = 0;
		for (let first = 0; first < clicks; first += CHUNK) {
			const folds = chunk(first, clicks, links, seen);
			const started = performance.now();
			await writer.fold(folds, first + CHUNK);
			seconds += (performance.now() - started) / 1000;
		}
		const bytes = statSync(join(folder, 'analytics.db')).size;
		const sources = { links: storage.linkReader(), analytics: storage.analyticsReader(), events: storage.eventReader(), baseUrl: 'https://go.example', visitorSaltDays: 30 };
		const dates = (days: number) => readRange({ start_date: date(END - days * DAY), end_date: date(END - DAY) });
		const berlin = readRange({ start_date: date(END - 7 * DAY), end_date: date(END - DAY), timezone: 'Europe/Berlin' });
		const parts = { period: dates(7), interval: undefined, breakdown: [], breakdownLimit: 100, attribution: 'click' as const, compare: false, ifNoneMatch: undefined };
		const base: ReportRequest = { ...parts, criteria: {}, includeDeleted: false, group: 'link', sort: '-total_clicks', limit: 1000, cursor: undefined, format: 'json' };
		const campaign = { campaign: 'campaign-7' };
		const five = ['country', 'device', 'browser', 'referrer_host', 'utm_source'] as const;
		const questions: Record<string, () => Promise<unknown>> = {
			'a week of all links': () => linkReport(base, sources),
			'a week of all links, in Berlin': () => linkReport({ ...base, period: berlin }, sources),
			'a month of all links': () => linkReport({ ...base, period: dates(30) }, sources),
			'a campaign (10 links), a week, every breakdown': () => linkReport({ ...base, criteria: campaign, breakdown: DIMENSIONS }, sources),
			'a campaign, a month, every breakdown': () => linkReport({ ...base, criteria: campaign, period: dates(30), breakdown: DIMENSIONS }, sources),
			'a link, a month: series and five breakdowns': () => linkAnalytics({ ...parts, period: dates(30), interval: 'day', breakdown: five, link: 'slug:slug-77' }, sources),
			'the busiest link, a month: the same': () => linkAnalytics({ ...parts, period: dates(30), interval: 'day', breakdown: five, link: 'slug:slug-1' }, sources),
			'a week by country': () => linkReport({ ...base, group: 'country' }, sources),
			'a month by campaign': () => linkReport({ ...base, group: 'campaign', period: dates(30) }, sources),
		};
		const rows: Array<[string, number, number]> = [];
		for (const [name, ask] of Object.entries(questions)) {
			const times: number[] = [];
			for (let round = 0; round < WARM_UP + rounds; round++) {
				const asked = performance.now();
				await ask();
				times.push(performance.now() - asked);
			}
			times.splice(0, WARM_UP);
			rows.push([name, median(times), Math.max(...times)]);
		}
		return [
			`${String(clicks)} clicks on ${String(LINKS)} links in ${String(DAYS)} days: ${(clicks / seconds / 1000).toFixed(0)} thousand counted a second, ${(bytes / clicks).toFixed(0)} bytes a click in analytics.db`,
			table(['report', 'median ms', 'worst of all'], rows),
		].join('\n');
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const date = (time: number) => new Date(time).toISOString().slice(0, 10);

function chunk(first: number, clicks: number, links: readonly StoredLink[], seen: Set<number>): Fold[] {
	return Array.from({ length: CHUNK }, (_, index) => {
		const link = links[fewOf(LINKS)] as StoredLink;
		const person = fewOf(3_000_000);
		const isFirst = !seen.has(link.id * 3_000_000 + person);
		seen.add(link.id * 3_000_000 + person);
		return {
			position: first + index + 1,
			linkId: link.id,
			occurredAt: END - DAYS * DAY + Math.floor(((first + index) / clicks) * DAYS * DAY),
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
