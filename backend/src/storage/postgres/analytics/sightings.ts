import type { Session } from '../database.ts';
import type { Tables } from './tables.ts';

/** A visitor's click on a link, in a quarter of an hour since 1970. */
export interface Sighting {
	link: number;
	/** The 52 highest bits of the id. */
	visitor: number;
	quarter: number;
}

/** The quarters of the visitor's clicks on the link around a quarter; `before` may be the same one. */
export interface Around {
	before: number | undefined;
	after: number | undefined;
}

/** When visitors clicked links, as they are counted. */
export class Sightings {
	readonly #table: string;
	#added: Sighting[] = [];
	/** Of those that were added, link and quarter by visitor. */
	readonly #clicked = new Map<number, number[]>();

	constructor({ sightings }: Tables) {
		this.#table = sightings;
	}

	/** Looks up what was written around each of these, in their order. */
	async look(session: Session, asked: readonly Sighting[]): Promise<Around[]> {
		if (asked.length === 0) return [];
		const rows = await session.all(
			`SELECT (SELECT s.quarter FROM ${this.#table} s WHERE s.link = u.link AND s.visitor = u.visitor AND s.quarter <= u.quarter ORDER BY s.quarter DESC LIMIT 1) AS before,
				(SELECT s.quarter FROM ${this.#table} s WHERE s.link = u.link AND s.visitor = u.visitor AND s.quarter > u.quarter ORDER BY s.quarter LIMIT 1) AS after
			FROM unnest($1::integer[], $2::bigint[], $3::integer[]) WITH ORDINALITY AS u (link, visitor, quarter, place) ORDER BY u.place`,
			...columns(asked),
		);
		return rows.map((row) => ({ before: (row['before'] as number | null) ?? undefined, after: (row['after'] as number | null) ?? undefined }));
	}

	/** What was written around one, and what has been added since. */
	around({ link, visitor, quarter }: Sighting, written: Around): Around {
		let { before, after } = written;
		const clicked = this.#clicked.get(visitor) ?? [];
		for (let index = 0; index < clicked.length; index += 2) {
			const added = clicked[index + 1] as number;
			if (clicked[index] !== link) continue;
			if (added <= quarter && added > (before ?? -Infinity)) before = added;
			if (added > quarter && added < (after ?? Infinity)) after = added;
		}
		return { before, after };
	}

	add(sighting: Sighting): void {
		this.#added.push(sighting);
		const { link, visitor, quarter } = sighting;
		const clicked = this.#clicked.get(visitor);
		if (clicked) clicked.push(link, quarter);
		else this.#clicked.set(visitor, [link, quarter]);
	}

	/** Writes what was added, in the order of the key. One that is there all the same, where a click was taken for a first one, stays. */
	async write(session: Session): Promise<void> {
		const added = this.#added;
		if (added.length === 0) return;
		this.#added = [];
		this.#clicked.clear();
		added.sort((a, b) => a.link - b.link || a.visitor - b.visitor || a.quarter - b.quarter);
		await session.run(`INSERT INTO ${this.#table} (link, visitor, quarter) SELECT * FROM unnest($1::integer[], $2::bigint[], $3::integer[]) ON CONFLICT DO NOTHING`, ...columns(added));
	}
}

function columns(sightings: readonly Sighting[]): [number[], number[], number[]] {
	return [sightings.map(({ link }) => link), sightings.map(({ visitor }) => visitor), sightings.map(({ quarter }) => quarter)];
}
