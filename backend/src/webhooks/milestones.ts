import { WEBHOOK_LIMITS } from '../../../contract/webhook.ts';
import { milestoneText } from '../events/milestone.ts';
import { parsePublicId } from '../ids.ts';
import type { AnalyticsReader, MilestoneCounts, StoredWebhook } from '../storage/storage.ts';
import type { Operation } from '../writes/operation.ts';
import type { FeedEvent } from './feed-event.ts';
import type { EventFeed } from './feed.ts';

/** A number of clicks that a link has reached. */
export interface Milestone {
	linkId: number;
	linkVersion: number;
	clicks: number;
	occurredAt: number;
}

/** What is needed to notice milestones. */
export interface MilestoneTools {
	feed: Pick<EventFeed, 'after' | 'head' | 'look'>;
	counts: MilestoneCounts;
	analytics: Pick<AnalyticsReader, 'snapshot' | 'totals' | 'cursor'>;
	/** Writes them down. Resolves once they are written. */
	tell(milestones: readonly Milestone[]): Promise<void>;
}

/** Writes milestones into the outbox. One that was told of before is not told again, whatever is counted anew. */
export const recordMilestones: Operation = {
	async write({ body }, { transaction }) {
		for (const { linkId, linkVersion, clicks, occurredAt } of body as Milestone[]) {
			if (!(await transaction.webhooks.reached(linkId, clicks))) continue;
			await transaction.emit([{ type: 'link.milestone', occurredAt, linkId, linkVersion, data: milestoneText({ clicks }) }]);
		}
		return { status: 204 };
	},
};

/** What is asked for: every how many clicks somebody wants to be told, and from which position on. */
export interface MilestoneInterest {
	steps: ReadonlySet<number>;
	from: number;
}

/** What these subscriptions ask for. */
export function milestoneInterest(webhooks: readonly Pick<StoredWebhook, 'events' | 'filter' | 'status' | 'startPosition'>[]): MilestoneInterest {
	const asking = webhooks.filter(({ events, status }) => events.includes('link.milestone') && status !== 'closed');
	return {
		steps: new Set(asking.map(({ filter }) => filter.milestone_every ?? WEBHOOK_LIMITS.default_milestone)),
		from: asking.reduce((from, { startPosition }) => Math.min(from, startPosition), Infinity),
	};
}

/** Follows the log while somebody asks for milestones, and counts the clicks of each link from its total on. */
export class MilestoneWatch {
	readonly #tools: MilestoneTools;
	#interest: MilestoneInterest = { steps: new Set(), from: Infinity };
	#looking: Promise<boolean> | undefined;

	constructor(tools: MilestoneTools) {
		this.#tools = tools;
	}

	/** Says what is asked for. */
	ask(interest: MilestoneInterest): void {
		this.#interest = interest;
	}

	/** Goes on to the head of the log, or waits for that where it is on its way. Resolves with false where it is to look again soon: reports are behind. */
	look(): Promise<boolean> {
		return (this.#looking ??= this.#look().finally(() => (this.#looking = undefined)));
	}

	async #look(): Promise<boolean> {
		const { feed, counts } = this.#tools;
		let cursor = await counts.cursor();
		if (this.#interest.steps.size === 0) {
			if (cursor !== undefined) await counts.clear();
			return true;
		}
		await feed.look();
		// From where the first of them starts, so that none of the clicks since is missed.
		if (cursor === undefined) await counts.save((cursor = Math.min(feed.head, this.#interest.from)), new Map());
		for (let events = await feed.after(cursor); events.length > 0; events = await feed.after(cursor)) {
			if (!(await this.#count(cursor, events))) return false;
			cursor = (events.at(-1) as FeedEvent).position;
			// Deliveries come first.
			await new Promise(setImmediate);
		}
		return true;
	}

	/** Resolves with false where the total of a link is not known yet: then it is for the next look. */
	async #count(cursor: number, events: readonly FeedEvent[]): Promise<boolean> {
		const { counts, tell } = this.#tools;
		const clicks = events.flatMap(clickOf);
		const ids = [...new Set(clicks.map(({ linkId }) => linkId))];
		const known = await counts.counts(ids);
		const totals = await this.#totalsAt(cursor, ids.filter((id) => !known.has(id)));
		if (!totals) return false;
		const reached: Milestone[] = [];
		for (const click of clicks) {
			const count = (known.get(click.linkId) ?? totals.get(click.linkId) ?? 0) + 1;
			known.set(click.linkId, count);
			if ([...this.#interest.steps].some((step) => count % step === 0)) reached.push({ ...click, clicks: count });
		}
		if (reached.length > 0) await tell(reached);
		await counts.save((events.at(-1) as FeedEvent).position, known);
		return true;
	}

	/** Clicks of links at a position: what the reports count, which are ahead, less what comes after the position. */
	async #totalsAt(cursor: number, linkIds: readonly number[]): Promise<Map<number, number> | undefined> {
		if (linkIds.length === 0) return new Map();
		const { analytics, feed } = this.#tools;
		const { counted, totals } = await analytics.snapshot(async () => ({ counted: await analytics.cursor(), totals: await analytics.totals(linkIds) }));
		if (counted < cursor) return undefined;
		const found = new Map(totals.map(({ linkId, totalClicks }) => [linkId, totalClicks]));
		await feed.look();
		for (let at = cursor; at < counted; ) {
			const events = await feed.after(at);
			if (events.length === 0) return undefined;
			for (const { linkId } of events.filter(({ position }) => position <= counted).flatMap(clickOf)) {
				const total = found.get(linkId);
				if (total !== undefined) found.set(linkId, total - 1);
			}
			at = (events.at(-1) as FeedEvent).position;
			await new Promise(setImmediate);
		}
		return found;
	}
}

function clickOf({ event }: FeedEvent): Array<Omit<Milestone, 'clicks'>> {
	if (event.type !== 'link.clicked' || event.kind !== 'human') return [];
	return [{ linkId: parsePublicId('link', event.link_id) ?? 0, linkVersion: event.link_version, occurredAt: Date.parse(event.occurred_at) }];
}
