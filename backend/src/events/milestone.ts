import type { EventLink, MilestoneEvent } from '../../../contract/event.ts';

/** What a `link.milestone` says beside its link, in the event's `data`. */
type MilestoneData = Omit<MilestoneEvent, keyof EventLink | 'id' | 'type' | 'occurred_at'>;

/** As it is written into the log. */
export function milestoneText(data: MilestoneData): string {
	return JSON.stringify(data);
}

/** @throws where an event has no such data: then the log is damaged */
export function milestoneOf({ position, data }: { position: number; data: string | null }): MilestoneData {
	if (data === null) throw new Error(`The milestone at position ${String(position)} of the log has no data`);
	return JSON.parse(data) as MilestoneData;
}
