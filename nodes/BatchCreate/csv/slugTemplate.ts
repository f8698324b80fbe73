import { LINK_LIMITS } from '../../../contract/link';

/** Letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Record<string, string> = {
	ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D',
	ł: 'l', Ł: 'L', þ: 'th', Þ: 'Th', ı: 'i', ħ: 'h', Ħ: 'H',
};

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The column headers that a template such as `shop-{sku}` names. */
export function templateColumns(template: string): string[] {
	return [...template.matchAll(PLACEHOLDER)].map((match) => (match[1] ?? '').trim());
}

/**
 * The slug that a template gives for a row. Undefined where one of its values has nothing in it that a
 * slug can hold: `shop-` for every such row would make them collide.
 */
export function slugFromTemplate(template: string, valueOf: (column: string) => string): string | undefined {
	const values = new Map(templateColumns(template).map((column) => [column, slugSafe(valueOf(column))]));
	if ([...values.values()].includes('')) return undefined;
	return slugSafe(template.replace(PLACEHOLDER, (_, column: string) => values.get(column.trim()) ?? '')) || undefined;
}

/** ASCII letters, digits, `-` and `_`, at most 64: accents removed, everything else a hyphen, none at the ends. */
export function slugSafe(value: string): string {
	return value
		.replace(/[\u0080-\uffff]/g, (letter) => LETTERS[letter] ?? letter)
		.normalize('NFKD')
		.replace(/\p{Mark}+/gu, '')
		.replace(/[^A-Za-z0-9_-]+/g, '-')
		.replace(/-{2,}/g, '-')
		.replace(/^[-_]+/, '')
		.slice(0, LINK_LIMITS.slug)
		.replace(/-+$/, '');
}
