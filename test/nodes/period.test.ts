import { readPeriod, readSpan } from '../../nodes/GetAnalytics/period.ts';
import type { Parameters } from '../../nodes/shared/parameters.ts';

const of = (period: string, timezone = 'Europe/Berlin', more: Record<string, unknown> = {}) =>
	({ text: () => period, asText: () => timezone, collection: () => ({}), raw: (name: string) => more[name] ?? '', context: { getTimezone: () => timezone } }) as unknown as Parameters;

test.each([
	['today', '2026-03-31T12:00:00Z', '2026-03-30T22:00:00.000Z', '2026-03-31T22:00:00.000Z'],
	// 23:30 UTC is the next day in Berlin.
	['today', '2026-03-31T23:30:00Z', '2026-03-31T22:00:00.000Z', '2026-04-01T22:00:00.000Z'],
	['yesterday', '2026-03-04T12:00:00Z', '2026-03-02T23:00:00.000Z', '2026-03-03T23:00:00.000Z'],
	['last24Hours', '2026-03-04T12:34:56Z', '2026-03-03T12:34:56.000Z', '2026-03-04T12:34:56.000Z'],
	// The clocks go forward within these days.
	['last7Days', '2026-03-31T23:30:00Z', '2026-03-25T23:00:00.000Z', '2026-04-01T22:00:00.000Z'],
	['last30Days', '2026-03-04T12:00:00Z', '2026-02-02T23:00:00.000Z', '2026-03-04T23:00:00.000Z'],
	['last90Days', '2026-03-04T12:00:00Z', '2025-12-04T23:00:00.000Z', '2026-03-04T23:00:00.000Z'],
	['last12Months', '2026-03-04T12:00:00Z', '2025-03-31T22:00:00.000Z', '2026-03-04T23:00:00.000Z'],
	['thisWeek', '2026-03-04T12:00:00Z', '2026-03-01T23:00:00.000Z', '2026-03-04T23:00:00.000Z'],
	['lastWeek', '2026-03-04T12:00:00Z', '2026-02-22T23:00:00.000Z', '2026-03-01T23:00:00.000Z'],
	['thisMonth', '2026-03-31T12:00:00Z', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
	['lastMonth', '2026-03-31T12:00:00Z', '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
	['lastMonth', '2026-01-15T12:00:00Z', '2025-11-30T23:00:00.000Z', '2025-12-31T23:00:00.000Z'],
	['thisYear', '2026-03-04T12:00:00Z', '2025-12-31T23:00:00.000Z', '2026-03-04T23:00:00.000Z'],
])('%s at %s is %s to %s in Berlin', (period, now, since, until) => {
	expect(readSpan(of(period), Date.parse(now))).toEqual({ since, until });
});

test('All Time has no edges', () => {
	expect(readSpan(of('allTime'), 0)).toEqual({});
	expect(readPeriod(of('allTime'))).toEqual({ timezone: 'Europe/Berlin' });
});

test.each([
	[{ startDate: '2026-03-29', endDate: '2026-03-29T00:00:00' }, { since: '2026-03-28T23:00:00.000Z', until: '2026-03-29T22:00:00.000Z' }],
	[{ startDate: '2026-03-01T08:30:00' }, { since: '2026-03-01T07:30:00.000Z' }],
	[{ endDate: '2026-03-01T08:30:00Z' }, { until: '2026-03-01T08:30:00.000Z' }],
])('Custom %j is %j in Berlin', (dates, span) => {
	expect(readSpan(of('custom', 'Europe/Berlin', dates), 0)).toEqual(span);
});

test.each([
	['last24Hours', '24h'],
	['last12Months', '12m'],
	['thisWeek', 'wtd'],
	['lastMonth', 'last_month'],
])('reports are asked for %s as %s, so that months are compared with months', (period, name) => {
	expect(readPeriod(of(period))).toEqual({ period: name, timezone: 'Europe/Berlin' });
});
