import fc from 'fast-check';
import { CONVERSION_LIMITS } from '../../../contract/conversion.ts';
import { readAmount } from '../../../backend/src/conversions/amount.ts';
import { valueOf } from '../../../backend/src/events/conversion.ts';

/** An amount in ten-thousandths, as decimal text by whole-number arithmetic alone. */
const text = (parts: bigint, decimals = 4) => `${String(parts / 10_000n)}.${String(parts % 10_000n).padStart(4, '0')}`.slice(0, decimals - 4 || undefined);
const parts = fc.bigInt({ min: 0n, max: BigInt(CONVERSION_LIMITS.value) * 10_000n });

describe('amounts', () => {
	it('are the same as numbers and as text, and come back as they were', () => {
		fc.assert(
			fc.property(parts, (given) => {
				const number = Number(text(given));
				expect([readAmount(text(given)), readAmount(number), valueOf(readAmount(number) ?? null)]).toEqual([Number(given), Number(given), number]);
			}),
			{ numRuns: 2000 },
		);
	});

	it('add up exactly, where numbers with decimals do not', () => {
		expect(0.1 + 0.2).not.toBe(0.3);
		const small = fc.bigInt({ min: 0n, max: 10_000_000_000n });
		fc.assert(
			fc.property(fc.array(small, { maxLength: 1000 }), (given) => {
				const sum = given.reduce((total, one) => total + (readAmount(Number(text(one))) ?? NaN), 0);
				expect(BigInt(sum)).toBe(given.reduce((total, one) => total + one, 0n));
			}),
		);
	});

	it('have no more decimals than are kept, and are never negative', () => {
		for (const value of [-0.01, 0.00001, 1.00005, NaN, Infinity, 1e11 + 1, '-1', '1e3', '0x10', '1.23456', '1,5', '', ' ', '.5', '1.', '1 000']) expect([value, readAmount(value)]).toEqual([value, undefined]);
		expect([readAmount(-0), readAmount(' 7.5 '), readAmount('007')]).toEqual([0, 75_000, 70_000]);
	});
});
