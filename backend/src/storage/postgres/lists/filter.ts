import type { LinkCriteria } from '../../lists.ts';
import { foldText, isSearchable } from '../../search.ts';
import { threesOf } from '../search/threes.ts';
import { BY_CREATION, type Walk } from './order.ts';
import { all, between, joined, sql, type Sql } from './sql.ts';

/** Ids through an index, as `id`. */
export interface Source {
	ids: Sql;
	/** Whether these are the links for which the condition holds, and no others. */
	exact: boolean;
}

/** A condition on links. */
export interface SqlCondition {
	/** Holds for a row of `links`. */
	check: Sql;
	/** The same, where it is to be asked of one link after the other. */
	step?: Sql;
	source?: Source;
	/** The links that match, in the order of creation. */
	byCreation?: Walk;
	/** Where it is about the number of clicks: its bounds, both inclusive. */
	clicks?: { min: number; max: number };
}

/** Characters of a destination that are in its index: a longer text may not fit. */
const INDEXED = 600;

/** Clicks by people on a row of `links`. */
const CLICKS = 'coalesce((SELECT t.total_clicks FROM link_totals t WHERE t.link_id = links.id), 0)';

const STARTED = '(links.starts_at IS NULL OR links.starts_at <= ?)';
const UNEXPIRED = '(links.expires_at IS NULL OR links.expires_at > ?)';

/** The SQL of each member of `LinkCriteria`; a range is the affair of its first member. */
const CONDITIONS: { [Name in keyof LinkCriteria]-?: (value: NonNullable<LinkCriteria[Name]>, criteria: LinkCriteria) => SqlCondition[] } = {
	campaign: (campaign) => [along(sql('links.campaign = ?', campaign))],
	tags: (tags) => tags.map(hasTag),
	tags_any: (tags) => [hasOneOf(tags)],
	exclude_tags: (tags) => {
		const { subquery } = taggedWith(tags);
		return [{ check: sql(`NOT EXISTS (${subquery.text})`, ...subquery.values), step: sql(`(${subquery.text} LIMIT 1) IS NULL`, ...subquery.values) }];
	},
	search: (words) => {
		const [long, short] = [words.filter(isSearchable), words.filter((word) => !isSearchable(word))];
		return [...(long.length > 0 ? [holdsWords(long)] : []), ...short.map(slugBegins)];
	},
	status: ({ is, at }) => [STATUSES[is](at)],
	slug: (slug) => [through(sql('links.slug = ?', slug))],
	external_id: (externalId) => [through(sql('links.external_id = ?', externalId))],
	destination: ({ text, prefix }) => {
		const operator = prefix ? '^@' : '=';
		const known = Array.from(foldText(text)).slice(0, INDEXED).join('');
		return [{
			check: sql(`links.destination ${operator} ?`, text),
			source: { ids: sql(`SELECT d.link_id AS id FROM documents d WHERE left(d.destination, ${String(INDEXED)}) ${operator} ?`, known), exact: false },
		}];
	},
	created_after: (from, { created_before: to }) => [along(between('links.created_at', from, to))],
	created_before: (to, { created_after: from }) => (from === undefined ? [along(between('links.created_at', undefined, to))] : []),
	expires_after: (from, { expires_before: to }) => [through(between('links.expires_at', from, to))],
	expires_before: (to, { expires_after: from }) => (from === undefined ? [through(between('links.expires_at', undefined, to))] : []),
	clicks_min: (min, { clicks_max: max }) => [clicked(min, max)],
	clicks_max: (max, { clicks_min: min }) => (min === undefined ? [clicked(0, max)] : []),
};

const STATUSES: Record<NonNullable<LinkCriteria['status']>['is'], (at: number) => SqlCondition> = {
	disabled: () => along(sql('NOT links.enabled')),
	scheduled: (at) => ({
		check: sql('links.enabled AND links.starts_at > ?', at),
		source: { ids: sql('SELECT links.id FROM links WHERE links.starts_at > ? AND links.deleted_at IS NULL', at), exact: false },
	}),
	expired: (at) => ({
		check: sql(`links.enabled AND ${STARTED} AND links.expires_at <= ?`, at, at),
		source: { ids: sql('SELECT links.id FROM links WHERE links.expires_at <= ? AND links.deleted_at IS NULL', at), exact: false },
	}),
	exhausted: (at) => ({
		check: sql(`links.enabled AND ${STARTED} AND ${UNEXPIRED} AND links.max_clicks <= ${CLICKS}`, at, at),
		source: {
			ids: sql(`SELECT links.id FROM links JOIN link_totals t ON t.link_id = links.id
				WHERE links.max_clicks IS NOT NULL AND links.deleted_at IS NULL AND t.total_clicks >= links.max_clicks`),
			exact: false,
		},
	}),
	active: (at) => ({ check: sql(`links.enabled AND ${STARTED} AND ${UNEXPIRED} AND (links.max_clicks IS NULL OR links.max_clicks > ${CLICKS})`, at, at) }),
};

