import type { LinkCriteria } from '../../lists.ts';
import { foldText, isSearchable } from '../../search.ts';
import { candidates, holdsWords } from './texts.ts';
import { afterPrefix, between, joined, places, sql, type Sql } from './sql.ts';
import type { Walk } from './order.ts';

/**
 * What an index knows of a condition: the ids that match (`exact`), or all of them and others (`candidates`), which may take more
 * than a step along the index for each (`costly`).
 */
export type SourceKind = 'exact' | 'candidates' | 'costly';

/** Ids through an index, as `id`. */
export interface Source {
	ids: Sql;
	kind: SourceKind;
	/** Some may come more than once. */
	repeats?: boolean;
}

/** A condition on links. */
export interface SqlCondition {
	/** Holds for a row of `links`. */
	check: Sql;
	source?: Source;
	/** The links that match, in the order of creation. */
	byCreation?: Walk;
	/** Where it is about the number of clicks: its bounds, both inclusive. */
	clicks?: { min: number; max: number };
}

/** Clicks by people on a row of `links`. */
const CLICKS = 'coalesce((SELECT total_clicks FROM analytics.link_totals WHERE link_id = links.id), 0)';

const STARTED = '(links.starts_at IS NULL OR links.starts_at <= ?)';
const UNEXPIRED = '(links.expires_at IS NULL OR links.expires_at > ?)';

/** The SQL of each member of `LinkCriteria`; a range is the affair of its first member. */
const CONDITIONS: { [Name in keyof LinkCriteria]-?: (value: NonNullable<LinkCriteria[Name]>, all: LinkCriteria) => SqlCondition[] } = {
	campaign: (campaign) => [along('links_by_campaign', sql('links.campaign = ?', campaign))],
	tags: (tags) => tags.map(hasTag),
	tags_any: (tags) => [hasOneOf(tags)],
	exclude_tags: (tags) => [{ check: sql(`NOT ${hasOneOf(tags).check.text}`, ...tags) }],
	search: (words) => {
		const [long, short] = [words.filter(isSearchable), words.filter((word) => !isSearchable(word))];
		return [...(long.length > 0 ? [holdsWords(long)] : []), ...slugBegins(short)];
	},
	status: ({ is, at }) => [STATUSES[is](at)],
	slug: (slug) => [through('links_by_slug', sql('links.slug = ?', slug))],
	external_id: (externalId) => [through('links_by_external_id', sql('links.external_id = ?', externalId))],
	destination: ({ text, prefix }) => [
		prefix
			? { check: between('links.destination', text, afterPrefix(text)), source: candidates(between('destination', foldText(text), afterPrefix(foldText(text)))) }
			: { check: sql('links.destination = ?', text), source: candidates(sql('destination = ?', foldText(text))) },
	],
	created_after: (from, { created_before: to }) => [along('links_by_created', between('links.created_at', from, to))],
	created_before: (to, { created_after: from }) => (from === undefined ? [along('links_by_created', between('links.created_at', undefined, to))] : []),
	expires_after: (from, { expires_before: to }) => [through('links_by_expiry', between('links.expires_at', from, to))],
	// What never expires is not before anything: in SQL, NULL is less than nothing.
	expires_before: (to, { expires_after: from }) => (from === undefined ? [through('links_by_expiry', between('links.expires_at', undefined, to))] : []),
	clicks_min: (min, { clicks_max: max }) => [clicked(min, max)],
	clicks_max: (max, { clicks_min: min }) => (min === undefined ? [clicked(0, max)] : []),
};

const STATUSES: Record<NonNullable<LinkCriteria['status']>['is'], (at: number) => SqlCondition> = {
	disabled: () => along('links_disabled', sql('links.enabled = 0')),
	scheduled: (at) => ({
		check: sql('links.enabled = 1 AND links.starts_at > ?', at),
		source: { ids: sql('SELECT id FROM links INDEXED BY links_by_start WHERE starts_at > ? AND deleted_at IS NULL', at), kind: 'candidates' },
	}),
	expired: (at) => ({
		check: sql(`links.enabled = 1 AND ${STARTED} AND links.expires_at <= ?`, at, at),
		source: { ids: sql('SELECT id FROM links INDEXED BY links_by_expiry WHERE expires_at <= ? AND deleted_at IS NULL', at), kind: 'candidates' },
	}),
	exhausted: (at) => ({
		check: sql(`links.enabled = 1 AND ${STARTED} AND ${UNEXPIRED} AND links.max_clicks <= ${CLICKS}`, at, at),
		source: {
			// The two numbers first: of those with a limit, few have reached it.
			ids: sql(`SELECT links.id AS id FROM links INDEXED BY links_limited CROSS JOIN analytics.link_totals AS t ON t.link_id = links.id
				WHERE links.max_clicks IS NOT NULL AND links.deleted_at IS NULL AND t.total_clicks >= links.max_clicks`),
			kind: 'costly',
		},
	}),
	active: (at) => ({ check: sql(`links.enabled = 1 AND ${STARTED} AND ${UNEXPIRED} AND (links.max_clicks IS NULL OR links.max_clicks > ${CLICKS})`, at, at) }),
};

