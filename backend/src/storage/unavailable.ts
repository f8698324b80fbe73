/** The storage cannot write at the moment: the disk is full, or does not answer. Nothing of the transaction was written. */
export class StorageUnavailable extends Error {
	constructor(cause: unknown) {
		super(`The storage cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
		this.name = 'StorageUnavailable';
	}
}

/** The index of texts is being built from the links that there are, so that what it finds is not all there is. */
export class IndexIncomplete extends Error {
	constructor() {
		super('The index of texts is not complete yet');
		this.name = 'IndexIncomplete';
	}
}
