import { later } from './seen';

/** n8n's answer to a delivery, as far as it tells what became of it. */
export interface Answer {
	statusCode: number;
	/** Whether n8n has answered, also where nobody was there to hear it any more. */
	writableEnded: boolean;
}

/** A delivery that has started an execution. */
interface Attempt {
	/** First and last of its events. */
	first: string;
	last: string;
	answer: Answer;
	/** How often an execution was started for these events. */
	starts: number;
	at: number;
}

/** Milliseconds after which nobody waits for n8n's answer any more. */
const PATIENCE_MS = 3_600_000;

/** How often an execution that ended with an error is started, where n8n answers at its end: it does not say whether it had been stored at all. */
const STARTS = 2;

/** Lines of deliveries that are remembered. There is one for each subscription and replay. */
const LINES = 500;

/**
 * What this process has started. It tells an execution that goes on from one that has ended, which nothing that n8n stores
 * does; and it is gone after a crash, as the executions are that were cut off.
 */
export class Attempts {
	readonly #lines = new Map<string, { accepted?: string; attempt?: Attempt }>();

	/**
	 * The highest event of a line whose delivery was accepted; `busy` while n8n has not answered a delivery.
	 *
	 * @param answersAtEnd whether n8n answers when the execution has ended; else when it has stored it
	 */
	look(line: string, answersAtEnd: boolean): { accepted: string | undefined; busy: boolean } {
		const { accepted, attempt } = this.#lines.get(line) ?? {};
		if (!attempt) return { accepted, busy: false };
		const { answer, last, starts, at } = attempt;
		if (!answer.writableEnded) return { accepted, busy: Date.now() - at < PATIENCE_MS };
		const over = answer.statusCode < 300 || (answersAtEnd && starts >= STARTS);
		return { accepted: over ? later(accepted, last) : accepted, busy: false };
	}

	/** An execution is about to be started with events that are not accepted yet. */
	begin(line: string, answersAtEnd: boolean, events: { first: string; last: string; answer: Answer }): void {
		const { accepted } = this.look(line, answersAtEnd);
		const before = this.#lines.get(line)?.attempt;
		const starts = before?.first === events.first ? before.starts + 1 : 1;
		this.#lines.delete(line);
		this.#lines.set(line, { ...(accepted !== undefined && { accepted }), attempt: { ...events, starts, at: Date.now() } });
		for (const oldest of [...this.#lines.keys()].slice(0, -LINES)) this.#lines.delete(oldest);
	}
}
