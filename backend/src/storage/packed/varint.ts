/** Whole numbers from 0 to 2^53 as LEB128 (as in DWARF and Protocol Buffers): 7 bits a byte, the lowest first; the eighth says that more follow. */
export class VarintWriter {
	#bytes = new Uint8Array(256);
	#length = 0;

	/** @param value below 2^31 */
	write(value: number): void {
		this.#reserve(5);
		let rest = value;
		for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
		this.#bytes[this.#length++] = rest;
	}

	/** The same of any number. */
	writeLarge(value: number): void {
		this.#reserve(8);
		let rest = value;
		for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
		this.#bytes[this.#length++] = rest;
	}

	/** Adds what was written before. */
	append(written: Uint8Array): void {
		this.#reserve(written.length);
		this.#bytes.set(written, this.#length);
		this.#length += written.length;
	}

	/** Bytes that were written since the last time. */
	get length(): number {
		return this.#length;
	}

	/** What was written since the last time. */
	take(): Uint8Array {
		const taken = this.written();
		this.#length = 0;
		return taken;
	}

	/** The same, to be written on. */
	written(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}

	#reserve(length: number): void {
		if (this.#length + length <= this.#bytes.length) return;
		const larger = new Uint8Array(2 * (this.#bytes.length + length));
		larger.set(this.#bytes);
		this.#bytes = larger;
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

	/** How many bytes are read. */
	get at(): number {
		return this.#at;
	}

	/** Passes over bytes. */
	skip(bytes: number): void {
		this.#at += bytes;
	}

	/** A number below 2^31. */
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

	/** Any number. */
	readLarge(): number {
		let value = 0;
		for (let place = 1; ; place *= 128) {
			const byte = this.#bytes[this.#at++] as number;
			if (byte < 128) return value + byte * place;
			value += (byte & 127) * place;
		}
	}
}
