import { hash } from 'node:crypto';
import type { Distinct, VisitorLimits } from '../../../../backend/src/storage/packed/estimates.ts';
import type { GroupLimits, Grouping } from '../../../../backend/src/storage/packed/group-estimates.ts';
import type { AnalyticsWriter } from '../../../../backend/src/storage/storage.ts';
import { MORNING } from './samples.ts';

const DAY = 86_400_000;
const LINKS = [1, 2, 3];

/** Which clicks. */
export interface Clicks {
	linkIds: number[];
	from: number;
	to: number;
}

/** Rollups whose estimates can be asked for with limits of one's own. */
export interface EstimatingRollups {
	writer: Pick<AnalyticsWriter, 'fold'>;
	/** @param clicks how many there are, roughly */
	distinct(range: Clicks, clicks: number, limits: VisitorLimits): Promise<Distinct>;
	byCountry(range: Clicks, grouping: Grouping, limits: GroupLimits): Promise<Map<string | null, Distinct>>;
	/** The numbers that stand for countries. */
	countries(): Promise<Array<[number, string]>>;
}

/**
 * Estimates are made where they may be, and are as good as they say.
 *
 * @param within does something with empty rollups
 * @param ways up to how many clicks are looked at one by one, by where visitors are counted from
 */
export function describeEstimates(name: string, within: (work: (rollups: EstimatingRollups) => Promise<void>) => Promise<void>, ways: Array<[string, number]>): void {
	it.each(ways)(`${name}: visitors of several links are exact up to the limit, however many clicks there are, and an estimate above it that sees enough of them: %s`, async (_, few) => {
		await within(async ({ writer, distinct }) => {
			// 6,000 visitors, each with three clicks.
			const folds = Array.from({ length: 18_000 }, (_, index) => ({
				position: index + 1,
				linkId: LINKS[index % 2 === 0 ? 0 : 1 + (index % 3 === 0 ? 1 : 0)]!,
				occurredAt: MORNING + (index % 5) * DAY + (index % 7) * 100_000,
				kind: 'human' as const,
				visitorId: hash('sha256', `visitor ${String(index % 6000)}`).slice(0, 16),
			}));
			await writer.fold(folds, folds.length);
			const range = { linkIds: LINKS, from: MORNING, to: MORNING + 5 * DAY };
			const count = (limits: Omit<VisitorLimits, 'few'>) => distinct(range, folds.length, { few, ...limits });
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
				expect(await distinct(part, folds.length, { few, lookedAt: 20_000, sampled: 1000, exact: 100, enough: 10 })).toEqual({ visitors: seen.size, estimated: false });
				if (seen.size < 1000) continue;
				const some = await distinct(part, folds.length, { few, lookedAt: 1000, sampled: 1000, exact: 100, enough: 300 });
				expect([some.estimated, Math.abs(some.visitors - seen.size) < 0.25 * seen.size]).toEqual([true, true]);
			}
		});
	});

	it(`${name}: visitors of groups are exact where there are few in all, and of the smallest groups; those of the others are estimates`, async () => {
		await within(async ({ writer, byCountry, countries }) => {
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
			const named = await countries();
			const groups: Grouping['groups'] = new Map([[0, [null, 'all']], ...named.map(([id, value]): [number, string[]] => [id, [value, 'all']])]);
			const sums = new Map([...groups].map(([number, [value]]) => [number, folds.filter((fold) => fold.values.country === value).length]));
			const clicks = new Map<string | null, number>([['all', 12_000], ...[...groups].map(([number, [value]]): [string | null, number] => [value!, sums.get(number)!])]);
			const count = (limits: GroupLimits) => byCountry({ linkIds: LINKS, from: MORNING, to: MORNING + 4 * DAY }, { sums, groups, clicks }, limits);
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
		});
	});
}
