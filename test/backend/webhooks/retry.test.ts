import { retryDelay } from '../../../backend/src/webhooks/retry.ts';

const NOW = Date.UTC(2026, 10, 22, 8);
const failed = (failures: number, retryAfter: string | null = null, random = 0.5) => retryDelay({ failures, retryAfter, now: NOW, random });

it('doubles from a second to ten minutes', () => {
	const pauses = Array.from({ length: 12 }, (_, index) => failed(index + 1) / 1000);
	expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
	expect(failed(5000)).toBe(600_000);
});

it('is up to a fifth shorter or longer, and never over ten minutes', () => {
	expect([failed(3, null, 0), failed(3, null, 0.999_999)]).toEqual([3200, 4800]);
	expect(failed(20, null, 0.999_999)).toBe(600_000);
});

it.each([
	['seconds', '30', 30_000],
	['a date', new Date(NOW + 90_000).toUTCString(), 90_000],
	['more than an hour', '86400', 3_600_000],
	['less than the pause', '0', 1000],
	['a date in the past', new Date(NOW - 1000).toUTCString(), 1000],
	['nonsense', 'soon', 1000],
])('honours Retry-After: %s', (_what, retryAfter, expected) => expect(failed(1, retryAfter)).toBe(expected));

it('does not come back earlier than its own pause because of Retry-After', () => expect(failed(6, '1')).toBe(32_000));
