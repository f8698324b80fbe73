import { LINK_LIMITS } from '../../contract/link';

/**
 * Letters that Unicode does not take apart into an ASCII letter and an accent, as they are usually written in Latin
 * letters: ISO 843 for Greek, BGN/PCGN for Cyrillic, both without marks. Capitals follow from these.
 */
const LETTERS: Record<string, string> = {
	ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ħ: 'h',
	α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p',
	ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
	а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'yo', є: 'ye', ж: 'zh', з: 'z', и: 'i', і: 'i', ї: 'yi', й: 'y', к: 'k',
	л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch',
	ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};

/** ASCII letters, digits, `-` and `_`, at most 64: transliterated, accents removed, everything else a hyphen, none at the ends. */
export function slugSafe(value: string): string {
	return latin(value)
		.replace(/[^A-Za-z0-9_-]+/g, '-')
		.replace(/-{2,}/g, '-')
		.replace(/^[-_]+/, '')
		.slice(0, LINK_LIMITS.slug)
		.replace(/-+$/, '');
}

/** Twice through the letters: those with an accent of their own (`й`) before accents go, those that had one (`ά`) after. */
function latin(value: string): string {
	if (/^\p{ASCII}*$/u.test(value)) return value;
	return spell(spell(value.normalize('NFC')).normalize('NFKD').replace(/\p{Mark}+/gu, ''));
}

function spell(text: string): string {
	return text.replace(/\P{ASCII}/gu, (letter) => {
		const spelt = LETTERS[letter];
		if (spelt !== undefined) return spelt;
		const small = LETTERS[letter.toLowerCase()];
		return small === undefined ? letter : small.charAt(0).toUpperCase() + small.slice(1);
	});
}
