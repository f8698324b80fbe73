import type { LinkOrder, Place } from '../../lists.ts';
import type { SourceKind, SqlCondition } from './filter.ts';
import { beyondPlace, KEYS, stretches, walksOf, type Walk } from './order.ts';
import { between, joined, sql, type Sql } from './sql.ts';

/** Up to how many links a source is used for what. */
export type PlanLimits = Record<SourceKind, {
	/** To look at all of them and sort those that match: 2 µs each. */
	gather: number;
	/** To put them into a set that a walk asks at each step: 0.3 µs each, and a tenth of what it costs to ask the link. */
	set: number;
}>;

/** For pages of some milliseconds out of a million links. Of candidates nobody knows how many match, so that a walk may be long. */
export const PLAN_LIMITS: PlanLimits = {
	exact: { gather: 5000, set: 50_000 },
	candidates: { gather: 20_000, set: 50_000 },
	costly: { gather: 20_000, set: 0 },
};

/** A condition, with how many links its source has; infinite where that is more than the limits, or not known. */
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
	const along = order.by === 'created_at' ? leastOf(conditions.filter((one) => one.byCreation)) : undefined;
	const gather = least?.source && least.count <= limits[least.source.kind].gather;
	const own = along && (along === least || !gather) ? along : undefined;
	if (gather && !own) return [gathered(least, conditions, order, after)];
	const rest = conditions.filter((one) => one !== own);
	return stretches(own?.byCreation ? [own.byCreation] : walksOf(order), order.descending, after).flatMap(({ walk, range }) => {
		const checks = rest.flatMap((one) => checkOn(walk, one, own ? 0 : limits[one.source?.kind ?? 'exact'].set));
		return checks.includes(NEVER) ? [] : [walked(walk, [...walk.where, ...range, ...checks, LIVE], order.descending)];
	});
}

/** How many links match. */
export function planCount(conditions: readonly CountedCondition[]): Sql {
	const least = leastOf(conditions);
	const only = conditions.length === 1 && least?.source?.kind === 'exact';
	if (least?.source && only) return sql(`SELECT count(${least.source.repeats ? 'DISTINCT id' : '*'}) AS n FROM (${least.source.ids.text})`, ...least.source.ids.parameters);
	if (least && least.count < Infinity) return joined([sql('SELECT count(*) AS n'), fromSource(least, conditions, '')], ' ');
	return joined([sql('SELECT count(*) AS n FROM links WHERE'), joined([LIVE, ...conditions.map(({ check }) => check)], ' AND ')], ' ');
}

function leastOf(conditions: readonly CountedCondition[]): CountedCondition | undefined {
	return conditions.filter((one) => one.source).sort((a, b) => (a.count === b.count ? 0 : a.count - b.count))[0];
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
	const checks = conditions.filter((one) => one !== least || least.source?.kind !== 'exact').map(({ check }) => check);
	const ids = least.source?.ids ?? sql('');
	return joined([
		sql(`FROM (SELECT ${least.source?.repeats ? 'DISTINCT ' : ''}id FROM (${ids.text})) AS source CROSS JOIN links ON links.id = source.id ${join} WHERE`, ...ids.parameters),
		joined([LIVE, ...checks], ' AND '),
	], ' ');
}

/** That no link of a walk matches. */
const NEVER = sql('FALSE');

/** A condition at each step of a walk. The `+` keeps SQLite from walking along the set. */
function checkOn(walk: Walk, { source, check, clicks, count }: CountedCondition, set: number): Sql[] {
	// A link that nobody clicked on is in none of the totals, and one of the totals was clicked on.
	if (clicks && walk.value === 0) return clicks.min > 0 ? [NEVER] : [];
	if (clicks && walk.clicks !== undefined) return clicks.max === 0 ? [NEVER] : [between(walk.clicks, clicks.min, clicks.max + 1)];
	if (!source || count > set) return [check];
	return [sql(`+${walk.id} IN (${source.ids.text})`, ...source.ids.parameters), ...(source.kind === 'exact' ? [] : [check])];
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
