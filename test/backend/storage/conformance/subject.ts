import type { Storage } from '../../../../backend/src/storage/storage.ts';

/** A storage that the suite may fill, and open again as a process does that starts after a crash. */
export interface Subject {
	/** The same data each time. What was opened before stays open, as a crash would leave it. */
	start(): Promise<Storage>;
	/** Closes what is open and throws the data away. */
	dispose(): Promise<void>;
}

/** Makes an empty one. */
export type MakeSubject = () => Promise<Subject>;

/** A suite that every adapter passes. Each test begins with an empty storage. */
export type Suite = (make: () => Subject) => void;

/** The same storage, but everything opened through it is noted in `open`. */
export function tracked(storage: Storage, open: Set<{ close(): void }>): Storage {
	const noted = Object.entries(storage as unknown as Record<string, (...settings: unknown[]) => { close(): void } | null>).map(([name, make]) => [
		name,
		(...settings: unknown[]) => {
			const part = make(...settings);
			if (part) open.add(part);
			return part;
		},
	]);
	return Object.fromEntries(noted) as Storage;
}
