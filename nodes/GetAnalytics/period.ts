import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import type { Period as ApiPeriod } from '../../contract/analytics';
import { instant } from '../shared/check';
import type { Parameters } from '../shared/parameters';

/** A range as reports take it: by name, or by dates, of which one without a time is a whole day. */
export interface Period {
	period?: ApiPeriod;
	start_date?: string;
	end_date?: string;
	timezone: string;
}

/** A range as lists of clicks take it: from a time up to another. */
export interface Span {
	since?: string;
	until?: string;
}

type Range = { from: DateTime; to: DateTime };

/** What a preset is called by the API, and where it begins and ends for what is no report. */
interface Preset {
	period: ApiPeriod;
	range(now: DateTime): Range;
}

const lastDays = (period: ApiPeriod, days: number): Preset => ({
	period,
	range: (now) => ({ from: now.startOf('day').minus({ days: days - 1 }), to: endOfToday(now) }),
});

const soFar = (period: ApiPeriod, unit: 'week' | 'month' | 'year'): Preset => ({
	period,
	range: (now) => ({ from: now.startOf(unit), to: endOfToday(now) }),
});

const last = (period: ApiPeriod, unit: 'day' | 'week' | 'month'): Preset => ({
	period,
	range: (now) => ({ from: now.startOf(unit).minus({ [unit]: 1 }), to: now.startOf(unit) }),
});

const endOfToday = (now: DateTime) => now.startOf('day').plus({ days: 1 });

const PRESETS: Partial<Record<string, Preset>> = {
	last24Hours: { period: '24h', range: (now) => ({ from: now.minus({ hours: 24 }), to: now }) },
	today: lastDays('today', 1),
	yesterday: last('yesterday', 'day'),
	last7Days: lastDays('7d', 7),
	last30Days: lastDays('30d', 30),
	last90Days: lastDays('90d', 90),
	last12Months: { period: '12m', range: (now) => ({ from: now.startOf('month').minus({ months: 11 }), to: endOfToday(now) }) },
	thisWeek: soFar('wtd', 'week'),
	thisMonth: soFar('mtd', 'month'),
	thisYear: soFar('ytd', 'year'),
	lastWeek: last('last_week', 'week'),
	lastMonth: last('last_month', 'month'),
};

/** Which days are counted. */
export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		default: 'last7Days',
		description: 'The days to count, in the time zone of the workflow unless another is set in the options',
		options: [
			{ name: 'All Time', value: 'allTime' },
			{ name: 'Custom', value: 'custom', description: 'From one date to another' },
			{ name: 'Last 12 Months', value: 'last12Months', description: 'This month so far and the 11 before' },
			{ name: 'Last 24 Hours', value: 'last24Hours' },
			{ name: 'Last 30 Days', value: 'last30Days', description: 'Today and the 29 days before' },
			{ name: 'Last 7 Days', value: 'last7Days', description: 'Today and the 6 days before' },
			{ name: 'Last 90 Days', value: 'last90Days', description: 'Today and the 89 days before' },
			{ name: 'Last Month', value: 'lastMonth' },
			{ name: 'Last Week', value: 'lastWeek', description: 'Monday to Sunday' },
			{ name: 'This Month', value: 'thisMonth' },
			{ name: 'This Week', value: 'thisWeek', description: 'Since Monday' },
			{ name: 'This Year', value: 'thisYear' },
			{ name: 'Today', value: 'today' },
			{ name: 'Yesterday', value: 'yesterday' },
		],
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description: 'The first day, or the time from which to count. Leave empty to count from the beginning.',
		displayOptions: { show: { period: ['custom'] } },
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		description: 'The last day, which is counted whole, or the time up to which to count. Leave empty to count until now.',
		displayOptions: { show: { period: ['custom'] } },
	},
];

/** The period that an item asks for, for a report. */
export function readPeriod(parameters: Parameters): Period {
	const timezone = readZone(parameters);
	const period = parameters.text('period', 'Period');
	if (period === 'allTime') return { timezone };
	if (period === 'custom') return { ...readDates(parameters, timezone), timezone };
	return { period: presetOf(parameters, period).period, timezone };
}

/** The same for a list of clicks. `now` in milliseconds since 1970. */
export function readSpan(parameters: Parameters, now: number): Span {
	const timezone = readZone(parameters);
	const period = parameters.text('period', 'Period');
	if (period === 'allTime') return {};
	if (period === 'custom') {
		const { start_date, end_date } = readDates(parameters, timezone);
		return { since: edge(start_date, 0, timezone), until: edge(end_date, 1, timezone) };
	}
	const { from, to } = presetOf(parameters, period).range(DateTime.fromMillis(now, { zone: timezone }));
	return { since: utc(from), until: utc(to) };
}

function readZone(parameters: Parameters): string {
	const timezone = parameters.asText(parameters.collection('options').timezone, 'Time Zone') || parameters.context.getTimezone();
	if (!DateTime.now().setZone(timezone).isValid) throw parameters.error('Time Zone', `"${timezone}" is not the name of a time zone such as Europe/Berlin`);
	return timezone;
}

function presetOf(parameters: Parameters, period: string): Preset {
	const preset = PRESETS[period];
	if (!preset) throw parameters.error('Period', `"${period}" is not one of its values`);
	return preset;
}

function readDates(parameters: Parameters, timezone: string): Pick<Period, 'start_date' | 'end_date'> {
	const start_date = dayOrTime(parameters, 'startDate', 'Start Date', timezone);
	const end_date = dayOrTime(parameters, 'endDate', 'End Date', timezone);
	if (start_date && end_date && start_date.length === end_date.length && start_date > end_date) {
		throw parameters.error('End Date', 'is before Start Date');
	}
	return { ...(start_date && { start_date }), ...(end_date && { end_date }) };
}

/** n8n's date picker writes midnight where a person chose a day, so midnight without a zone is a day. */
function dayOrTime(parameters: Parameters, name: string, label: string, timezone: string): string | undefined {
	const value = parameters.raw(name, '');
	if (value === '' || value === null || value === undefined) return undefined;
	const day = typeof value === 'string' && /^(\d{4}-\d\d-\d\d)([T ]00:00(:00(\.0+)?)?)?$/.exec(value.trim());
	const time = instant(value, timezone);
	if (!time) throw parameters.error(label, `${JSON.stringify(value)} is not a date or time such as 2026-12-24 or 2026-12-24T18:00:00Z`);
	return day ? day[1] : time;
}

/** The time at which a day begins, or a day later; a time is itself. */
function edge(dayOrTime: string | undefined, days: number, zone: string): string | undefined {
	if (dayOrTime?.length !== 10) return dayOrTime;
	return utc(DateTime.fromISO(dayOrTime, { zone }).plus({ days }));
}

const utc = (time: DateTime): string | undefined => time.toUTC().toISO() ?? undefined;
