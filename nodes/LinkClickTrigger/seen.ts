/** What tells a repeat from something new. */
export interface Seen {
	/** Highest id of an event that started the workflow. */
	lastEventId?: string;
	/** The same for each replay, by its `replay_id`: what was asked for again goes through once more, and once only. */
	replays?: Record<string, string>;
}

/** Replays that are remembered; a delivery of an earlier one is too old to be genuine long since. */
const REPLAYS = 20;

/**
 * Those events that have not come before, and what is known of repeats after them. Deliveries come in order, and ids sort as
 * text in the order of the log: `evt_<epoch>_<position>`, where a server that lost its newest events begins a higher epoch.
 */
export function takeNew<Event extends { id: string }>(seen: Seen, events: readonly Event[], replayId: string | undefined): { fresh: Event[]; seen: Seen } {
	const replays = seen.replays ?? {};
	const last = replayId === undefined ? seen.lastEventId : replays[replayId];
	const fresh = events.filter(({ id }) => last === undefined || id > last);
	const highest = fresh.map(({ id }) => id).reduce((a, b) => (b > a ? b : a), last ?? '');
	if (fresh.length === 0) return { fresh, seen };
	if (replayId === undefined) return { fresh, seen: { ...seen, lastEventId: highest } };
	const others = Object.entries(replays).filter(([id]) => id !== replayId);
	return { fresh, seen: { ...seen, replays: Object.fromEntries([...others.slice(1 - REPLAYS), [replayId, highest]]) } };
}
