import { KINDS } from './link-day.ts';
import { COLUMNS } from './values.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/** A hit of a link's day, as it is kept. */
export interface DayHit {
	position: number;
	/** Milliseconds of the day. */
	time: number;
	/** Its place in {@link KINDS}. */
	kind: number;
	/** The 52 highest bits of the visitor's id. Of hits that are not by people, 0. */
	visitor: number;
	/** Numbers of values, in the order of {@link COLUMNS}. Of hits that are not by people, zeros. */
	values: ArrayLike<number>;
}

const HUMAN = KINDS.indexOf('human');

const writer = new VarintWriter();

/**
 * Packs a hit: how far its position is from the one before, time and kind, then of people the visitor, which columns have a value,
 * and these.
 *
 * @param before position of the hit that it is put behind; 0 for the first
 */
export function packHit({ position, time, kind, visitor, values }: DayHit, before: number): Uint8Array {
	writer.writeLarge(position - before);
	writer.write(time * KINDS.length + kind);
	if (kind === HUMAN) {
		writer.writeLarge(visitor);
		let present = 0;
		for (let column = 0; column < COLUMNS.length; column++) if (values[column] !== 0) present |= 1 << column;
		writer.write(present);
		for (let column = 0; column < COLUMNS.length; column++) if (values[column] !== 0) writer.write(values[column] as number);
	}
	return writer.take();
}

/** Reads packed hits. What `look` is given is another hit the next time. */
export function eachHit(bytes: Uint8Array, look: (hit: DayHit) => void): void {
	const values = new Int32Array(COLUMNS.length);
	const hit = { position: 0, time: 0, kind: 0, visitor: 0, values };
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		hit.position += reader.readLarge();
		const timeAndKind = reader.read();
		hit.kind = timeAndKind % KINDS.length;
		hit.time = (timeAndKind - hit.kind) / KINDS.length;
		values.fill(0);
		hit.visitor = 0;
		if (hit.kind === HUMAN) {
			hit.visitor = reader.readLarge();
			const present = reader.read();
			for (let column = 0; column < COLUMNS.length; column++) if ((present & (1 << column)) !== 0) values[column] = reader.read();
		}
		look(hit);
	}
}
