import fc from 'fast-check';
import { eventId, eventPosition } from '../../../backend/src/events/event-id.ts';
import type { Epoch } from '../../../backend/src/storage/storage.ts';

const position = fc.integer({ min: 1, max: 999_999_999_999_999 });

/** A list of epochs as a log holds it: numbers and first positions go up, the first begins at 1. */
const epochs: fc.Arbitrary<Epoch[]> = fc
	.record({
		numbers: fc.uniqueArray(fc.integer({ min: 1, max: 9_999_999_999_998 }), { minLength: 1, maxLength: 6 }),
		starts: fc.uniqueArray(fc.integer({ min: 2, max: 999_999_999_999_999 }), { minLength: 5, maxLength: 5 }),
	})
	.map(({ numbers, starts }) => {
		const from = [1, ...starts.sort((a, b) => a - b)];
		return numbers.sort((a, b) => a - b).map((epoch, index) => ({ epoch, from: from[index]! }));
	});

describe('event ids', () => {
	it('sort as strings in the order of the log', () => {
		fc.assert(
			fc.property(epochs, position, position, (list, a, b) => {
				const [idA, idB] = [eventId(a, list), eventId(b, list)];
				expect(idA < idB).toBe(a < b);
				expect(idA === idB).toBe(a === b);
			}),
		);
	});

	it('stand for their position', () => {
		fc.assert(fc.property(epochs, position, (list, at) => expect(eventPosition(eventId(at, list), list)).toBe(at)));
	});

	it('of an epoch that was cut short stand for the last position left of it', () => {
		fc.assert(
			fc.property(epochs, fc.integer({ min: 2, max: 1_000_000_000 }), fc.integer({ min: 0, max: 1_000_000_000 }), (list, head, lost) => {
				const original = list.filter((epoch) => epoch.from <= head);
				const restored = [...original, { epoch: original.at(-1)!.epoch + 1, from: head + 1 }];
				const id = eventId(head + 1 + lost, original);
				expect(eventPosition(id, restored)).toBe(head);
				expect(id < eventId(head + 1, restored)).toBe(true);
			}),
		);
	});

	it.each(['evt_1_2', 'evt_0000000000001_00000000000000x', 'lnk_0000000000001_000000000000001', 'evt_0000000000001_0000000000000011', ''])('are not %p', (text) => {
		expect(eventPosition(text, [{ epoch: 1, from: 1 }])).toBeUndefined();
	});
});
