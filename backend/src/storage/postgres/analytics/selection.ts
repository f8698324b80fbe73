import type { Places } from '../../packed/day-links.ts';
import type { View } from './view.ts';

/** Which links a question is about. */
export interface Selection {
	linkIds: readonly number[];
	/** Numbers of those that were ever hit. */
	numbers: readonly number[];
	/** Where in `linkIds` a link is, by its number. */
	placeOf: ReadonlyMap<number, number>;
	places(): Places;
	/** What has been read of these links, for what is asked more than once for one report. */
	read: Map<string, Promise<unknown>>;
}

/** Finds the numbers of links. For the links that were asked for before, it is the same object. */
export async function selectionOf(view: View, linkIds: readonly number[]): Promise<Selection> {
	const last = view.selection;
	if (last && isSame(last.linkIds, linkIds)) return last;
	return (view.selection = await find(view, linkIds));
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
	return one.length === other.length && one.every((id, index) => id === other[index]);
}

async function find(view: View, linkIds: readonly number[]): Promise<Selection> {
	const { links: known } = view.known;
	const found = new Map(linkIds.map((id) => [id, known.get(id)]));
	const unknown = [...found].filter(([, number]) => number === undefined).map(([id]) => id);
	if (unknown.length > 0) {
		for (const row of await view.connection.all(`SELECT link_id, number FROM ${view.tables.link_numbers} WHERE link_id = ANY($1::bigint[])`, unknown)) {
			found.set(row['link_id'] as number, row['number'] as number);
			known.set(row['link_id'] as number, row['number'] as number);
		}
	}
	const placeOf = new Map<number, number>();
	for (const [place, id] of linkIds.entries()) {
		const number = found.get(id);
		if (number !== undefined) placeOf.set(number, place);
	}
	let places: Places | undefined;
	return { linkIds, numbers: [...placeOf.keys()], placeOf, places: () => (places ??= placesOf(placeOf, view.links)), read: new Map() };
}

function placesOf(placeOf: ReadonlyMap<number, number>, highest: number): Places {
	const places = new Int32Array(highest + 1);
	for (const [number, place] of placeOf) places[number] = place + 1;
	return places;
}
