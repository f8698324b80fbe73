import type { LabelCount, LabelKind, LabelPage, LinkCriteria, LinkLists, LinkOrder, ListedLinks, ListPage, Place, StoredLink } from '../../storage.ts';
import { asksIndex } from '../../search.ts';
import { IndexIncomplete } from '../../unavailable.ts';
import { Database, type Row } from '../database.ts';
import { LINK_COLUMNS, linkFromRow } from '../link-rows.ts';
import { conditionsOf, type SqlCondition } from './filter.ts';
import { labelsOf } from './labels.ts';
import { PLAN_LIMITS, planCount, planList, type CountedCondition, type PlanLimits } from './plan.ts';
import type { Sql } from './sql.ts';

const SELECT_LINK = `SELECT ${LINK_COLUMNS} FROM links WHERE id = ?`;

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
			const { gather, set } = this.#limits;
			const conditions = this.#counted(conditionsOf(criteria), gather, order.by === 'created_at' ? gather : set);
			// One more than asked for tells whether there is a next page.
			const found = this.#first(limit + 1, planList(conditions, order, after, this.#limits));
			const page = found.slice(0, limit);
			return { links: this.#links(page), next: found.length > limit ? (page.at(-1) ?? null) : null };
		});
	}

	async count(criteria: LinkCriteria): Promise<number> {
		return this.#database.snapshot(() => {
			if (asksIndex(criteria)) this.#requireIndex();
			const { set } = this.#limits;
			return this.#rows(planCount(this.#counted(conditionsOf(criteria), set, set), this.#limits))[0]?.['n'] as number;
		});
	}

	async labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]> {
		return labelsOf(this.#database, kind, page);
	}

	close(): void {
		this.#database.close();
	}

	/** With how many links the source of each has, up to a limit; where all have more than that, up to the next. */
	#counted(conditions: readonly SqlCondition[], first: number, then: number): CountedCondition[] {
		const upTo = (limit: number) => conditions.map((one) => ({ ...one, count: this.#countOf(one, limit) }));
		const counted = upTo(first);
		return then > first && counted.every(({ count }) => count > first) ? upTo(then) : counted;
	}

	#countOf({ source }: SqlCondition, limit: number): number {
		if (!source) return Infinity;
		const { text, parameters } = source.ids;
		const rows = this.#database.query(`SELECT count(*) AS n FROM (SELECT 1 FROM (${text}) LIMIT ?)`, ...parameters, limit + 1);
		return rows[0]?.['n'] as number;
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
		const statement = this.#database.statement(SELECT_LINK);
		return places.map(({ id }) => linkFromRow(statement.get(id) as Row));
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
