import type { NewHit } from '../../storage.ts';
import { StorageUnavailable } from '../../unavailable.ts';
import type { LogEnd } from './append.ts';
import type { Appender } from './appender.ts';
import { spooledHits, type Spool, type SpooledHits, type SpooledLine } from './spool.ts';

/** Hits that are appended as one: few enough that no visitor waits behind them. */
const TOGETHER = 1000;

const NOTHING_DONE = { file: '', count: 0 };

/** Appends what waits in a spool, in its order, and throws it away. */
export class Drain {
	readonly #spool: Spool;
	readonly #appender: Appender;
	readonly #appended: (end: LogEnd) => void;
	#running: Promise<void> | undefined;
	/** Lines of the oldest file that are in the log, so that it is not begun anew each time the database goes away. */
	#done: { file: string; count: number } = NOTHING_DONE;

	constructor(spool: Spool, appender: Appender, appended: (end: LogEnd) => void) {
		this.#spool = spool;
		this.#appender = appender;
		this.#appended = appended;
	}

	/**
	 * Resolves when nothing waits any more. What is in the log already, because an attempt that nobody heard of had succeeded, is
	 * not appended again.
	 *
	 * @throws StorageUnavailable where the database is away
	 */
	run(stopped: () => boolean): Promise<void> {
		return (this.#running ??= this.#run(stopped).finally(() => (this.#running = undefined)));
	}

	async #run(stopped: () => boolean): Promise<void> {
		for (let file = this.#spool.oldest(); file && !stopped(); file = this.#spool.oldest()) {
			if (this.#done.file !== file.name) this.#done = { file: file.name, count: 0 };
			while (this.#done.count < file.lines.length && !stopped()) await this.#next(file.lines);
			if (stopped()) return;
			this.#spool.remove(file.name);
			// The next one may have the same name.
			this.#done = NOTHING_DONE;
		}
	}

	/** Appends the first of those that are left, with what follows it under the same name. */
	async #next(lines: readonly SpooledLine[]): Promise<void> {
		const together = group(lines, this.#done.count);
		const [first, last] = [together[0] as SpooledHits, together.at(-1) as SpooledHits];
		const hits: NewHit[] = together.flatMap((one) => one.hits);
		let { sequence } = last;
		try {
			const made = await this.#appender.append({ appender: first.appender, first: first.sequence, last: last.sequence }, hits);
			if (made.end) this.#appended(made.end);
			({ sequence } = made);
		} catch (error) {
			if (error instanceof StorageUnavailable) throw error;
			process.emitWarning(`${String(hits.length)} clicks that waited for the database cannot be recorded: ${String(error)}`);
		}
		// Where some of them were in the log before, the others are the next.
		const done = together.filter((one) => one.sequence <= sequence);
		this.#done.count += done.length;
		this.#spool.taken(done.reduce((clicks, one) => clicks + one.hits.length, 0));
	}
}

function group(lines: readonly SpooledLine[], from: number): SpooledHits[] {
	const together: SpooledHits[] = [];
	for (let [place, clicks] = [from, 0]; place < lines.length; place++) {
		const line = lines[place] as SpooledLine;
		clicks += line.clicks;
		if (together.length > 0 && clicks > TOGETHER) break;
		const one = spooledHits(line);
		if (together[0] && together[0].appender !== one.appender) break;
		together.push(one);
	}
	return together;
}
