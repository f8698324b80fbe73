import type { INodeProperties } from 'n8n-workflow';
import type { LinkFilter } from '../../contract/link';
import { filtersProperty, readFilter } from '../shared/filterProperties';
import type { Parameters } from '../shared/parameters';

/** Milliseconds of each unit of Expires Within. */
const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const expiresWithin: INodeProperties = {
	displayName: 'Expires Within',
	name: 'expiresWithin',
	type: 'fixedCollection',
	placeholder: 'Add Time',
	default: { time: { amount: 1, unit: 'days' } },
	description: 'Only links that redirect no longer than this: they expire between now and then',
	options: [
		{
			displayName: 'Time',
			name: 'time',
			values: [
				{
					displayName: 'Amount',
					name: 'amount',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 1,
					description: 'How many of the unit, from now on',
				},
				{
					displayName: 'Unit',
					name: 'unit',
					type: 'options',
					default: 'days',
					description: 'What the amount counts; a day is 24 hours',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
				},
			],
		},
	],
};

/** The filters that all nodes have, and one that is reckoned from now. */
export const filtersWithExpiry: INodeProperties = {
	...filtersProperty,
	options: [...((filtersProperty.options ?? []) as INodeProperties[]), expiresWithin].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
};

/** The filter of one item at a time, in milliseconds since 1970. */
export function readFilterAt(parameters: Parameters, now: number): LinkFilter {
	const filter = readFilter(parameters);
	const { time } = (parameters.collection('filters').expiresWithin ?? {}) as { time?: { amount?: unknown; unit?: unknown } };
	if (!time) return filter;
	if (filter.expires_after ?? filter.expires_before) throw parameters.error('Expires Within', 'cannot be combined with Expires After or Expires Before; use one of them');
	const unit = parameters.oneOf(time.unit, 'Unit', ['minutes', 'hours', 'days'] as const) ?? 'days';
	const until = now + amountOf(parameters, time.amount) * UNITS[unit];
	return { ...filter, expires_after: new Date(now).toISOString(), expires_before: new Date(until).toISOString() };
}

function amountOf(parameters: Parameters, value: unknown): number {
	const amount = Number(parameters.asText(value, 'Amount'));
	if (!(amount > 0 && amount <= 1_000_000)) throw parameters.error('Amount', 'must be a number above 0');
	return amount;
}
