/** Ranges and series against Luxon, in zones whose clocks do what clocks can do. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { INTERVALS } from '../../../contract/analytics.ts';
import { readRange } from '../../../backend/src/analytics/range.ts';
import { bucketsOf } from '../../../backend/src/analytics/series.ts';

const ZONES = [
	'UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Beirut',
	'Australia/Lord_Howe', 'Australia/Adelaide', 'Pacific/Chatham', 'Pacific/Apia', 'Africa/Casablanca', 'Africa/Cairo', 'America/Asuncion', 'Pacific/Auckland',
];
const zone = fc.constantFrom(...ZONES);
const day = fc.integer({ min: 0, max: 365 * 20 }).map((days) => DateTime.fromISO('2012-01-05', { zone: 'UTC' }).plus({ days }).toISODate()!);

test('a date is the day that Luxon knows', () => {
	fc.assert(
		fc.property(zone, day, (timezone, date) => {
			const { range } = readRange({ date, timezone });
			const start = DateTime.fromISO(date, { zone: timezone }).startOf('day');
			expect([range.start, range.end]).toEqual([start.toUTC().toISO(), start.plus({ days: 1 }).startOf('day').toUTC().toISO()]);
		}),
		{ numRuns: 500 },
	);
});

test('a series has every day, week and month of Luxon, with its offset', () => {
	const interval = fc.constantFrom(...INTERVALS.filter((one) => one !== 'hour'));
	fc.assert(
		fc.property(zone, day, fc.integer({ min: 1, max: 200 }), interval, (timezone, date, days, unit) => {
			const first = DateTime.fromISO(date, { zone: timezone }).startOf('day');
			const last = first.plus({ days }).startOf('day');
			const range = { from: first.toMillis(), to: last.toMillis() };
			const { starts, edges } = bucketsOf(unit, range, timezone, undefined);
			const expected: DateTime[] = [];
			for (let at = first.startOf(unit); at < last; at = at.plus({ [`${unit}s`]: 1 }).startOf(unit)) expected.push(at);
			expect(starts).toEqual(expected.map((at) => at.toISO({ suppressMilliseconds: true })!.replace('Z', '+00:00')));
			expect(edges).toEqual([range.from, ...expected.slice(1).map((at) => at.toMillis()), range.to]);
		}),
		{ numRuns: 300 },
	);
});

test('hours cover a range without gaps, none is longer than an hour, and each begins where the clock says', () => {
	fc.assert(
		fc.property(zone, day, fc.integer({ min: 1, max: 40 }), (timezone, date, days) => {
			const first = DateTime.fromISO(date, { zone: timezone }).startOf('day');
			const range = { from: first.toMillis(), to: first.plus({ days }).toMillis() };
			const { starts, edges } = bucketsOf('hour', range, timezone, undefined);
			expect([edges[0], edges.at(-1), edges.length]).toEqual([range.from, range.to, starts.length + 1]);
			for (const [index, start] of starts.entries()) {
				const [from, to] = [edges[index]!, edges[index + 1]!];
				expect([start, to - from > 0 && to - from <= 3_600_000]).toEqual([start, true]);
				const local = DateTime.fromMillis(from, { zone: timezone });
				expect(start).toBe(local.toISO({ suppressMilliseconds: true })!.replace('Z', '+00:00'));
				// Within an hour of the clock, unless the clocks were changed by less than one.
				if (index > 0 && local.minute !== 0) expect(local.offset).not.toBe(DateTime.fromMillis(from - 1, { zone: timezone }).offset);
			}
		}),
		{ numRuns: 60 },
	);
});

test('of two midnights, the first begins the day', () => {
	// At one, the clocks of Havana go back to midnight; Luxon would begin with the second.
	const { range, times } = readRange({ date: '2023-11-05', timezone: 'America/Havana' });
	expect([range.start, range.end]).toEqual(['2023-11-05T04:00:00.000Z', '2023-11-06T05:00:00.000Z']);
	expect(bucketsOf('hour', times, 'America/Havana', undefined).starts.slice(0, 2)).toEqual(['2023-11-05T00:00:00-04:00', '2023-11-05T00:00:00-05:00']);
});

test.each([
	['2027-03-28', 'Europe/Berlin', 23], ['2027-10-31', 'Europe/Berlin', 25], ['2027-10-03', 'Australia/Lord_Howe', 24], ['2027-04-04', 'Australia/Lord_Howe', 25],
])('%s in %s has %i hours that a clock shows', (date, timezone, hours) => {
	const { times } = readRange({ date, timezone });
	expect(bucketsOf('hour', times, timezone, undefined).starts).toHaveLength(hours);
});

test('the first and the last interval of a series are as long as the range', () => {
	const [from, to] = ['2027-03-27T22:59:59.999Z', '2027-03-28T22:00:00.001Z'].map((text) => Date.parse(text)) as [number, number];
	const { starts, edges } = bucketsOf('day', { from, to }, 'Europe/Berlin', undefined);
	expect(starts).toEqual(['2027-03-27T00:00:00+01:00', '2027-03-28T00:00:00+01:00', '2027-03-29T00:00:00+02:00']);
	expect(edges).toEqual([from, from + 1, to - 1, to]);
});
