import { SEARCHABLE } from '../../search.ts';

/**
 * The threes of letters in folded texts as numbers of 32 bits, each once. They are kept in the database: another way to make them
 * needs another column. Two threes may have one number, so what holds a word's threes need not hold the word.
 */
export function threesOf(texts: readonly string[]): number[] {
	const found = new Set<number>();
	for (const text of texts) {
		const letters = Array.from(text.toWellFormed(), (letter) => letter.codePointAt(0) as number);
		for (let at = 0; at + SEARCHABLE <= letters.length; at++) found.add(three(letters, at));
	}
	return [...found];
}

/** FNV-1a over code points instead of bytes (http://www.isthe.com/chongo/tech/comp/fnv/). */
function three(letters: readonly number[], at: number): number {
	let hash = 0x811c9dc5;
	for (let place = at; place < at + SEARCHABLE; place++) hash = Math.imul(hash ^ (letters[place] as number), 0x01000193);
	return hash;
}
