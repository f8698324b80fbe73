/** A row by column name, as a database's driver gives it: what is the same of all of them is read in this folder. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Whether a column says so: SQLite has numbers for it. */
export const flag = (value: unknown): boolean => value === true || value === 1;
