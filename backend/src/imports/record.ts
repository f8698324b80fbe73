/** A column of a table, or a member of an object: its name as it is in the file, and as names are compared. */
export interface Cell {
	name: string;
	/** See {@link plainName}. */
	plain: string;
	value: unknown;
}

/**
 * How names are compared: letters and digits alone, in lower case. `Long URL`, `long_url` and `longUrl` are one name.
 */
export function plainName(name: string): string {
	return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** One record of an export, a line of a table or an object of a list, which knows what of it has been asked for. */
export class SourceRecord {
	/** The line of a file, or the place in a list, from 1. */
	readonly line: number;
	readonly #cells: readonly Cell[];
	/** By plain name, those with a value; of two with one name, the first. */
	readonly #found = new Map<string, Cell>();
	readonly #used = new Set<Cell>();

	constructor(line: number, cells: readonly Cell[]) {
		this.line = line;
		this.#cells = cells;
		for (const cell of cells) if (!isEmpty(cell.value) && !this.#found.has(cell.plain)) this.#found.set(cell.plain, cell);
	}

	/** The first of these columns that has a value. */
	find(plainNames: readonly string[]): Cell | undefined {
		for (const plain of plainNames) {
			const cell = this.#found.get(plain);
			if (cell) {
				this.#used.add(cell);
				return cell;
			}
		}
		return undefined;
	}

	/** Passes over columns that mean nothing here, such as the ids of another system. */
	ignore(plainNames: readonly string[]): void {
		for (const plain of plainNames) {
			const cell = this.#found.get(plain);
			if (cell) this.#used.add(cell);
		}
	}

	/** The names of the columns that have something to say and were not asked for. */
	unused(): string[] {
		return this.#cells.filter((cell) => !this.#used.has(cell) && !isNothing(cell.value)).map(({ name }) => name);
	}
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** What a column holds that was never set: losing it loses nothing. */
function isNothing(value: unknown): boolean {
	if (isEmpty(value) || value === false || value === 0) return true;
	if (typeof value === 'string') return ['false', '0', 'null'].includes(value.trim().toLowerCase());
	return typeof value === 'object' && value !== null && Object.values(value).every(isNothing);
}
