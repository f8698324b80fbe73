import { hash } from 'node:crypto';
import { join } from 'node:path';
import { Database } from '../../../backend/src/storage/sqlite/database.ts';
import type { VisitorLimits } from '../../../backend/src/storage/packed/estimates.ts';
import type { GroupLimits, Grouping } from '../../../backend/src/storage/packed/group-estimates.ts';
import { visitorsByGroup } from '../../../backend/src/storage/sqlite/analytics/group-visitors.ts';
import { distinctVisitors } from '../../../backend/src/storage/sqlite/analytics/visitors.ts';
import { MORNING } from '../storage/conformance/samples.ts';
import { inDataFolder } from '../storage/data-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const DAY = 86_400_000;
const LINKS = [1, 2, 3];

describe('visitors of several links', () => {
	const folder = temporaryFolder('estimates');

	it.each([
		['out of days of visitors', 0],
		['out of hits', 1_000_000],
	])('are exact up to the limit, however many clicks there are, and an estimate above it that sees enough of them: %s', async (_, few) => {
		await inDataFolder(folder.path, async (storage) => {
			const writer = storage.analyticsWriter();
			// 6,000 visitors, each with three clicks.
			const folds = Array.from({ length: 18_000 }, (_, index) => ({
				position: index + 1,
				linkId: LINKS[index % 2 === 0 ? 0 : 1 + (index % 3 === 0 ? 1 : 0)]!,
				occurredAt: MORNING + (index % 5) * DAY + (index % 7) * 100_000,
				kind: 'human' as const,
				visitorId: hash('sha256', `visitor ${String(index % 6000)}`).slice(0, 16),
			}));
			await writer.fold(folds, folds.length);
			const database = new Database(join(folder.path, 'analytics.db'), { access: 'read' });
			const range = { linkIds: LINKS, from: MORNING, to: MORNING + 5 * DAY };
			const count = (limits: Omit<VisitorLimits, 'few'>) => distinctVisitors(database, range, folds.length, { few, ...limits });
			expect(await count({ lookedAt: 20_000, sampled: 1000, exact: 100, enough: 10 })).toEqual({ visitors: 6000, estimated: false });
			expect(await count({ lookedAt: 1000, sampled: 1000, exact: 10_000, enough: 10 })).toEqual({ visitors: 6000, estimated: false });
			const rough = await count({ lookedAt: 1000, sampled: 1000, exact: 1000, enough: 100 });
			expect([rough.estimated, Math.abs(rough.visitors - 6000) < 1500]).toEqual([true, true]);
			// Too few are seen at first: it looks again, at half of them.
			const better = await count({ lookedAt: 1000, sampled: 1000, exact: 1000, enough: 2500 });
			expect([better.estimated, Math.abs(better.visitors - 6000) < 300]).toEqual([true, true]);
			const half = { ...range, linkIds: LINKS.slice(0, 2) };
			for (const [from, to] of [[0, 5], [0.3, 1.7], [2, 2.01], [3.99, 9], [-1, 0], [0.001, 3.002], [1.0001, 2.0023], [2.0012, 2.0024]] as const) {
				const part = { ...half, from: Math.floor(MORNING + from * DAY), to: Math.floor(MORNING + to * DAY) + 1 };
				const seen = new Set(folds.filter(({ linkId, occurredAt }) => half.linkIds.includes(linkId) && occurredAt >= part.from && occurredAt < part.to).map(({ visitorId }) => visitorId));
				expect(await distinctVisitors(database, part, folds.length, { few, lookedAt: 20_000, sampled: 1000, exact: 100, enough: 10 })).toEqual({ visitors: seen.size, estimated: false });
				if (seen.size < 1000) continue;
				const some = await distinctVisitors(database, part, folds.length, { few, lookedAt: 1000, sampled: 1000, exact: 100, enough: 300 });
				expect([some.estimated, Math.abs(some.visitors - seen.size) < 0.25 * seen.size]).toEqual([true, true]);
			}
			database.close();
		});
	});

	it('of groups are exact where there are few in all, and of the smallest groups; those of the others are estimates', async () => {
		await inDataFolder(folder.path, async (storage) => {
			const writer = storage.analyticsWriter();
			// 6,000 visitors with two clicks each: half of all in one country, 5 in another, the rest in two more.
			const country = (visitor: number) => (visitor < 5 ? 'LI' : visitor < 3000 ? 'DE' : visitor % 2 === 0 ? 'AT' : null);
			const folds = Array.from({ length: 12_000 }, (_, index) => ({
				position: index + 1,
				linkId: LINKS[index % 3]!,
				occurredAt: MORNING + (index % 4) * DAY,
				kind: 'human' as const,
				visitorId: hash('sha256', `visitor ${String(index % 6000)}`).slice(0, 16),
				values: { country: country(index % 6000) },
			}));
			await writer.fold(folds, folds.length);
			const database = new Database(join(folder.path, 'analytics.db'), { access: 'read' });
			const named = database.all(`SELECT id, value FROM dimension_values WHERE dimension = 'country'`).map((row) => [row['id'], row['value']] as [number, string]);
			const groups: Grouping['groups'] = new Map([[0, [null, 'all']], ...named.map(([id, value]): [number, string[]] => [id, [value, 'all']])]);
			const sums = new Map([...groups].map(([number, [value]]) => [number, folds.filter((fold) => fold.values.country === value).length]));
			const clicks = new Map<string | null, number>([['all', 12_000], ...[...groups].map(([number, [value]]): [string | null, number] => [value!, sums.get(number)!])]);
			const count = (limits: GroupLimits) => visitorsByGroup(database, { linkIds: LINKS, from: MORNING, to: MORNING + 4 * DAY }, { column: 'country', sums, groups, clicks }, limits);
			const exact = new Map([['all', 6000], ['LI', 5], ['DE', 2995], ['AT', 1500], [null, 1500]].map(([group, visitors]) => [group, { visitors, estimated: false }]));
			const limits = { lookedAt: 20_000, sampled: 3000, small: 100, passed: 20_000, exact: 1000 };
			expect(await count(limits)).toEqual(exact);
			// There are more clicks, but not more visitors than numbers are exact for.
			expect(await count({ ...limits, lookedAt: 10_000, exact: 10_000 })).toEqual(exact);
			const rough = await count({ ...limits, lookedAt: 10_000 });
			for (const [group, { visitors }] of exact) {
				const { visitors: told, estimated } = rough.get(group as string | null)!;
				expect([group, estimated, Math.abs(told - (visitors as number)) < 0.2 * (visitors as number)]).toEqual([group, group !== 'LI', true]);
			}
			expect(rough.get('LI')).toEqual({ visitors: 5, estimated: false });
			expect((await count({ ...limits, lookedAt: 10_000, passed: 10_000 })).get('LI')?.estimated).toBe(true);
			database.close();
		});
	});
});
