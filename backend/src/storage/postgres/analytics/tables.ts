/** Which of the two sets of tables. */
export type SetNumber = 1 | 2;

/** The set beside this one. */
export const otherSet = (set: SetNumber): SetNumber => (set === 1 ? 2 : 1);

/** The tables of a set, as `schema/003-analytics.sql` describes them; first the one by which it is seen whether the set is empty. */
const NAMES = ['filling', 'link_numbers', 'dimension_values', 'link_days', 'hit_runs', 'sightings', 'day_links', 'day_visitors', 'day_samples', 'sampled_hits', 'hit_samples', 'day_values', 'counted_conversions'] as const;
type Name = (typeof NAMES)[number];

export type Tables = Record<Name, string>;

/** The names of a set's tables. */
export function tablesOf(set: SetNumber): Tables {
	return Object.fromEntries(NAMES.map((name) => [name, `${name}_${String(set)}`])) as Tables;
}
