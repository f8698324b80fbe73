import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressReader } from '../../../backend/src/clicks/address.ts';
import { classify } from '../../../backend/src/clicks/classify.ts';
import { openPlaces } from '../../../backend/src/clicks/place.ts';
import { originOf } from '../../../backend/src/clicks/source.ts';
import { parseUserAgent } from '../../../backend/src/clicks/user-agent.ts';
import { Visitors } from '../../../backend/src/clicks/visitor.ts';

const DAY = 86_400_000;
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe('visitors', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'linkmill-visitors-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	test('are the same until the salt is replaced, also after a restart', () => {
		const now = 300 * DAY;
		const first = new Visitors(folder, 30, now).id('198.51.100.1', CHROME, now);
		const visitors = new Visitors(folder, 30, now);
		expect(visitors.id('198.51.100.1', CHROME, now + 29 * DAY)).toBe(first);
		expect(visitors.id('198.51.100.2', CHROME, now)).not.toBe(first);
		expect(visitors.id('198.51.100.1', 'another', now)).not.toBe(first);
		expect(visitors.id('198.51.100.1', CHROME, now + 30 * DAY)).not.toBe(first);
	});

	test('the old salt is gone once it is replaced, and nobody else can read the new one', () => {
		const visitors = new Visitors(folder, 1, 10 * DAY);
		const path = join(folder, 'visitor-salt.json');
		const old = (JSON.parse(readFileSync(path, 'utf8')) as { salt: string }).salt;
		visitors.id('198.51.100.1', CHROME, 11 * DAY);
		expect(readFileSync(path, 'utf8')).not.toContain(old);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});
});

test('a salt that cannot be written is used all the same: visitors are not kept waiting for a disk', () => {
	const folder = mkdtempSync(join(tmpdir(), 'linkmill-visitors-'));
	const visitors = new Visitors(folder, 1, 10 * DAY);
	const before = visitors.id('198.51.100.1', CHROME, 10 * DAY);
	rmSync(folder, { recursive: true });
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
	const after = visitors.id('198.51.100.1', CHROME, 11 * DAY);
	expect(after).not.toBe(before);
	expect(visitors.id('198.51.100.1', CHROME, 11 * DAY)).toBe(after);
	expect(warned).toHaveBeenCalledTimes(1);
});

describe('the address', () => {
	const request = (peer: string, forwarded?: string) =>
		({ socket: { remoteAddress: peer }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
	const behind = addressReader(['10.0.0.0/8', '::1']);

	test.each([
		['192.0.2.1', '198.51.100.1', '192.0.2.1'],
		['10.0.0.1', '198.51.100.1', '198.51.100.1'],
		['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
		['::1', '2001:db8::7', '2001:db8::7'],
		['10.0.0.1', '203.0.113.9, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
		['10.0.0.1', 'unknown', '10.0.0.1'],
		['10.0.0.1', '10.1.1.1', '10.1.1.1'],
		['10.0.0.1', undefined, '10.0.0.1'],
	])('from %s with %s is %s', (peer, forwarded, address) => {
		expect(behind(request(peer, forwarded))).toBe(address);
	});

	test('a proxy that is no address is refused', () => {
		expect(() => addressReader(['proxy.local'])).toThrow('proxy.local');
	});
});

test('countries come from the shipped database', async () => {
	const places = await openPlaces();
	expect(places.of('8.8.8.8')).toEqual({ country: 'US', region: null, city: null });
	expect(places.of('193.99.144.80').country).toBe('DE');
	expect(places.of('2001:4860:4860::8888').country).toBe('US');
	expect(places.of('127.0.0.1')).toEqual({ country: null, region: null, city: null });
});

test.each([
	[CHROME, null, { kind: 'human', bot: null }],
	[CHROME, 'prefetch', { kind: 'prefetch', bot: null }],
	[CHROME, 'head', { kind: 'head', bot: null }],
	['Mozilla/5.0 (compatible; Googlebot/2.1)', 'head', { kind: 'bot', bot: 'Googlebot' }],
	['Slackbot-LinkExpanding 1.0', null, { kind: 'bot', bot: 'Slackbot' }],
	['curl/8.5.0', null, { kind: 'bot', bot: 'curl' }],
	['', null, { kind: 'bot', bot: 'no-user-agent' }],
] as const)('%s (%s)', (userAgent, signal, expected) => {
	expect(classify({ userAgent, signal })).toMatchObject({ kind: expected.kind });
	const { bot } = classify({ userAgent, signal });
	if (expected.bot === null) expect(bot).toBeNull();
	else expect(bot?.toLowerCase()).toContain(expected.bot.slice(0, 4).toLowerCase());
});

test.each([
	['', '', 'direct', null],
	['', 'qr=1', 'qr', null],
	['https://www.google.com/', '', 'search', 'www.google.com'],
	['https://l.facebook.com/', '', 'social', 'l.facebook.com'],
	['https://t.co/abc', '', 'social', 't.co'],
	['https://mail.google.com/', '', 'email', 'mail.google.com'],
	['https://blog.example/post', 'utm_source=x', 'referral', 'blog.example'],
	['https://go.example/x', '', 'internal', 'go.example'],
	['not a url', '', 'direct', null],
])('referrer "%s", query "%s": %s', (referrer, query, source, referrerHost) => {
	expect(originOf(referrer, query, new Set(['go.example']))).toEqual({ source, referrerHost });
});

test('a user agent says device, browser and system', () => {
	expect(parseUserAgent(CHROME)).toEqual({ device: 'desktop', browser: 'Chrome', os: 'Windows', source: null });
	expect(parseUserAgent('')).toEqual({ device: null, browser: null, os: null, source: null });
});
