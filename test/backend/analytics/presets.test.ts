import type { Period } from '../../../contract/analytics.ts';
import { PERIODS } from '../../../contract/analytics.ts';
import { readRange, type RangeQuery } from '../../../backend/src/analytics/range.ts';

/** Sunday, half past midnight in Berlin, where it is summer; still Saturday in New York. */
const NOW = Date.parse('2027-05-29T22:37:00Z');
const short = ({ start, end }: { start: string | null; end: string | null } = { start: null, end: null }) => `${start?.slice(0, 16)} ${end?.slice(0, 16)}`;
const asked = (query: RangeQuery) => {
	const { range, previous } = readRange(query, NOW);
	return [short(range), short(previous?.range)];
};

/** In Berlin: the range, and the one before it. */
const EXPECTED: Record<Period, [string, string]> = {
	'24h': ['2027-05-28T22:38 2027-05-29T22:38', '2027-05-27T22:38 2027-05-28T22:38'],
	'7d': ['2027-05-23T22:00 2027-05-30T22:00', '2027-05-16T22:00 2027-05-23T22:00'],
	'30d': ['2027-04-30T22:00 2027-05-30T22:00', '2027-03-31T22:00 2027-04-30T22:00'],
	'90d': ['2027-03-01T23:00 2027-05-30T22:00', '2026-12-01T23:00 2027-03-01T23:00'],
	'12m': ['2026-05-31T22:00 2027-05-30T22:00', '2025-05-31T22:00 2026-05-30T22:00'],
	today: ['2027-05-29T22:00 2027-05-30T22:00', '2027-05-28T22:00 2027-05-29T22:00'],
	yesterday: ['2027-05-28T22:00 2027-05-29T22:00', '2027-05-27T22:00 2027-05-28T22:00'],
	wtd: ['2027-05-23T22:00 2027-05-30T22:00', '2027-05-16T22:00 2027-05-23T22:00'],
	last_week: ['2027-05-16T22:00 2027-05-23T22:00', '2027-05-09T22:00 2027-05-16T22:00'],
	mtd: ['2027-04-30T22:00 2027-05-30T22:00', '2027-03-31T22:00 2027-04-30T22:00'],
	last_month: ['2027-03-31T22:00 2027-04-30T22:00', '2027-02-28T23:00 2027-03-31T22:00'],
	ytd: ['2026-12-31T23:00 2027-05-30T22:00', '2025-12-31T23:00 2026-05-30T22:00'],
	all: ['undefined undefined', 'undefined undefined'],
};

test.each(PERIODS)('%s, and the period before it', (period) => {
	expect(asked({ period, timezone: 'Europe/Berlin' })).toEqual(EXPECTED[period]);
});

test('today is that of the time zone', () => {
	expect(asked({ period: 'today', timezone: 'America/New_York' })[0]).toBe('2027-05-29T04:00 2027-05-30T04:00');
});

test.each([
	['whole months', { start_date: '2027-02-01', end_date: '2027-03-31' }, '2026-12-01T00:00 2027-02-01T00:00'],
	['a February', { start_date: '2028-02-01', end_date: '2028-02-29' }, '2028-01-01T00:00 2028-02-01T00:00'],
	['days', { start_date: '2027-03-10', end_date: '2027-03-12' }, '2027-03-07T00:00 2027-03-10T00:00'],
	['times', { start_date: '2027-03-10T06:00', end_date: '2027-03-10T09:00' }, '2027-03-10T03:00 2027-03-10T06:00'],
	['from a day until now', { start_date: '2027-05-20' }, '2027-05-10T00:00 2027-05-20T00:00'],
	['from a time until now', { start_date: '2027-05-29T20:37' }, '2027-05-29T18:36 2027-05-29T20:37'],
	['no beginning', { end_date: '2027-05-20' }, 'undefined undefined'],
])('compared with %s: as long before', (_, query, expected) => {
	expect(asked(query)[1]).toBe(expected);
});

test('times are taken to the millisecond, and compared with as many before', () => {
	const { range, previous } = readRange({ start_date: '2027-03-10T06:00:00.250Z', end_date: '2027-03-10T06:00:01Z' });
	expect(range).toEqual({ start: '2027-03-10T06:00:00.250Z', end: '2027-03-10T06:00:01.000Z', timezone: 'UTC', granularity: 0 });
	expect(previous?.range).toMatchObject({ start: '2027-03-10T05:59:59.500Z', end: '2027-03-10T06:00:00.250Z' });
});

test('the last 24 hours are 24 hours up to the end of the minute, the same all minute', () => {
	const ranges = ['22:37:00.000Z', '22:37:59.999Z', '22:38:00.000Z'].map((time) => readRange({ period: '24h' }, Date.parse(`2027-05-29T${time}`)).range);
	expect(ranges.map(({ start, end }) => [start, end])).toEqual([
		['2027-05-28T22:38:00.000Z', '2027-05-29T22:38:00.000Z'],
		['2027-05-28T22:38:00.000Z', '2027-05-29T22:38:00.000Z'],
		['2027-05-28T22:39:00.000Z', '2027-05-29T22:39:00.000Z'],
	]);
});
