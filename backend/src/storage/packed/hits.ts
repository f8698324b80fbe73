import { KINDS } from './link-day.ts';
import { COLUMNS } from './values.ts';
import { VarintReader, VarintWriter } from './varint.ts';
import type { DayLimits } from './visitors.ts';

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

const [writer, valueWriter] = [new VarintWriter(), new VarintWriter()];

/** A difference as a number that is not negative: positions mostly go up, but hits may come that were left out before. */
const zigzag = (difference: number) => (difference < 0 ? -2 * difference - 1 : 2 * difference);
const unzigzag = (number: number) => (number % 2 === 1 ? -(number + 1) / 2 : number / 2);

/**
 * Packs a hit: how far its position is from the one before, time and kind, then of people the visitor, and how many bytes say which
 * columns have a value, and these.
 *
 * @param before position of the hit that it is put behind; 0 for the first
 */
export function packHit({ position, time, kind, visitor, values }: DayHit, before: number): Uint8Array {
	writer.writeLarge(zigzag(position - before));
	writer.write(time * KINDS.length + kind);
	if (kind === HUMAN) {
		writer.writeLarge(visitor);
		let present = 0;
		for (let column = 0; column < COLUMNS.length; column++) if (values[column] !== 0) present |= 1 << column;
		valueWriter.write(present);
		for (let column = 0; column < COLUMNS.length; column++) if (values[column] !== 0) valueWriter.write(values[column] as number);
		const packed = valueWriter.take();
		writer.write(packed.length);
		writer.append(packed);
	}
	return writer.take();
}

/** Which values of hits are wanted: all, those of one column, or none. To read all takes two thirds of the time. */
export type WantedValues = 'all' | 'none' | { column: number };

/** Reads packed hits. What `look` is given is another hit the next time. */
export function eachHit(bytes: Uint8Array, look: (hit: DayHit) => void, wanted: WantedValues = 'all'): void {
	const hit = noHit();
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		readHit(reader, hit, wanted);
		look(hit);
	}
}

/** Of how many halvings visitors must be left for their hits to be in a day's sample: an eighth of them are. */
export const SAMPLED = 3;

/** Up to how many hits a day's sample has. */
export const SAMPLE_LIMITS: DayLimits = { entries: 24_000, runs: 32 };

/** Hits of a day by a sample of its visitors, on any links. */
export class SampledHits {
	#entries = 0;
	readonly #writer = new VarintWriter();

	add(link: number, hit: DayHit): void {
		this.#writer.write(link);
		this.#writer.append(packHit({ ...hit, position: 0 }, 0));
		this.#entries++;
	}

	packed(): { entries: number; bytes: Uint8Array } {
		return { entries: this.#entries, bytes: this.#writer.written() };
	}
}

/** Reads a sample: each hit with the number of its link. */
export function eachSampled(bytes: Uint8Array, look: (link: number, hit: DayHit) => void, wanted: WantedValues = 'all'): void {
	const hit = noHit();
	for (const reader = new VarintReader(bytes); !reader.done; ) {
		const link = reader.read();
		readHit(reader, hit, wanted);
		look(link, hit);
	}
}

const noHit = () => ({ position: 0, time: 0, kind: 0, visitor: 0, values: new Int32Array(COLUMNS.length) });

/** Reads a hit into the one before. */
function readHit(reader: VarintReader, hit: ReturnType<typeof noHit>, wanted: WantedValues): void {
	hit.position += unzigzag(reader.readLarge());
	const timeAndKind = reader.read();
	hit.kind = timeAndKind % KINDS.length;
	hit.time = (timeAndKind - hit.kind) / KINDS.length;
	if (hit.kind !== HUMAN) {
		hit.visitor = 0;
		hit.values.fill(0);
		return;
	}
	hit.visitor = reader.readLarge();
	const size = reader.read();
	if (wanted === 'none') {
		reader.skip(size);
		return;
	}
	const end = reader.at + size;
	readValues(reader, hit.values, wanted === 'all' ? 0 : wanted.column, wanted === 'all' ? COLUMNS.length - 1 : wanted.column);
	reader.skip(end - reader.at);
}

function readValues(reader: VarintReader, values: Int32Array, first: number, last: number): void {
	const present = reader.read();
	for (let column = 0; column <= last; column++) {
		const value = (present & (1 << column)) === 0 ? 0 : reader.read();
		if (column >= first) values[column] = value;
	}
}
