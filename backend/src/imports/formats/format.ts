import type { RowReader } from '../row-reader.ts';

/** How the export of a product is told from others, and read. Names of columns are as `plainName` has them. */
export interface Format {
	/** Sets of columns (or members): a file that has all of one set is of this format. The first set is the usual one. */
	marks: ReadonlyArray<readonly string[]>;
	/** Members whose own members count as columns: those of `meta` as `meta.name`. */
	spread?: readonly string[];
	/** Says which field is in which column. */
	read(row: RowReader): void;
}
