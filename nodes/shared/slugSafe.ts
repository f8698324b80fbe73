import { LINK_LIMITS } from '../../contract/link';

/** Letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Record<string, string> = {
	ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D',
	ł: 'l', Ł: 'L', þ: 'th', Þ: 'Th', ı: 'i', ħ: 'h', Ħ: 'H',
};

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
