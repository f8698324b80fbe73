import fc from 'fast-check';
import { clickId, parseClickId } from '../../../backend/src/events/click-id.ts';

const clicks = fc.record({
	occurredAt: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
	nonce: fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});

it('can be taken apart again', () => {
	fc.assert(fc.property(clicks, (click) => expect(parseClickId(clickId(click))).toEqual(click)));
});

it('sorts by time', () => {
	fc.assert(fc.property(clicks, clicks, (a, b) => {
		fc.pre(a.occurredAt !== b.occurredAt);
		expect(clickId(a) < clickId(b)).toBe(a.occurredAt < b.occurredAt);
	}));
});

it('is what it was: ids are stored elsewhere', () => {
	expect(clickId({ occurredAt: Date.UTC(2026, 10, 22, 8), nonce: '0123456789ab' })).toBe('clk_01a20244e8000123456789ab');
});

it.each(['', 'clk_', 'clk_01a20244e8000123456789a', 'clk_01a20244e8000123456789abc', 'CLK_019eaa7ae4000123456789ab', 'evt_019eaa7ae4000123456789ab', 'clk_01a20244e8000123456789aZ'])(
	'%p is none',
	(text) => expect(parseClickId(text)).toBeUndefined(),
);
