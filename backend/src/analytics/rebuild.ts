import type { AnalyticsRebuildProgress } from '../../../contract/analytics.ts';
import type { AnalyticsWriter, EventReader, LinkReader } from '../storage/storage.ts';
import { Counter } from './count.ts';

/** How a rebuild goes on that a server is asked for. */
export interface RebuildControl {
	/** Asks for one; where one is running, for nothing. */
	ask(): void;
	progress(): AnalyticsRebuildProgress;
}

/** What a rebuild reads and writes. */
export interface RebuildSources {
	events: Pick<EventReader, 'enriched' | 'logged' | 'head'>;
	writer: AnalyticsWriter;
	links: Pick<LinkReader, 'importedClicks' | 'asOf'>;
}

/** Counts everything again that is in the log, beside the rollups that there are, and then puts the new ones in their place. */
export class Rebuild {
	readonly #sources: RebuildSources;
	#counter: Counter | undefined;

	constructor(sources: RebuildSources) {
		this.#sources = sources;
	}

	/** Whether there is more to count. */
	get running(): boolean {
		return this.#counter !== undefined;
	}

	/** Begins anew. What was counted of events that the log has no more stays as it is. */
	async begin(): Promise<void> {
		const { events, writer, links } = this.#sources;
		const [first] = await events.logged(0, 1);
		await writer.rebuild.begin(first?.position ?? (await events.head()) + 1);
		this.#counter = new Counter({ events, writer: writer.rebuild, links });
	}

	/**
	 * Counts the next events, at most `limit`; where these are all that the rollups know, takes their place.
	 *
	 * @returns the position up to which it has come
	 */
	async next(limit: number): Promise<number> {
		const { writer } = this.#sources;
		const position = (await this.#advance(limit)) ?? (await writer.cursor());
		if (position < (await writer.cursor())) return position;
		this.#counter = undefined;
		await writer.rebuild.finish();
		return position;
	}

	/** Counts everything again and says how the rollups differ from it: sentences. Leaves them as they are. For a log to which nothing is added. */
	async check(limit: number): Promise<string[]> {
		await this.begin();
		while ((await this.#advance(limit)) !== undefined);
		this.#counter = undefined;
		const { rebuild } = this.#sources.writer;
		const differences = await rebuild.differences();
		await rebuild.discard();
		return differences;
	}

	async #advance(limit: number): Promise<number | undefined> {
		if (!this.#counter) throw new Error('No rebuild has begun.');
		return this.#counter.next(limit);
	}
}
