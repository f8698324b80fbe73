import type { Epoch } from '../storage/storage.ts';

/** Digits of the epoch and of the position: fixed, so that ids sort as strings in the order of the log. */
const EPOCH_DIGITS = 13;
const POSITION_DIGITS = 15;

const PATTERN = /^evt_(\d{13})_(\d{15})$/;

/** The public id of the event at a position: the epoch that gave it, and the position. */
export function eventId(position: number, epochs: readonly Epoch[]): string {
	const epoch = epochs.findLast((one) => one.from <= position)?.epoch ?? 1;
	return `evt_${String(epoch).padStart(EPOCH_DIGITS, '0')}_${String(position).padStart(POSITION_DIGITS, '0')}`;
}

/**
 * The position that a public id stands for; undefined where it is no event id. An event of an epoch that a restore
 * cut short stands for the last position that is left of it: everything later follows.
 */
export function eventPosition(id: string, epochs: readonly Epoch[]): number | undefined {
	const match = PATTERN.exec(id);
	if (!match) return undefined;
	const next = epochs.find((one) => one.epoch > Number(match[1]));
	return Math.min(Number(match[2]), next ? next.from - 1 : Infinity);
}
