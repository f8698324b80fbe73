import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { instant } from '../shared/check';
import type { Parameters } from '../shared/parameters';

/** A range as the API takes it. Dates without a time mean whole days, the last one included. */
export interface Period {
	start_date?: string;
	end_date?: string;
	timezone: string;
}

type Days = { from: DateTime; to: DateTime };

/** First and last day of each preset, reckoned from today. */
const PRESETS: Record<string, (today: DateTime) => Days> = {
	today: (today) => ({ from: today, to: today }),
	yesterday: (today) => ({ from: today.minus({ days: 1 }), to: today.minus({ days: 1 }) }),
	last7Days: (today) => ({ from: today.minus({ days: 6 }), to: today }),
	last30Days: (today) => ({ from: today.minus({ days: 29 }), to: today }),
	thisWeek: (today) => ({ from: today.startOf('week'), to: today }),
	lastWeek: (today) => ({ from: today.minus({ weeks: 1 }).startOf('week'), to: today.minus({ weeks: 1 }).endOf('week') }),
	thisMonth: (today) => ({ from: today.startOf('month'), to: today }),
	lastMonth: (today) => ({ from: today.minus({ months: 1 }).startOf('month'), to: today.minus({ months: 1 }).endOf('month') }),
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
			{ name: 'Custom', value: 'custom' },
			{ name: 'Last 30 Days', value: 'last30Days', description: 'Today and the 29 days before' },
			{ name: 'Last 7 Days', value: 'last7Days', description: 'Today and the 6 days before' },
			{ name: 'Last Month', value: 'lastMonth' },
			{ name: 'Last Week', value: 'lastWeek', description: 'Monday to Sunday' },
			{ name: 'This Month', value: 'thisMonth' },
			{ name: 'This Week', value: 'thisWeek', description: 'Since Monday' },
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

/** The period that an item asks for. */
export function readPeriod(parameters: Parameters, now = DateTime.now()): Period {
	const timezone = parameters.asText(parameters.collection('options').timezone, 'Time Zone') || parameters.context.getTimezone();
	const today = now.setZone(timezone);
	if (!today.isValid) throw parameters.error('Time Zone', `"${timezone}" is not the name of a time zone such as Europe/Berlin`);
	const period = parameters.text('period', 'Period');
	if (period === 'allTime') return { timezone };
	if (period === 'custom') return { ...readDates(parameters, timezone), timezone };
	const days = PRESETS[period]?.(today);
	if (!days) throw parameters.error('Period', `"${period}" is not one of its values`);
	return { start_date: days.from.toFormat('yyyy-MM-dd'), end_date: days.to.toFormat('yyyy-MM-dd'), timezone };
}

function readDates(parameters: Parameters, timezone: string): Omit<Period, 'timezone'> {
	const start_date = dayOrTime(parameters, 'startDate', 'Start Date', timezone);
	const end_date = dayOrTime(parameters, 'endDate', 'End Date', timezone);
	if (start_date && end_date && start_date.length === end_date.length && start_date > end_date) {
		throw parameters.error('End Date', 'is before Start Date');
	}
	return { start_date, end_date };
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
