import { DateTime } from 'luxon';
import { readPeriod } from '../../nodes/GetAnalytics/period.ts';
import type { Parameters } from '../../nodes/shared/parameters.ts';

const at = (period: string, now: string, timezone = 'Europe/Berlin') =>
	readPeriod({ text: () => period, asText: () => timezone, collection: () => ({}), context: { getTimezone: () => timezone } } as unknown as Parameters, DateTime.fromISO(now, { zone: 'utc' }) as DateTime<true>);

test.each([
	['thisWeek', '2026-03-04T12:00:00', '2026-03-02', '2026-03-04'],
	['lastWeek', '2026-03-04T12:00:00', '2026-02-23', '2026-03-01'],
	['thisMonth', '2026-03-31T12:00:00', '2026-03-01', '2026-03-31'],
	['lastMonth', '2026-03-31T12:00:00', '2026-02-01', '2026-02-28'],
	['lastMonth', '2026-01-15T12:00:00', '2025-12-01', '2025-12-31'],
	// 23:30 UTC is the next day in Berlin.
	['today', '2026-03-31T23:30:00', '2026-04-01', '2026-04-01'],
	['last7Days', '2026-03-31T23:30:00', '2026-03-26', '2026-04-01'],
])('%s at %s UTC is %s to %s in Berlin', (period, now, start_date, end_date) => {
	expect(at(period, now)).toEqual({ start_date, end_date, timezone: 'Europe/Berlin' });
});
