import type { LinkOrder, Place } from '../../lists.ts';
import type { SqlCondition } from './filter.ts';
import { beyondPlace, KEYS, stretches, walksOf, type Walk } from './order.ts';
import { joined, sql, type Sql } from './sql.ts';

/** From how many links on a way of finding them is no longer the right one. */
export interface PlanLimits {
	/** Up to so many of a source are all looked at and sorted: 2 µs each. */
	gather: number;
	/** Up to so many of a source are put into a set, for a walk to ask at each step: 0.3 µs each, and a tenth of what it costs to ask the link. */
	set: number;
}

/** For pages of some milliseconds out of a million links. */
export const PLAN_LIMITS: PlanLimits = { gather: 5000, set: 50_000 };

/** A condition, with how many links its source has: all of them, or more than the limits. Infinite where there is no source. */
export interface CountedCondition extends SqlCondition {
	count: number;
}

const LIVE = sql('links.deleted_at IS NULL');

/**
 * Statements that give `id` and `value` of the links in order, one after the other until there are enough; each takes a limit
 * as its last parameter.
 *
 * In the order of creation the condition that leaves the fewest links is walked along, where it has them in that order. Else,
 * where one leaves few links, those are gathered and sorted. Else the order's own index is walked along. Links that do not match
 * are passed over: the more there are that match, the sooner there are enough.
 */
export function planList(conditions: readonly CountedCondition[], order: LinkOrder, after: Place | undefined, limits: PlanLimits): Sql[] {
	const least = leastOf(conditions);
	const along = order.by === 'created_at' ? least?.byCreation : undefined;
	if (least && !along && least.count <= limits.gather) return [gathered(least, conditions, order, after)];
	const rest = along ? conditions.filter((one) => one !== least) : conditions;
	return stretches(along ? [along] : walksOf(order), order.descending, after).map(({ walk, range }) => {
		const checks = rest.flatMap((one) => (!along && one.source && one.count <= limits.set ? inSet(one.source, one.check, walk) : [one.check]));
		return walked(walk, [...walk.where, ...range, ...checks, LIVE], order.descending);
	});
}

/** How many links match. */
export function planCount(conditions: readonly CountedCondition[], limits: PlanLimits): Sql {
	const least = leastOf(conditions);
	if (least?.source?.exact && conditions.length === 1) return sql(`SELECT count(*) AS n FROM (${least.source.ids.text})`, ...least.source.ids.parameters);
	if (least && least.count <= limits.set) return joined([sql('SELECT count(*) AS n'), fromSource(least, conditions, '')], ' ');
	return joined([sql('SELECT count(*) AS n FROM links WHERE'), joined([LIVE, ...conditions.map(({ check }) => check)], ' AND ')], ' ');
}

function leastOf(conditions: readonly CountedCondition[]): CountedCondition | undefined {
	return conditions.filter((one) => one.source).sort((a, b) => a.count - b.count)[0];
}

function gathered(least: SqlCondition, conditions: readonly SqlCondition[], { by, descending }: LinkOrder, after: Place | undefined): Sql {
	const { key, join } = KEYS[by];
	const direction = descending ? 'DESC' : 'ASC';
	const inner = joined([sql(`SELECT links.id AS id, ${key} AS value`), fromSource(least, conditions, join)], ' ');
	const beyond = beyondPlace(descending, after);
	return sql(
		`SELECT id, value FROM (${inner.text}) WHERE ${beyond.text} ORDER BY value IS NULL, value ${direction}, id ${direction} LIMIT ?`,
		...inner.parameters,
		...beyond.parameters,
	);
}

/** The links of a source for which all conditions hold. */
function fromSource(least: SqlCondition, conditions: readonly SqlCondition[], join: string): Sql {
	const checks = conditions.filter((one) => one !== least || !least.source?.exact).map(({ check }) => check);
	const ids = least.source?.ids ?? sql('');
	return joined([
		sql(`FROM (${ids.text}) AS source CROSS JOIN links ON links.id = source.id ${join} WHERE`, ...ids.parameters),
		joined([LIVE, ...checks], ' AND '),
	], ' ');
}

/** The `+` keeps SQLite from walking along the set. */
function inSet(source: NonNullable<SqlCondition['source']>, check: Sql, walk: Walk): Sql[] {
	return [sql(`+${walk.id} IN (${source.ids.text})`, ...source.ids.parameters), ...(source.exact ? [] : [check])];
}

function walked(walk: Walk, conditions: readonly Sql[], descending: boolean): Sql {
	const direction = descending ? ' DESC' : '';
	const order = walk.rank ? [walk.rank.column] : [...(walk.key === null ? [] : [walk.key]), walk.id];
	const where = joined(conditions, ' AND ');
	const value = walk.key ?? String(walk.value ?? 'NULL');
	return sql(
		`SELECT ${walk.id} AS id, ${value} AS value FROM ${walk.from} WHERE ${where.text} ORDER BY ${order.map((column) => column + direction).join(', ')} LIMIT ?`,
		...where.parameters,
	);
}
