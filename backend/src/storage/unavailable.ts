/** The storage cannot write at the moment: the disk is full, or does not answer. Nothing of the transaction was written. */
export class StorageUnavailable extends Error {
	constructor(cause: unknown) {
		super(`The storage cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
		this.name = 'StorageUnavailable';
	}
}