/** The filter as SQL. That no deleted link matches is not said here. */
export function conditionsOf(criteria: LinkCriteria): SqlCondition[] {
	return (Object.keys(CONDITIONS) as Array<keyof LinkCriteria>).flatMap((name) => {
		const value = criteria[name];
		return value === undefined ? [] : (CONDITIONS[name] as (value: unknown, all: LinkCriteria) => SqlCondition[])(value, criteria);
	});
}

/** A condition that an index of `links` answers. */
function through(index: string, check: Sql): SqlCondition {
	return { check, source: { ids: sql(`SELECT links.id AS id FROM links INDEXED BY ${index} WHERE ${check.text} AND links.deleted_at IS NULL`, ...check.parameters), kind: 'exact' } };
}

/** A condition that an index of `links` answers in the order of creation. */
function along(index: string, check: Sql): SqlCondition {
	return { ...through(index, check), byCreation: { from: `links INDEXED BY ${index}`, where: [check], key: 'links.created_at', id: 'links.id' } };
}

function hasTag(tag: string): SqlCondition {
	return {
		check: sql('EXISTS (SELECT 1 FROM link_tags WHERE tag = ? AND created_at = links.created_at AND link_id = links.id)', tag),
		source: { ids: sql('SELECT link_id AS id FROM link_tags WHERE tag = ?', tag), kind: 'exact' },
		byCreation: { from: 'link_tags CROSS JOIN links ON links.id = link_tags.link_id', where: [sql('link_tags.tag = ?', tag)], key: 'link_tags.created_at', id: 'link_tags.link_id' },
	};
}

function hasOneOf(tags: readonly string[]): SqlCondition {
	return {
		check: sql(`EXISTS (SELECT 1 FROM link_tags WHERE tag IN (${places(tags)}) AND created_at = links.created_at AND link_id = links.id)`, ...tags),
		source: { ids: sql(`SELECT link_id AS id FROM link_tags WHERE tag IN (${places(tags)})`, ...tags), kind: 'exact', repeats: true },
	};
}

/** That the slug begins with each of these words: with the longest, which has to begin with the others. */
function slugBegins(words: readonly string[]): SqlCondition[] {
	const [longest, ...others] = words.toSorted((one, other) => other.length - one.length);
	if (longest === undefined) return [];
	if (others.every((word) => longest.startsWith(word))) return [slugBeginsWith(longest)];
	return [{ check: sql('FALSE'), source: { ids: sql('SELECT id FROM links WHERE FALSE'), kind: 'exact' } }];
}

/** Slugs have ASCII letters alone, so that one or two of them are at most four beginnings of the index. */
function slugBeginsWith(word: string): SqlCondition {
	const beginnings = Array.from(word).reduce<string[]>((begun, letter) => {
		const cases = [...new Set([letter, letter.toUpperCase()])];
		return begun.flatMap((beginning) => cases.map((one) => beginning + one));
	}, ['']);
	const ranges = beginnings.map((beginning) => through('links_by_slug', between('links.slug', beginning, afterPrefix(beginning))));
	return {
		check: sql('substr(lower(links.slug), 1, ?) = ?', word.length, word),
		source: { ids: joined(ranges.map(({ source }) => source?.ids ?? sql('')), ' UNION ALL '), kind: 'exact' },
	};
}

function clicked(min: number, max = Number.MAX_SAFE_INTEGER): SqlCondition {
	const condition = { check: sql(`${CLICKS} BETWEEN ? AND ?`, min, max), clicks: { min, max } };
	if (min === 0) return condition;
	const ids = sql('SELECT link_id AS id FROM analytics.link_totals INDEXED BY link_totals_by_clicks WHERE total_clicks BETWEEN ? AND ?', min, max);
	return { ...condition, source: { ids, kind: 'candidates' } };
}
