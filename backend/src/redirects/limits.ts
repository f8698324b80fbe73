import type { GroupCommit } from '../clicks/group-commit.ts';
import type { ClickLog } from '../storage/storage.ts';
import type { RedirectTarget, TargetLimit } from './target.ts';

/** A target whose link has `max_clicks`. */
export type LimitedTarget = RedirectTarget & { limit: TargetLimit };

export function isLimited(target: RedirectTarget): target is LimitedTarget {
	return target.limit !== null;
}

/** What is asked of the reports. */
export interface LimitQueries {
	/**
	 * Clicks by people on a link, all time and without imported ones, once every event up to a position of the log is counted;
	 * undefined where that takes too long.
	 */
	countedUpTo(question: { linkId: number; position: number }): Promise<number | undefined>;
}

/** What a limit is compared with. */
export interface LimitSources extends LimitQueries {
	log: Pick<ClickLog, 'uses' | 'catchUp'>;
	clicks: Pick<GroupCommit, 'settled'>;
}

/** Finds out how often links with `max_clicks` have been used. From then on the log counts. */
export class Limits {
	readonly #sources: LimitSources;
	readonly #asking = new WeakMap<TargetLimit, Promise<number>>();

	constructor(sources: LimitSources) {
		this.#sources = sources;
	}

	/**
	 * Sets `used` of a target's limit: as the log has it, or as the reports have it where the log has not counted this version of
	 * the link yet.
	 *
	 * @throws where the reports are too far behind: rather nobody is redirected than one too many
	 */
	async lookUp(target: LimitedTarget): Promise<void> {
		const { limit } = target;
		const { counter, completeSince } = await this.#sources.log.uses(target.id);
		if (counter && counter.version >= target.version) {
			limit.used = counter.used;
		} else if (limit.used === undefined) {
			// The first version of a link had this limit from the beginning, so the log knows of every use.
			const unused = !counter && target.version === 1 && limit.createdAt >= completeSince;
			limit.used = unused ? limit.importedClicks : await this.#ask(target);
		}
	}

	/** Visitors that come together ask together. */
	#ask(target: LimitedTarget): Promise<number> {
		const asking = this.#asking.get(target.limit) ?? this.#count(target).finally(() => this.#asking.delete(target.limit));
		this.#asking.set(target.limit, asking);
		return asking;
	}

	async #count({ id, limit }: LimitedTarget): Promise<number> {
		// Clicks on an earlier version of the link may be on their way into the log.
		await this.#sources.clicks.settled();
		const counted = await this.#sources.countedUpTo({ linkId: id, position: await this.#sources.log.catchUp() });
		if (counted === undefined) throw new Error('The clicks on a link with max_clicks are not counted yet: its visitors are asked to come back');
		return counted + limit.importedClicks;
	}
}
