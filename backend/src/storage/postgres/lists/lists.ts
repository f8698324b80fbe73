import type { LabelCount, LabelKind, LabelPage, LinkCriteria, LinkLists, LinkOrder, ListedLinks, ListPage, Place } from '../../storage.ts';
import { linkFromRow } from '../../rows/link.ts';
import { asksIndex } from '../../search.ts';
import { IndexIncomplete } from '../../unavailable.ts';
import type { Database, Row, Session } from '../database.ts';
import { conditionsOf, type SqlCondition } from './filter.ts';
import { labelsOf } from './labels.ts';
import { planCount, planList, planSources, type CountedCondition } from './plan.ts';
import { numbered, type Sql } from './sql.ts';

/** Up to so many links of a condition are looked at one by one and sorted: some 30 ms. */
const GATHERED = 10_000;

/** Pages are short walks along indexes: what is good for reading all of a table would only be chosen by mistake. */
const SHORT = 'SET LOCAL enable_seqscan = off; SET LOCAL jit = off';

/** Compiling would take longer than counting. */
const LONG = 'SET LOCAL jit = off';

/** Lists of links. */
export class PostgresLists implements LinkLists {
	readonly #database: Database;
	readonly #gathered: number;

	/** @param gathered links of a condition up to which they are sorted, instead of walking along an index of the order */
	constructor(database: Database, gathered = GATHERED) {
		this.#database = database;
		this.#gathered = gathered;
	}

	async list(criteria: LinkCriteria, order: LinkOrder, { limit, after }: ListPage): Promise<ListedLinks> {
		return this.#database.snapshot(async (session) => {
			await session.exec(SHORT);
			if (asksIndex(criteria, order)) await requireIndex(session);
			const conditions = await this.#counted(session, conditionsOf(criteria), order.by === 'created_at');
			// One more than asked for tells whether there is a next page.
			const found: Row[] = [];
			for (const statement of planList(conditions, order, after)) {
				if (found.length <= limit) found.push(...(await query(session, statement, limit + 1 - found.length)));
			}
			const page = found.slice(0, limit);
			return { links: page.map(linkFromRow), next: found.length > limit ? placeOf(page.at(-1)) : null };
		});
	}

	async count(criteria: LinkCriteria): Promise<number> {
		return this.#database.snapshot(async (session) => {
			await session.exec(LONG);
			if (asksIndex(criteria)) await requireIndex(session);
			return (await query(session, planCount(conditionsOf(criteria))))[0]?.['n'] as number;
		});
	}

	async labels(kind: LabelKind, page: LabelPage): Promise<LabelCount[]> {
		return labelsOf(this.#database, kind, page);
	}

	/** With how many links the source of each has, up to what can be gathered. */
	async #counted(session: Session, conditions: readonly SqlCondition[], byCreation: boolean): Promise<CountedCondition[]> {
		const sources = conditions.flatMap(({ source }) => (source ? [source] : []));
		// Along the only one there is, counting would be in vain.
		const along = byCreation && sources.length === 1 && conditions.some((one) => one.byCreation);
		if (sources.length === 0 || along) return conditions.map((one) => ({ ...one, count: Infinity }));
		const [row] = await query(session, planSources(sources.map(({ ids }) => ids), this.#gathered));
		const counts = sources.map((_, index) => row?.[`n${String(index)}`] as number);
		return conditions.map((one) => {
			const count = one.source ? (counts[sources.indexOf(one.source)] as number) : Infinity;
			return { ...one, count: count > this.#gathered ? Infinity : count };
		});
	}
}

function query(session: Session, statement: Sql, limit?: number): Promise<Row[]> {
	return session.query(numbered(statement), ...statement.values, ...(limit === undefined ? [] : [limit]));
}

async function requireIndex(session: Session): Promise<void> {
	const progress = await session.get('SELECT built_to FROM documents_progress');
	if (progress?.['built_to'] !== null) throw new IndexIncomplete();
}

function placeOf(row: Row | undefined): Place | null {
	return row ? { id: row['id'] as number, value: row['place'] as Place['value'] } : null;
}
