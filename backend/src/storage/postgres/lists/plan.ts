import type { LinkOrder, Place } from '../../lists.ts';
import { LINK_COLUMNS } from '../links/link-rows.ts';
import type { SqlCondition } from './filter.ts';
import { beyondPlace, KEYS, remaining, walksOf, type Walk } from './order.ts';
import { all, between, sql, type Sql } from './sql.ts';

/** A condition, with how many links its source has; infinite where that is more than can be gathered, or not known. */
export interface CountedCondition extends SqlCondition {
	count: number;
}

const LIVE = sql('links.deleted_at IS NULL');

/**
 * Statements that give links in order, one after the other until there are enough, with what the order compares as `place`; each
 * takes a limit as its last value.
 *
 * In the order of creation the condition that leaves the fewest links is walked along, where it has them in that order. Else, where
 * one leaves few links, those are gathered and sorted. Else the order's own index is walked along. Links that do not match are
 * passed over: the more there are that match, the sooner there are enough. PostgreSQL would decide so as well, but for what it
 * does not know: how far conditions go together, and what its statistics are too old to tell.
 */
export function planList(conditions: readonly CountedCondition[], order: LinkOrder, after: Place | undefined): Sql[] {
	const least = leastOf(conditions);
	const along = order.by === 'created_at' ? leastOf(conditions.filter((one) => one.byCreation)) : undefined;
	const gather = least !== undefined && least.count < Infinity;
	const own = along && (along === least || !gather) ? along : undefined;
	if (gather && !own) return [gathered(least, conditions, order, after)];
	const rest = conditions.filter((one) => one !== own);
	return remaining(own?.byCreation ? [own.byCreation] : walksOf(order), order.descending, after).flatMap((walk) => {
		const checks = rest.map((one) => checkOn(walk, one));
		return checks.includes(NEVER) ? [] : [walked(walk, [...walk.where, ...checks, LIVE], order.descending)];
	});
}

/** How many links match, as `n`. */
export function planCount(conditions: readonly SqlCondition[]): Sql {
	const [only] = conditions;
	if (conditions.length === 1 && only?.source?.exact) return sql(`SELECT count(*) AS n FROM (${only.source.ids.text}) AS source`, ...only.source.ids.values);
	const where = all([LIVE, ...conditions.map(({ check }) => check)]);
	return sql(`SELECT count(*) AS n FROM links WHERE ${where.text}`, ...where.values);
}

/** How many links the sources have, each up to one more than `limit`, as `n0`, `n1`, … */
export function planSources(sources: readonly Sql[], limit: number): Sql {
	const counts = sources.map(({ text }, index) => `(SELECT count(*) FROM (SELECT id FROM (${text}) AS source LIMIT ?) AS first) AS n${String(index)}`);
	return sql(`SELECT ${counts.join(', ')}`, ...sources.flatMap(({ values }) => [...values, limit + 1]));
}

function leastOf(conditions: readonly CountedCondition[]): CountedCondition | undefined {
	return conditions.filter((one) => one.source).sort((a, b) => (a.count === b.count ? 0 : a.count - b.count))[0];
}

/** An array of ids is looked up one after the other, whatever PostgreSQL thinks of their number. */
function gathered(least: SqlCondition, conditions: readonly SqlCondition[], order: LinkOrder, after: Place | undefined): Sql {
	const { key, join } = KEYS[order.by];
	const direction = order.descending ? 'DESC' : 'ASC';
	const ids = least.source?.ids ?? sql('');
	const checks = conditions.filter((one) => one !== least || !least.source?.exact).map(({ check, step }) => step ?? check);
	const where = all([sql(`links.id = ANY(ARRAY(${ids.text}))`, ...ids.values), LIVE, ...checks, beyondPlace(order, after)]);
	return sql(
		`SELECT ${LINK_COLUMNS}, ${key} AS place FROM links ${join} WHERE ${where.text} ORDER BY ${key} ${direction} NULLS LAST, links.id ${direction} LIMIT ?`,
		...where.values,
	);
}

/** That no link of a walk matches. */
const NEVER = sql('FALSE');

/** A condition at each step of a walk. */
function checkOn(walk: Walk, { check, step, clicks }: CountedCondition): Sql {
	// A link that nobody clicked on is in none of the totals, and one of the totals was clicked on.
	if (clicks && walk.constant?.value === 0) return clicks.min > 0 ? NEVER : sql('TRUE');
	if (clicks && walk.clicks !== undefined) return clicks.max === 0 ? NEVER : between(walk.clicks, clicks.min, clicks.max + 1);
	return step ?? check;
}

function walked({ from, order, constant }: Walk, conditions: readonly Sql[], descending: boolean): Sql {
	const where = all(conditions);
	const place = constant ? String(constant.value ?? 'NULL') : (order[0] as string);
	const by = order.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
	return sql(`SELECT ${LINK_COLUMNS}, ${place} AS place FROM ${from} WHERE ${where.text} ORDER BY ${by} LIMIT ?`, ...where.values);
}
