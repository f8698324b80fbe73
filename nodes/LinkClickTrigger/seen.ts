/** What tells a repeat from something new. n8n stores it. */
export interface Seen {
	/** Highest id of an event that started the workflow. */
	lastEventId?: string;
	/** The same for each replay, by its `replay_id`: what was asked for again goes through once more, and once only. */
	replays?: Record<string, string>;
}

/** Replays that are remembered; a delivery of an earlier one is too old to be genuine long since. */
const REPLAYS = 20;

/** The highest event that came before, of this replay or of what is new. */
export function lastSeen(seen: Seen, replayId: string | undefined): string | undefined {
	return replayId === undefined ? seen.lastEventId : seen.replays?.[replayId];
}

/** The same with a higher event. */
export function withSeen(seen: Seen, replayId: string | undefined, eventId: string): Seen {
	if (replayId === undefined) return { ...seen, lastEventId: eventId };
	const others = Object.entries(seen.replays ?? {}).filter(([id]) => id !== replayId);
	return { ...seen, replays: Object.fromEntries([...others.slice(1 - REPLAYS), [replayId, eventId]]) };
}

/** The later of two events. Ids sort as text in the order of the log: `evt_<epoch>_<position>`, where a server that lost its newest events begins a higher epoch. */
export function later(a: string | undefined, b: string | undefined): string | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return a > b ? a : b;
}
