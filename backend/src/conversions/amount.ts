import { CONVERSION_LIMITS } from '../../../contract/conversion.ts';
import { AMOUNT_PARTS } from '../events/conversion.ts';

const TEXT = /^(\d{1,12})(?:\.(\d{1,4}))?$/;

/**
 * A value in ten-thousandths: a whole number that can be summed without loss. Decimal text is read digit by digit, a number as
 * its shortest decimal text says. Undefined where it is negative, too large or has more decimals.
 */
export function readAmount(value: number | string): number | undefined {
	const parts = typeof value === 'number' ? partsOfNumber(value) : partsOfText(value.trim());
	return parts !== undefined && parts <= CONVERSION_LIMITS.value * AMOUNT_PARTS ? parts : undefined;
}

function partsOfNumber(value: number): number | undefined {
	const parts = Math.round(value * AMOUNT_PARTS);
	return value >= 0 && parts / AMOUNT_PARTS === value ? Math.abs(parts) : undefined;
}

function partsOfText(text: string): number | undefined {
	const [, whole, decimals = ''] = TEXT.exec(text) ?? [];
	return whole === undefined ? undefined : Number(whole) * AMOUNT_PARTS + Number(decimals.padEnd(CONVERSION_LIMITS.decimals, '0'));
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code in capitals; undefined where there is none such. */
export function readCurrency(text: string): string | undefined {
	const code = text.trim().toUpperCase();
	return CURRENCIES.has(code) ? code : undefined;
}
