/** Whole numbers from 0 to 2^31 as LEB128 (as in DWARF and Protocol Buffers): 7 bits a byte, the lowest first; the eighth says that more follow. */
export class VarintWriter {
	#bytes = new Uint8Array(256);
	#length = 0;

	write(value: number): void {
		if (this.#length + 5 > this.#bytes.length) {
			const larger = new Uint8Array(this.#bytes.length * 2);
			larger.set(this.#bytes);
			this.#bytes = larger;
		}
		let rest = value;
		for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
		this.#bytes[this.#length++] = rest;
	}

	/** What was written since the last time. */
	take(): Uint8Array {
		const taken = this.#bytes.slice(0, this.#length);
		this.#length = 0;
		return taken;
	}
}

/** Reads what {@link VarintWriter} wrote. */
export class VarintReader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get done(): boolean {
		return this.#at >= this.#bytes.length;
	}

	read(): number {
		let byte = this.#bytes[this.#at++] as number;
		if (byte < 128) return byte;
		let value = byte & 127;
		for (let shift = 7; byte > 127; shift += 7) {
			byte = this.#bytes[this.#at++] as number;
			value |= (byte & 127) << shift;
		}
		return value;
	}
}
