import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { StoredVariant } from '../../../backend/src/storage/storage.ts';
import { chooseSide, sidesOf } from '../../../backend/src/redirects/variant.ts';

const variants = (weights: Record<string, number>): StoredVariant[] =>
	Object.entries(weights).map(([name, weight]) => ({ name, weight, destination: `https://a.example/${name}`, location: `https://a.example/${name}` }));
const choose = (weights: Record<string, number>, visitor: string, id = 7) => chooseSide(sidesOf({ id, utm: null, variants: variants(weights) }), visitor)?.name;

const MANY = 20_000;
const visitors = Array.from({ length: MANY }, () => randomBytes(8).toString('hex'));
const split = (weights: Record<string, number>, id = 7) => {
	const sides = sidesOf({ id, utm: null, variants: variants(weights) });
	return visitors.map((visitor) => chooseSide(sides, visitor)?.name);
};
const visitor = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const weights = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.integer({ min: 0, max: 1000 }), { minKeys: 1, maxKeys: 20, noNullPrototype: true });

it.each([
	[{ A: 1, B: 1 }],
	[{ A: 90, B: 10 }],
	[{ A: 1, B: 2, C: 3, D: 0 }],
	[Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`v${String(index)}`, 5]))],
])('visitors are shared out by weight: %p', (shares: Record<string, number>) => {
	const chosen = split(shares);
	const total = Object.values(shares).reduce((sum, weight) => sum + weight, 0);
	for (const [name, weight] of Object.entries(shares)) {
		const expected = weight / total;
		// Five standard deviations: one failure in a million runs.
		const tolerance = 5 * Math.sqrt((expected * (1 - expected)) / MANY);
		expect(Math.abs(chosen.filter((one) => one === name).length / MANY - expected)).toBeLessThanOrEqual(tolerance);
	}
});

it('a visitor stays, in whatever order the variants are listed', () => {
	fc.assert(
		fc.property(weights, visitor, (shares, who) => {
			expect(choose(Object.fromEntries(Object.entries(shares).reverse()), who)).toBe(choose(shares, who));
		}),
	);
});

it('a changed weight moves nobody but to that variant or away from it, and weight 0 gets nobody', () => {
	fc.assert(
		fc.property(weights, fc.nat(), fc.integer({ min: 0, max: 1000 }), visitor, (shares, index, weight, who) => {
			const names = Object.keys(shares);
			const name = names[index % names.length]!;
			const [before, after] = [choose(shares, who), choose({ ...shares, [name]: weight }, who)];
			if (before !== after) expect([before, after]).toContain(name);
			if (weight === 0) expect(after).not.toBe(name);
		}),
	);
});

it('moves no more than the share that changes hands', () => {
	const [before, after] = [split({ A: 50, B: 50 }), split({ A: 50, B: 100 })];
	const moved = before.filter((name, index) => name !== after[index]).length / MANY;
	expect(Math.abs(moved - 1 / 6)).toBeLessThan(0.02);
	expect(before.some((name, index) => name === 'B' && after[index] === 'A')).toBe(false);
});

it('two links split their visitors independently', () => {
	const [one, other] = [split({ A: 1, B: 1 }, 7), split({ A: 1, B: 1 }, 8)];
	const same = one.filter((name, index) => name === other[index]).length / MANY;
	expect(Math.abs(same - 0.5)).toBeLessThan(0.02);
});

it('chooses as it always has: visitors stay where they are through an upgrade', () => {
	const known = ['0000000000000000', '0123456789abcdef', 'ffffffffffffffff', 'deadbeefcafef00d'];
	expect(known.map((who) => choose({ A: 1, B: 1, C: 2 }, who, 123_456_789))).toEqual(['B', 'C', 'A', 'C']);
});
