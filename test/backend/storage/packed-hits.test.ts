import fc from 'fast-check';
import { eachHit, eachSampled, packHit, SampledHits, type DayHit } from '../../../backend/src/storage/packed/hits.ts';
import { KINDS } from '../../../backend/src/storage/packed/link-day.ts';
import { COLUMNS } from '../../../backend/src/storage/packed/values.ts';

const values = fc.array(fc.oneof(fc.constant(0), fc.nat(200), fc.nat(2 ** 31 - 1)), { minLength: COLUMNS.length, maxLength: COLUMNS.length });
const visitor = fc.oneof(fc.nat(10), fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }).map(Number));
const position = fc.oneof(fc.nat(1000), fc.nat(2 ** 31), fc.bigInt({ min: 0n, max: 2n ** 52n }).map(Number));
const hit = fc.record({ position, time: fc.integer({ min: 0, max: 86_399_999 }), kind: fc.nat(KINDS.length - 1), visitor, values });

/** As it is kept: of programs, only that they came. */
const kept = ({ position, time, kind, visitor, values }: DayHit) => (KINDS[kind] === 'human' ? { position, time, kind, visitor, values: Array.from(values) } : { position, time, kind, visitor: 0, values: COLUMNS.map(() => 0) });

function packed(hits: readonly DayHit[]): Uint8Array {
	return Buffer.concat(hits.map((one, index) => packHit(one, hits[index - 1]?.position ?? 0)));
}

it('hits are read as they were packed, in whatever order they came', () => {
	fc.assert(fc.property(fc.array(hit), (hits) => {
		const [all, positions]: [DayHit[], Array<[number, number]>] = [[], []];
		eachHit(packed(hits), (one) => all.push(kept(one)));
		eachHit(packed(hits), ({ position, visitor }) => positions.push([position, visitor]), 'none');
		expect(all).toEqual(hits.map(kept));
		expect(positions).toEqual(hits.map(kept).map(({ position, visitor }) => [position, visitor]));
	}));
});

it('one column is read as it is among all', () => {
	fc.assert(fc.property(fc.array(hit), fc.nat(COLUMNS.length - 1), (hits, column) => {
		const found: number[] = [];
		eachHit(packed(hits), ({ values }) => found.push(values[column]!), { column });
		expect(found).toEqual(hits.map((one) => kept(one).values[column]));
	}));
});

it('samples keep each hit with its link', () => {
	fc.assert(fc.property(fc.array(fc.tuple(fc.nat(2 ** 31 - 1), hit)), (entries) => {
		const sample = new SampledHits();
		for (const entry of entries) sample.add(...entry);
		const { entries: count, bytes } = sample.packed();
		const found: Array<[number, DayHit]> = [];
		eachSampled(bytes, (link, one) => found.push([link, kept(one)]));
		expect(count).toBe(entries.length);
		expect(found).toEqual(entries.map(([link, one]) => [link, { ...kept(one), position: 0 }]));
	}));
});
