/** The storage cannot be asked, or written, at the moment: the disk is full, or the database does not answer. */
export class StorageUnavailable extends Error {
	/** Whether it may have been written all the same: the connection broke while it was committed. Otherwise nothing of the transaction was. */
	readonly isUncertain: boolean;

	constructor(cause: unknown, { isUncertain = false } = {}) {
		super(`The storage cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
		this.name = 'StorageUnavailable';
		this.isUncertain = isUncertain;
	}
}

/** The index of texts is being built from the links that there are, so that what it finds is not all there is. */
export class IndexIncomplete extends Error {
	constructor() {
		super('The index of texts is not complete yet');
		this.name = 'IndexIncomplete';
	}
}