/** The filter as SQL. That no deleted link matches is not said here. */
export function conditionsOf(criteria: LinkCriteria): SqlCondition[] {
	return (Object.keys(CONDITIONS) as Array<keyof LinkCriteria>).flatMap((name) => {
		const value = criteria[name];
		return value === undefined ? [] : (CONDITIONS[name] as (value: unknown, criteria: LinkCriteria) => SqlCondition[])(value, criteria);
	});
}

/** A condition that an index of `links` answers. */
function through(check: Sql): SqlCondition {
	return { check, source: { ids: sql(`SELECT links.id FROM links WHERE ${check.text} AND links.deleted_at IS NULL`, ...check.values), exact: true } };
}

/** A condition that an index of `links` answers in the order of creation. */
function along(check: Sql): SqlCondition {
	return { ...through(check), byCreation: { ...BY_CREATION, where: [check] } };
}

function taggedWith(tags: readonly string[]): { condition: SqlCondition; subquery: Sql } {
	const subquery = sql('SELECT true FROM link_tags WHERE tag = ANY(?) AND created_at = links.created_at AND link_id = links.id', tags);
	const source = { ids: sql('SELECT DISTINCT link_id AS id FROM link_tags WHERE tag = ANY(?)', tags), exact: true };
	return { condition: { ...asked(subquery), source }, subquery };
}

function hasOneOf(tags: readonly string[]): SqlCondition {
	return taggedWith(tags).condition;
}

function hasTag(tag: string): SqlCondition {
	return {
		...asked(sql('SELECT true FROM link_tags WHERE tag = ? AND created_at = links.created_at AND link_id = links.id', tag)),
		source: { ids: sql('SELECT link_id AS id FROM link_tags WHERE tag = ?', tag), exact: true },
		byCreation: { from: 'link_tags JOIN links ON links.id = link_tags.link_id', where: [sql('link_tags.tag = ?', tag)], order: ['link_tags.created_at', 'link_tags.link_id'] },
	};
}

/** That a subquery about a link finds something. As a value of its own it is asked at each step; PostgreSQL makes a join of the other. */
function asked(subquery: Sql, join = subquery): Pick<SqlCondition, 'check' | 'step'> {
	return { check: sql(`EXISTS (${join.text})`, ...join.values), step: sql(`coalesce((${subquery.text} LIMIT 1), false)`, ...subquery.values) };
}

/** The index tells which links hold the same threes of letters; whether they hold the words, their texts tell. No word has a line break in it. */
function holdsWords(words: readonly string[]): SqlCondition {
	const holds = all(words.map((word) => sql(`position(? in d.slug || chr(10) || coalesce(d.title, '') || chr(10) || d.destination) > 0`, word)));
	const found = joined([sql('d.threes @> ?::integer[]', threesOf(words)), holds], ' AND ');
	const one = sql('SELECT true FROM documents d WHERE d.link_id = links.id');
	return {
		...asked(joined([one, holds], ' AND '), joined([one, found], ' AND ')),
		source: { ids: sql(`SELECT d.link_id AS id FROM documents d WHERE ${found.text}`, ...found.values), exact: false },
	};
}

/** Slugs have ASCII letters alone, so that one or two of them are at most four beginnings of the index. */
function slugBegins(word: string): SqlCondition {
	const beginnings = Array.from(word).reduce<string[]>((begun, letter) => {
		const cases = [...new Set([letter, letter.toUpperCase()])];
		return begun.flatMap((beginning) => cases.map((one) => beginning + one));
	}, ['']);
	const ranges = beginnings.map((beginning) => through(sql('links.slug ^@ ?', beginning)));
	return {
		check: sql('left(lower(links.slug), ?) = ?', word.length, word),
		source: { ids: joined(ranges.map(({ source }) => source?.ids ?? sql('')), ' UNION ALL '), exact: true },
	};
}

function clicked(min: number, max = Number.MAX_SAFE_INTEGER): SqlCondition {
	const condition = { check: sql(`${CLICKS} BETWEEN ? AND ?`, min, max), clicks: { min, max } };
	if (min === 0) return condition;
	return { ...condition, source: { ids: sql('SELECT link_id AS id FROM link_totals WHERE total_clicks BETWEEN ? AND ?', min, max), exact: false } };
}
