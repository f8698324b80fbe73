import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { seal, unseal } from '../../../backend/src/dashboard/seal.ts';
import { Sessions } from '../../../backend/src/dashboard/sessions.ts';
import { Authentication } from '../../../backend/src/http/authentication.ts';
import type { StoredKey } from '../../../backend/src/storage/storage.ts';

const KEY = randomBytes(32);

test('what was sealed is read again, with the same key alone', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1 }), (text) => {
			const sealed = seal(text, KEY);
			expect(sealed).toMatch(/^[\w-]+$/);
			expect(unseal(sealed, KEY)).toBe(text);
			expect(unseal(sealed, randomBytes(32))).toBeUndefined();
			expect(seal(text, KEY)).not.toBe(sealed);
		}),
	);
});

test('no changed byte goes unnoticed, and no text is too odd to be refused', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
			const bytes = Buffer.from(seal(text, KEY), 'base64url');
			bytes[place % bytes.length]! ^= change;
			expect(unseal(bytes.toString('base64url'), KEY)).toBeUndefined();
		}),
	);
	fc.assert(fc.property(fc.string(), (odd) => { expect(unseal(odd, KEY)).toBeUndefined(); }));
});

describe('a session', () => {
	const ended = new Set<string>();
	const lookUp = { isEnded: async (id: string) => ended.has(id) };
	const sessions = new Sessions(KEY, lookUp, { secure: false });
	const now = Date.UTC(2026, 10, 22);
	const cookieOf = (setCookie: string) => setCookie.split(';')[0];

	it('lasts twelve hours, and not a millisecond longer, whatever the browser does with its cookie', async () => {
		const session = sessions.begin('hash', now);
		const cookie = cookieOf(sessions.cookie(session, now));
		const hours = 3600 * 1000;
		expect(await sessions.read(cookie, now + 12 * hours - 1)).toEqual(session);
		expect(await sessions.read(cookie, now + 12 * hours)).toBeUndefined();
	});

	it('is none once it was ended, and the next one of the same key is', async () => {
		const [one, next] = [sessions.begin('hash', now), sessions.begin('hash', now)];
		ended.add(one.id);
		expect(await sessions.read(cookieOf(sessions.cookie(one, now)), now)).toBeUndefined();
		expect(await sessions.read(cookieOf(sessions.cookie(next, now)), now)).toEqual(next);
	});

	it('is found among other cookies, and in none that only looks like it', async () => {
		const session = sessions.begin('hash', now);
		const cookie = cookieOf(sessions.cookie(session, now))!;
		expect(await sessions.read(`a=b; ${cookie}; linkmill_theme=dark`, now)).toEqual(session);
		for (const odd of [undefined, '', '=', ';;', 'linkmill_session', 'linkmill_session=', `x${cookie}`, `linkmill_session="${cookie.split('=')[1]!}"`]) expect(await sessions.read(odd, now)).toBeUndefined();
	});

	it('ends when its key expires, be it earlier', async () => {
		const key: StoredKey = { id: 1, name: 'short', hash: 'a'.repeat(64), scopes: ['read'], createdAt: now, expiresAt: now + 60_000, revokedAt: null };
		const authentication = new Authentication({ byHash: async () => key, list: async () => [key], close: () => undefined }, sessions);
		const session = sessions.begin(key.hash, now);
		const request = { method: 'GET', headers: { cookie: cookieOf(sessions.cookie(session, now)), 'x-linkmill-csrf': sessions.csrfToken(session) } };
		await expect(authentication.authenticate(request, 'read', now + 59_999)).resolves.toBe(key);
		await expect(authentication.authenticate(request, 'read', now + 60_000)).rejects.toThrow('The API key "short" has expired. Make a new one.');
	});

	it('has a token of its own', () => {
		const [one, other] = [sessions.begin('hash', now), sessions.begin('hash', now)];
		expect(sessions.hasToken(one, sessions.csrfToken(one))).toBe(true);
		expect(sessions.hasToken(one, sessions.csrfToken(other))).toBe(false);
		expect(new Sessions(randomBytes(32), lookUp, { secure: false }).hasToken(one, sessions.csrfToken(one))).toBe(false);
	});
});
