/** Many packed values as one value of a statement: it takes them apart with `substring`, and none is written as text. */
export class Blobs {
	readonly #parts: Uint8Array[] = [];
	#next = 1;

	/** @returns where it begins, as `substring` counts */
	add(bytes: Uint8Array): number {
		const at = this.#next;
		this.#parts.push(bytes);
		this.#next += bytes.length;
		return at;
	}

	all(): Buffer {
		return Buffer.concat(this.#parts);
	}
}
