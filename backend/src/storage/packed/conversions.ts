import type { ConversionTotals } from '../analytics.ts';
import { tagsOf } from './values.ts';

/** Conversions by group, by currency. */
export type ConversionGroups = Map<string | number | null, ConversionTotals[]>;

/** Conversions that have one value and one currency. */
export interface ConversionRow extends ConversionTotals {
	/** What they are told apart by; of tags, a list as JSON. */
	value: string | number | null;
}

/** Adds up rows. @param byTag one counts for each of its tags */
export function conversionGroups(rows: Iterable<ConversionRow>, byTag: boolean): ConversionGroups {
	const found: ConversionGroups = new Map();
	for (const { value, ...totals } of rows) {
		for (const key of byTag ? tagsOf(value as string | null) : [value]) add(found, key, totals);
	}
	return found;
}

function add(found: ConversionGroups, key: string | number | null, { currency, conversions, amount }: ConversionTotals): void {
	const list = found.get(key) ?? [];
	const known = list.find((one) => one.currency === currency);
	if (known) {
		known.conversions += conversions;
		known.amount += amount;
	} else {
		list.push({ currency, conversions, amount });
	}
	found.set(key, list);
}
