import type { Breakdown, Dimension } from '../../../contract/analytics.ts';
import { DIMENSIONS } from '../../../contract/analytics.ts';
import { invalid } from './range.ts';

/**
 * The dimensions that a caller wants tables of.
 *
 * @throws ProblemError `invalid_request`, naming the first that there is none of
 */
export function readBreakdown(text: string | undefined): Dimension[] {
	const names = [...new Set((text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''))];
	const unknown = names.find((name) => !(DIMENSIONS as readonly string[]).includes(name));
	if (unknown !== undefined) throw invalid('breakdown', `breakdown: there is no "${unknown}". There is ${DIMENSIONS.join(', ')}.`);
	return names as Dimension[];
}

/** The most frequent values, and how many clicks have others. Of values with as many clicks, those first that come first as text. */
export function breakdownOf(clicks: ReadonlyMap<string | null, number>, limit: number): Breakdown {
	const rows = [...clicks].map(([value, total_clicks]) => ({ value, total_clicks })).sort((a, b) => b.total_clicks - a.total_clicks || byValue(a.value, b.value));
	return { rows: rows.slice(0, limit), other: rows.slice(limit).reduce((sum, row) => sum + row.total_clicks, 0) };
}

/** By code units, the same on every machine; null last. */
export function byValue(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null || b === null) return a === null ? 1 : -1;
	return a < b ? -1 : 1;
}
