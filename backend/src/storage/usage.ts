/** The storage port: how much room is taken. */

/** Room in bytes. */
export interface Usage {
	/** All that is kept, indexes and write-ahead files included. */
	bytes: number;
	/** What is free where it is kept; null where that cannot be known. */
	free: number | null;
}

/** Measures how much room is taken. */
export interface UsageReader {
	usage(): Promise<Usage>;
	close(): void;
}
