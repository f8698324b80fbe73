/** How SQLite goes about the usual lists: along an index, in its order, without sorting what it passes over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LINK_SORTS, type LinkFilter, type LinkSort } from '../../../contract/link.ts';
import { readCriteria } from '../../../backend/src/links/filter.ts';
import { readSort } from '../../../backend/src/links/place.ts';
import type { Database } from '../../../backend/src/storage/sqlite/database.ts';
import { conditionsOf } from '../../../backend/src/storage/sqlite/lists/filter.ts';
import { listsDatabase } from '../../../backend/src/storage/sqlite/lists/lists.ts';
import { PLAN_LIMITS, planList } from '../../../backend/src/storage/sqlite/lists/plan.ts';
import { dataFiles } from '../../../backend/src/storage/sqlite/segments.ts';
import { prepareDataFolder } from '../../../backend/src/storage/sqlite/storage.ts';

let folder: string;
let database: Database;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'linkmill-plans-'));
	prepareDataFolder(folder, 'process');
	database = listsDatabase(dataFiles(folder));
});
afterAll(async () => {
	database.close();
	await rm(folder, { recursive: true, force: true });
});

/** What SQLite says of the statements of a page, a line a step. `count` is how many links the source of each condition has. */
function planOf(filter: LinkFilter, sort: LinkSort, count: number, value?: string | number | null): string[] {
	const conditions = conditionsOf(readCriteria(filter, 0)).map((one) => ({ ...one, count: one.source ? count : Infinity }));
	const after = value === undefined ? undefined : { value, id: 7 };
	return planList(conditions, readSort(sort), after, PLAN_LIMITS).flatMap(({ text, parameters }) =>
		database.query(`EXPLAIN QUERY PLAN ${text}`, ...parameters, 10).map((row) => row['detail'] as string),
	);
}

const INDEXES: Record<string, RegExp> = {
	created_at: /links USING (COVERING )?INDEX links_by_created/,
	updated_at: /links USING (COVERING )?INDEX links_by_updated/,
	slug: /links USING (COVERING )?INDEX links_by_slug/,
	expires_at: /links USING (COVERING )?INDEX links_by_expiry/,
	title: /d USING (COVERING )?INDEX documents_by_title/,
	total_clicks: /t USING (COVERING )?INDEX link_totals_by_clicks/,
	last_clicked_at: /t USING (COVERING )?INDEX link_totals_by_last_click/,
};

describe.each(LINK_SORTS)('the order %s', (sort) => {
	const key = sort.replace('-', '');

	it.each(['the first page', 'a later page'])('is that of its index, for %s', (page) => {
		const value = page === 'the first page' ? undefined : ['slug', 'title'].includes(key) ? 'm' : 5;
		const plan = planOf({}, sort, 0, value).join('\n');
		expect(plan).toMatch(INDEXES[key]!);
		expect(plan).not.toMatch(/TEMP B-TREE/);
	});

	it('seeks the place where a page goes on', () => {
		const plan = planOf({}, sort, 0, ['slug', 'title'].includes(key) ? 'm' : 5);
		expect(plan[0]).toMatch(/^SEARCH .*=\?.* AND rowid[<>]\?|^SEARCH .*\(title=\? AND link_id[<>]\?\)/);
	});
});

describe('many links of a condition, newest first, come along its index', () => {
	it.each<[string, LinkFilter, RegExp]>([
		['a tag', { tags: ['a'] }, /^SEARCH link_tags USING PRIMARY KEY \(tag=\?\)/],
		['a campaign', { campaign: 'a' }, /^SEARCH links USING INDEX links_by_campaign \(campaign=\?\)/],
		['a word', { search: 'https' }, /^SCAN t VIRTUAL TABLE INDEX \d+:/],
		['disabled ones', { status: 'disabled' }, /^SCAN links USING INDEX links_disabled/],
		['a range of time', { created_after: '2027-01-01', created_before: '2027-02-01' }, /^SEARCH links USING (COVERING )?INDEX links_by_created \(created_at>\? AND created_at<\?\)/],
	])('%s', (_what, filter, first) => {
		const plan = planOf(filter, '-created_at', Infinity);
		expect(plan[0]).toMatch(first);
		expect(plan.join('\n')).not.toMatch(/TEMP B-TREE/);
	});
});

describe('few links of a condition are found by its index, and sorted', () => {
	it.each<[string, LinkFilter, RegExp]>([
		['a slug', { slug: 'a' }, /INDEX links_by_slug \(slug=\?\)/],
		['an external id', { external_id: 'a' }, /INDEX links_by_external_id \(external_id=\?\)/],
		['a destination', { destination: 'https://shop.example/' }, /INDEX documents_by_destination \(destination=\?\)/],
		['a beginning of destinations', { destination: 'https://shop.example/*' }, /INDEX documents_by_destination \(destination>\? AND destination<\?\)/],
		['an expiry', { expires_before: '2027-01-01' }, /INDEX links_by_expiry \(expires_at<\?\)/],
		['expired ones', { status: 'expired' }, /INDEX links_by_expiry \(expires_at<\?\)/],
		['scheduled ones', { status: 'scheduled' }, /INDEX links_by_start \(starts_at>\?\)/],
		['exhausted ones', { status: 'exhausted' }, /links USING INDEX links_limited/],
		['clicks', { clicks_min: 5 }, /INDEX link_totals_by_clicks \(total_clicks>\? AND total_clicks<\?\)/],
		['two letters', { search: 'ab' }, /INDEX links_by_slug \(slug>\? AND slug<\?\)/],
	])('%s', (_what, filter, step) => {
		const plan = planOf(filter, '-updated_at', 10).join('\n');
		expect(plan).toMatch(step);
		expect(plan).not.toMatch(/SCAN links(?! USING)/);
	});
});

it('a number in between becomes a set, which is asked along the index of the order', () => {
	const plan = planOf({ tags: ['a'] }, 'slug', 30_000).join('\n');
	expect(plan).toMatch(/^SCAN links USING INDEX links_by_slug\nLIST SUBQUERY \d+\nSEARCH link_tags USING PRIMARY KEY \(tag=\?\)/);
	expect(plan).not.toMatch(/TEMP B-TREE/);
});
