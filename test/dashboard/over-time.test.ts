/** Points of a report as lines: what has not begun has no value, what still grows is no fall. */
import { overTime } from '../../dashboard/src/analytics/over-time.ts';
import { chartColumns, pointLabelAt } from '../../dashboard/src/ui/chart-data.ts';
import type { Interval } from '../../contract/analytics.ts';

const point = (start: string, clicks: number) => ({ start, total_clicks: clicks }) as Parameters<typeof overTime>[2][number];
const days = [point('2026-03-01T00:00:00Z', 4), point('2026-03-02T00:00:00Z', 6), point('2026-03-03T00:00:00Z', 1), point('2026-03-04T00:00:00Z', 0)];
const draw = (interval: Interval, points: typeof days, now: string) => {
	const chart = { ...overTime('total_clicks', interval, points, undefined, Date.parse(now), 'UTC'), timeZone: 'UTC' };
	return { ...chart, columns: chartColumns(chart).slice(1) };
};

it('draws the way to the day that it is dashed, and nothing of the days after it', () => {
	const { unfinished, columns, series, ...chart } = draw('day', days, '2026-03-03T12:00:00Z');
	expect(unfinished).toBe(2);
	expect(series[0]?.values).toEqual([4, 6, 1, null]);
	expect(columns).toEqual([[4, 6, null, null], [null, 6, 1, null]]);
	const labelled = { ...chart, series, unfinished };
	expect([1, 2].map((index) => pointLabelAt(index, labelled))).toEqual(['Mon, 2 Mar 2026', 'Tue, 3 Mar 2026, so far']);
});

it.each<[Interval, string, string, number | undefined]>([
	['day', '2026-03-04T00:00:00Z', '2026-03-05T12:00:00Z', undefined],
	['hour', '2026-03-04T10:00:00Z', '2026-03-04T10:59:59Z', 0],
	['hour', '2026-03-04T10:00:00Z', '2026-03-04T11:00:00Z', undefined],
	['week', '2026-03-02T00:00:00Z', '2026-03-08T23:59:59Z', 0],
	['week', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z', undefined],
	['month', '2026-02-01T00:00:00Z', '2026-02-28T23:59:59Z', 0],
	['month', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z', undefined],
])('knows of the %s that begins at %s, at %s, whether it is over', (interval, start, now, unfinished) => {
	expect(draw(interval, [point(start, 3)], now).unfinished).toBe(unfinished);
});

it('draws one line where the range is over, or has a single point', () => {
	expect(draw('day', days, '2026-03-09T00:00:00Z').columns).toEqual([[4, 6, 1, 0]]);
	expect(draw('day', days.slice(0, 1), '2026-03-01T12:00:00Z').columns).toEqual([[4]]);
});
