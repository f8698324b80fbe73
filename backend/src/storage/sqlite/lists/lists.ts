import type { LabelCount, LabelKind, LabelPage, LinkCriteria, LinkLists, LinkOrder, ListedLinks, ListPage, Place, StoredLink } from '../../storage.ts';
import { linkFromRow } from '../../rows/link.ts';
import { asksIndex } from '../../search.ts';
import { IndexIncomplete } from '../../unavailable.ts';
import { Database, type Row } from '../database.ts';
import { LINK_COLUMNS } from '../link-rows.ts';
import { conditionsOf, type SqlCondition } from './filter.ts';
import { labelsOf } from './labels.ts';
import { PLAN_LIMITS, planCount, planList, type CountedCondition, type PlanLimits } from './plan.ts';
import { sql, type Sql } from './sql.ts';

/** Each by its place, in the order in which they are named: a cross join keeps it. */
const SELECT_LINKS = `SELECT ${LINK_COLUMNS} FROM (SELECT value FROM json_each(?)) CROSS JOIN links ON links.id = value`;

/** Up to so many ids of a source are kept as text while the query is put together. */
const KEPT = 50_000;

/** Up to so many links, a costly source is counted before it is walked along: half a millisecond. */
const WALKED = 1000;

/** Up to so many links of a source, those are looked at instead of all, when matches are counted. */
const COUNTED = 200_000;

/**
 * Lists of links, out of three files on one connection: `links.db`, which lists are about, `analytics.db` for numbers of clicks
 * and `search.db` for texts. It only reads: nobody's commit is of three files.
 */
export class SqliteLists implements LinkLists {
	readonly #database: Database;
	readonly #limits: PlanLimits;

	/** @param database reads `links.db`, with the other two attached as `analytics` and `search` */
	constructor(database: Database, limits: PlanLimits = PLAN_LIMITS) {
		this.#database = database;
		this.#limits = limits;
	}

	async list(criteria: LinkCriteria, order: LinkOrder, { limit, after }: ListPage): Promise<ListedLinks> {
		return this.#database.snapshot(() => {
			if (asksIndex(criteria, order)) this.#requireIndex();
			const conditions = this.#counted(conditionsOf(criteria), order.by === 'created_at');
			// One more than asked for tells whether there is a next page.
			const found = this.#first(limit + 1, planList(conditions, order, after, this.#limits));
			const page = found.slice(0, limit);
			return { links: this.#links(page), next: found.length > limit ? (page.at(-1) ?? null) : null };
		});
	}

	async count(criteria: LinkCriteria): Promise<number> {
		return this.#database.snapshot(() => {
			if (asksIndex(criteria)) this.#requireIndex();
			const conditions = conditionsOf(criteria).map((one) => this.#countedUpTo(COUNTED, one));
			return this.#rows(planCount(conditions))[0]?.['n'] as number;
		});
	}

	async labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]> {
		return labelsOf(this.#database, kind, page);
	}

	close(): void {
		this.#database.close();
	}

	/**
	 * With how many links the source of each has: first up to what can be gathered, then, where none can, up to what fits a set; not
	 * where one alone can be walked along, for which no set is made. If that is a costly one, it is counted only to see whether it
	 * leaves few, so that another is not gathered instead.
	 */
	#counted(conditions: readonly SqlCondition[], byCreation: boolean): CountedCondition[] {
		const walked = byCreation ? conditions.filter((one) => one.byCreation) : [];
		const upTo = (use: 'gather' | 'set') => conditions.map((one) => {
			const limit = this.#limits[one.source?.kind ?? 'exact'][use];
			return this.#countedUpTo(one.source?.kind === 'costly' && walked.includes(one) ? Math.min(limit, WALKED) : limit, one);
		});
		// Along the only one there is, counting would be in vain.
		if (byCreation && conditions.filter((one) => one.source).every((one, index) => index === 0 && one.byCreation)) return conditions.map((one) => ({ ...one, count: Infinity }));
		const gathered = upTo('gather');
		return walked.length !== 1 && gathered.every(({ count }) => count === Infinity) ? upTo('set') : gathered;
	}

	#countedUpTo(limit: number, condition: SqlCondition): CountedCondition {
		const { source } = condition;
		if (!source || limit === 0) return { ...condition, count: Infinity };
		// What took long to find is not looked for twice.
		const kept = source.kind === 'costly' && limit <= KEPT ? 'json_group_array(id)' : 'NULL';
		const { text, parameters } = source.ids;
		const [row] = this.#database.query(`SELECT count(*) AS n, ${kept} AS ids FROM (SELECT id FROM (${text}) LIMIT ?)`, ...parameters, limit + 1);
		const [count, ids] = [row?.['n'] as number, row?.['ids'] as string | null];
		if (count > limit) return { ...condition, count: Infinity };
		return { ...condition, count, source: ids === null ? source : { ...source, ids: sql('SELECT value AS id FROM json_each(?)', ids) } };
	}

	#first(wanted: number, statements: readonly Sql[]): Place[] {
		const found: Place[] = [];
		for (const { text, parameters } of statements) {
			if (found.length >= wanted) break;
			found.push(...this.#database.query(text, ...parameters, wanted - found.length).map(placeFromRow));
		}
		return found;
	}

	/** A point lookup each: the way to them read no more than it had to. */
	#links(places: readonly Place[]): StoredLink[] {
		return this.#database.all(SELECT_LINKS, JSON.stringify(places.map(({ id }) => id))).map(linkFromRow);
	}

	#rows({ text, parameters }: Sql): Row[] {
		return this.#database.query(text, ...parameters);
	}

	#requireIndex(): void {
		const progress = this.#database.get('SELECT built_to FROM search.progress');
		if (progress?.['built_to'] !== null) throw new IndexIncomplete();
	}
}

/** What lists are read with: see {@link SqliteLists}. */
export function listsDatabase(files: { links: string; analytics: string; search: string }): Database {
	const database = new Database(files.links, { access: 'read' });
	database.attach(files.analytics, 'analytics');
	database.attach(files.search, 'search');
	return database;
}

function placeFromRow(row: Row): Place {
	return { id: row['id'] as number, value: row['value'] as Place['value'] };
}
