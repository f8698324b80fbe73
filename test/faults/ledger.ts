import type { ClickEvent, ClickKind } from '../../contract/event.ts';

/** A visit as the visitor knows it. */
export interface Visit {
	slug: string;
	kind: ClickKind;
}

/** What the API said that a link is, at a version. */
type ToldLink = Pick<ClickEvent, 'destination' | 'campaign' | 'tags'>;

/** What clicks can be told apart by that their events say. */
export const DIMENSIONS = ['tag', 'campaign', 'browser', 'os', 'device', 'country', 'source', 'referrer_host', 'variant'] as const;
type Dimension = (typeof DIMENSIONS)[number];

interface Group {
	total_clicks: number;
	visitors: Set<string>;
}

/** What those outside know: which visits were answered, which changes were confirmed, and what the list of clicks has shown since. */
export class Ledger {
	/** By the number that a visit carries in its referrer. */
	readonly visits = new Map<number, Visit>();
	/** Numbers of visits with an answer that no list of clicks has shown yet. */
	readonly answered = new Set<number>();
	readonly recorded = new Set<number>();
	/** External ids of the conversions that were sent, each with its link. */
	readonly conversions = new Map<string, string>();
	/** Those whose answer never came: nobody knows whether they were recorded. */
	readonly unconfirmed = new Set<string>();
	readonly #versions = new Map<string, ToldLink>();
	readonly #links = new Map<string, Record<'human' | 'bot' | 'prefetch', number> & { visitors: Set<string> }>();
	readonly #groups = new Map<Dimension, Map<string | null, Group>>(DIMENSIONS.map((dimension) => [dimension, new Map()]));
	readonly #everybody = new Set<string>();
	#human = 0;

	/** The link at a version, as a call of the API answered. */
	told(slug: string, version: number, { destination, campaign, tags }: ToldLink): void {
		this.#versions.set(`${slug}@${String(version)}`, { destination, campaign, tags });
	}

	/** @throws where it was recorded before, was nobody's visit, or is not what it was */
	record(click: ClickEvent): void {
		const number = Number(new URL(click.referrer ?? '').searchParams.get('n'));
		expect([number, this.recorded.has(number)]).toEqual([number, false]);
		expect({ slug: click.link_slug, kind: click.kind }).toEqual(this.visits.get(number));
		const told = this.#versions.get(`${String(click.link_slug)}@${String(click.link_version)}`);
		if (told) expect({ destination: click.destination, campaign: click.campaign, tags: click.tags }).toEqual(told);
		this.recorded.add(number);
		this.answered.delete(number);
		const link = this.#link(click.link_slug ?? '');
		if (click.kind === 'head') return;
		link[click.kind]++;
		if (click.kind !== 'human') return;
		this.#human++;
		this.#everybody.add(click.visitor_id);
		// One of all clicks of a visitor on a link is the first.
		expect(click.is_unique).toBe(!link.visitors.has(click.visitor_id));
		link.visitors.add(click.visitor_id);
		for (const dimension of DIMENSIONS) for (const value of valuesOf(click, dimension)) this.#count(dimension, value, click.visitor_id);
	}

	/** The numbers that the report of a link must have. */
	link(slug: string) {
		const { human: total_clicks, bot: bot_clicks, prefetch: prefetches, visitors } = this.#link(slug);
		return { total_clicks, unique_visitors: visitors.size, bot_clicks, prefetches, conversions: [...this.conversions.values()].filter((one) => one === slug).length };
	}

	/** Those that a report of all links must have. */
	totals() {
		return { total_clicks: this.#human, unique_visitors: this.#everybody.size, conversions: this.conversions.size };
	}

	/** The rows that a report must have that is grouped by a dimension, in the order of their values. */
	groups(dimension: Dimension) {
		return inOrder([...(this.#groups.get(dimension) ?? [])].map(([value, { total_clicks, visitors }]) => ({ value, total_clicks, unique_visitors: visitors.size })));
	}

	#link(slug: string) {
		let link = this.#links.get(slug);
		if (!link) this.#links.set(slug, (link = { human: 0, bot: 0, prefetch: 0, visitors: new Set() }));
		return link;
	}

	#count(dimension: Dimension, value: string | null, visitor: string): void {
		const groups = this.#groups.get(dimension)!;
		let group = groups.get(value);
		if (!group) groups.set(value, (group = { total_clicks: 0, visitors: new Set() }));
		group.total_clicks++;
		group.visitors.add(visitor);
	}
}

function valuesOf(click: ClickEvent, dimension: Dimension): Array<string | null> {
	if (dimension !== 'tag') return [click[dimension] ?? null];
	return click.tags.length > 0 ? click.tags : [null];
}

/** Rows by their values. */
export function inOrder<Row extends { value: string | null }>(rows: Row[]): Row[] {
	return rows.sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
}
