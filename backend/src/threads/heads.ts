import type { Heads } from '../storage/storage.ts';
import type { Board, Slot } from './board.ts';

/** Where the board has what processes tell each other. */
const SLOTS: Record<keyof Heads, Slot> = {
	log: 'logHead',
	enriched: 'enrichedHead',
	counted: 'countedHead',
	outbox: 'outboxHead',
	indexed: 'indexedHead',
	rebuildAsked: 'rebuildAsked',
	rebuilt: 'rebuiltHead',
	rebuildDone: 'rebuildDone',
};

/** Puts on the board what a process tells, this one or another. Tidings may come late, or twice: nothing goes back. */
export function post(board: Board, heads: Heads): void {
	if ((heads.rebuildAsked ?? 0) > board.get('rebuildAsked')) board.set('rebuiltHead', 0);
	if ((heads.rebuildDone ?? 0) > board.get('rebuildDone')) board.set('rebuilds', board.get('rebuilds') + 1);
	for (const [head, slot] of Object.entries(SLOTS) as Array<[keyof Heads, Slot]>) {
		const value = heads[head];
		if (value !== undefined) board.raise(slot, value);
	}
}
