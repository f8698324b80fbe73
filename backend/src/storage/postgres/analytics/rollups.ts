import { QUARTER_MS } from '../../analytics.ts';
import { DAY_MS, KINDS, QUARTERS } from '../../packed/link-day.ts';
import { COLUMNS, NOTHING, valueOf } from '../../packed/values.ts';
import { sampleNumber, visitorDigits } from '../../packed/visitors.ts';
import type { ConversionFold, Fold, ImportedClicks } from '../../storage.ts';
import type { Session } from '../database.ts';
import { DayParts } from './day-parts.ts';
import { DayVisitors } from './day-visitors.ts';
import { LinkDays, type DayOfLink } from './link-days.ts';
import { LinkNumbers } from './link-numbers.ts';
import { addClicks, addImported, type TotalsTable } from './link-totals.ts';
import { Sightings, type Around } from './sightings.ts';
import { tablesOf, type SetNumber, type Tables } from './tables.ts';
import { uncounted } from './uncounted.ts';
import { ValueNumbers, type Texts } from './value-numbers.ts';

/** What is counted in one go. */
export interface Counted {
	hits: readonly Fold[];
	imported: readonly ImportedClicks[];
	conversions: readonly ConversionFold[];
}

/** A hit, and what was found out about it. */
interface OpenHit extends DayOfLink {
	hit: Fold;
	/** In quarters since 1970. */
	quarter: number;
	/** Of people. */
	human: { visitor: number; texts: Texts; around: Around } | undefined;
}

const NO_VALUES = new Int32Array(COLUMNS.length).fill(NOTHING);

/**
 * Counts into one set of tables. It remembers what it has written: where a transaction fails, or another process has written
 * meanwhile, it is thrown away.
 */
export class Rollups {
	readonly #totals: TotalsTable;
	readonly #tables: Tables;
	readonly #links: LinkNumbers;
	readonly #values: ValueNumbers;
	readonly #days: LinkDays;
	readonly #sightings: Sightings;
	readonly #parts: DayParts;
	readonly #visitors: DayVisitors;

	constructor(set: SetNumber, totals: TotalsTable) {
		this.#totals = totals;
		const tables = tablesOf(set);
		this.#tables = tables;
		this.#links = new LinkNumbers(tables);
		this.#values = new ValueNumbers(tables);
		this.#days = new LinkDays(tables);
		this.#sightings = new Sightings(tables);
		this.#parts = new DayParts(tables);
		this.#visitors = new DayVisitors(tables);
	}

	/**
	 * Adds these, in one transaction: what is needed is read in a few steps, then all is counted, then all is written.
	 *
	 * @param position up to which events are counted: those up to there are mostly there already
	 */
	async add(session: Session, { hits: all, imported, conversions }: Counted, position: number): Promise<void> {
		await this.#links.learn(session, all.map(({ linkId }) => linkId));
		const hits = await uncounted(session, this.#tables, all, { position, numberOf: (linkId) => this.#links.of(linkId) });
		const opened = await this.#read(session, hits, conversions);
		const numbers = conversions.map((conversion) => COLUMNS.map((name, column) => this.#values.of(column, valueOf(conversion, name), () => true)));
		for (const hit of opened) this.#count(hit);
		await addImported(session, this.#totals, imported);
		await this.#write(session, hits);
		await this.#writeConversions(session, conversions, numbers);
	}

	async #read(session: Session, hits: readonly Fold[], conversions: readonly ConversionFold[]): Promise<OpenHit[]> {
		const textsOf = (fold: Fold | ConversionFold) => COLUMNS.map((column) => valueOf(fold, column));
		const opened = hits.map((hit): OpenHit => {
			const link = this.#links.of(hit.linkId);
			const visitor = sampleNumber(visitorDigits(hit.visitorId));
			const human = hit.kind === 'human' ? { visitor, texts: textsOf(hit), around: NOBODY } : undefined;
			return { hit, link, day: Math.floor(hit.occurredAt / DAY_MS), quarter: Math.floor(hit.occurredAt / QUARTER_MS), human };
		});
		const people = opened.flatMap(({ human }) => (human ? [human.texts] : []));
		await this.#values.learn(session, [...people, ...conversions.map(textsOf)]);
		const known = opened.flatMap(({ hit, human, link, quarter }) => (human && !hit.isFirst ? [{ human, link, visitor: human.visitor, quarter }] : []));
		const around = await this.#sightings.look(session, known);
		for (const [index, { human }] of known.entries()) human.around = around[index] as Around;
		// A click that comes late changes the day of the visitor's next one.
		const later = known.flatMap(({ human, link }) => (human.around.after === undefined ? [] : [{ link, day: Math.floor(human.around.after / QUARTERS) }]));
		await this.#days.open(session, [...opened, ...later]);
		return opened;
	}

	#count({ hit, link, day, quarter, human }: OpenHit): void {
		const open = this.#days.of(link, day);
		const { position, occurredAt, isFirst } = hit;
		const kind = KINDS.indexOf(hit.kind);
		const time = occurredAt - day * DAY_MS;
		if (!human) {
			open.add({ position, time, kind, visitor: 0, values: NO_VALUES });
			return;
		}
		const { visitor, texts } = human;
		const values = texts.map((text, column) => this.#values.of(column, text, (number) => open.values.room(column, number)));
		const counted = { position, time, kind, visitor, values };
		open.add(counted);
		this.#visitors.addHit(day, link, counted);
		const { before, after } = isFirst ? NOBODY : this.#sightings.around({ link, visitor, quarter }, human.around);
		if (before === quarter) return;
		this.#sightings.add({ link, visitor, quarter });
		this.#visitors.add(day, visitor, link, quarter - day * QUARTERS);
		this.#sighted(link, quarter, before, 1);
		if (after === undefined) return;
		// It came late: the visitor's next click was not that long after the one before.
		this.#sighted(link, after, before, -1);
		this.#sighted(link, after, quarter, 1);
	}

	#sighted(link: number, quarter: number, before: number | undefined, by: number): void {
		const day = Math.floor(quarter / QUARTERS);
		this.#days.of(link, day).day.sighted(quarter - day * QUARTERS, before === undefined ? undefined : quarter - before, by);
	}

	async #write(session: Session, hits: readonly Fold[]): Promise<void> {
		await this.#values.write(session);
		await this.#links.write(session);
		await this.#parts.write(session, this.#days.changed().map(({ link, day, open }) => ({ link, day, content: open.day })));
		await this.#days.write(session);
		await this.#sightings.write(session);
		await this.#visitors.write(session);
		await addClicks(session, this.#totals, hits);
	}

	async #writeConversions(session: Session, conversions: readonly ConversionFold[], numbers: readonly number[][]): Promise<void> {
		if (conversions.length === 0) return;
		await session.run(
			`INSERT INTO ${this.#tables.counted_conversions} (link_id, occurred_at, position, currency, amount, numbers)
			SELECT u.link_id, u.occurred_at, u.position, u.currency, u.amount, ($6::integer[])[(u.place - 1) * $7 + 1 : u.place * $7]
			FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[]) WITH ORDINALITY AS u (link_id, occurred_at, position, currency, amount, place)
			ON CONFLICT DO NOTHING`,
			conversions.map(({ linkId }) => linkId), conversions.map(({ occurredAt }) => occurredAt), conversions.map(({ position }) => position),
			conversions.map(({ currency }) => currency), conversions.map(({ amount }) => amount), numbers.flat(), COLUMNS.length,
		);
	}
}

const NOBODY: Around = { before: undefined, after: undefined };
