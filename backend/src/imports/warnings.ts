/** What an import cannot bring along, a sentence for each kind of it, however many lines it is in. */
export class Warnings {
	readonly #notes = new Map<string, { lines: number; first: number }>();

	/** Notes something about a line. What is said in the same words is one warning. */
	note(line: number, sentence: string): void {
		const known = this.#notes.get(sentence);
		if (known) known.lines++;
		else this.#notes.set(sentence, { lines: 1, first: line });
	}

	/** In the order in which they came up. */
	sentences(): string[] {
		return [...this.#notes].map(([sentence, { lines, first }]) => {
			const where = lines === 1 ? `line ${String(first)}` : `${lines.toLocaleString('en')} lines, the first is line ${String(first)}`;
			return `${sentence} (${where}).`;
		});
	}
}
