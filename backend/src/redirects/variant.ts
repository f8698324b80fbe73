import { hash } from 'node:crypto';
import { withUtm } from '../links/utm.ts';
import type { StoredLink } from '../storage/storage.ts';

/** A variant of a link, ready for visitors. */
export interface Side {
	name: string;
	/** For the `Location` header, with UTM parameters. */
	location: string;
	/** Above 0. */
	weight: number;
	/** 64 bits that stand for the link and the variant's name. */
	seed: readonly [number, number];
}

/** The variants that anybody is sent to. */
export function sidesOf({ id, utm, variants }: Pick<StoredLink, 'id' | 'utm' | 'variants'>): Side[] {
	return variants
		.filter(({ weight }) => weight > 0)
		.map(({ name, weight, location }) => {
			const seed = hash('sha256', `${String(id)}\n${name}`);
			return { name, weight, location: withUtm(location, utm), seed: [parseInt(seed.slice(0, 8), 16), parseInt(seed.slice(8, 16), 16)] };
		});
}

/**
 * The side that a visitor belongs to, always the same: weighted rendezvous hashing over visitor, link and the variant's name.
 * Each side draws a number for the visitor, exponentially distributed with its weight as the rate, and the lowest one wins; so
 * a changed weight moves only visitors that come to this side or leave it. The visitor's id is the beginning of a SHA-256:
 * mixing its bits with those of each side takes nanoseconds where another hash would take microseconds.
 *
 * @param visitorId 16 hex digits
 * @returns undefined where there are no sides
 */
export function chooseSide(sides: readonly Side[], visitorId: string): Side | undefined {
	const [high, low] = [parseInt(visitorId.slice(0, 8), 16), parseInt(visitorId.slice(8, 16), 16)];
	let chosen: Side | undefined;
	let lowest = Infinity;
	for (const side of sides) {
		const draw = -Math.log(uniform(high ^ side.seed[0], low ^ side.seed[1])) / side.weight;
		if (draw >= lowest) continue;
		lowest = draw;
		chosen = side;
	}
	return chosen;
}

/** A number between 0 and 1, neither of them, from 64 bits. */
function uniform(high: number, low: number): number {
	const mixed = mix(low ^ mix(high));
	const again = mix(high ^ mixed);
	return (mixed * 2 ** 20 + (again >>> 12) + 0.5) / 2 ** 52;
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): each bit of the input changes half of the output's, as an unsigned number. */
function mix(bits: number): number {
	bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return (bits ^ (bits >>> 16)) >>> 0;
}
