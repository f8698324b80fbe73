import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { addressReader, networkOf } from '../../../backend/src/clicks/address.ts';
import { plainAddress } from '../../../backend/src/clicks/forwarded.ts';

const request = (peer: string | undefined, headers: Record<string, string> = {}) => ({ socket: { remoteAddress: peer }, headers }) as unknown as IncomingMessage;
const behind = addressReader(['10.0.0.0/8', '::1', '2001:db8:aaaa::/48']);

describe('the address', () => {
	test.each([
		// Who is no trusted proxy says nothing about others.
		['192.0.2.1', '198.51.100.1', '192.0.2.1'],
		['2001:db8:bbbb::1', '198.51.100.1', '2001:db8:bbbb::1'],
		['10.0.0.1', '198.51.100.1', '198.51.100.1'],
		['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
		['::1', '2001:db8::7', '2001:db8::7'],
		['2001:db8:aaaa::1', '198.51.100.1', '198.51.100.1'],
		// The last one that is not a trusted proxy: what stands before it, the visitor may have written.
		['10.0.0.1', '203.0.113.9, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
		['10.0.0.1', '203.0.113.9,198.51.100.1,2001:db8:aaaa::2,10.9.9.9', '198.51.100.1'],
		['10.0.0.1', '10.1.1.1', '10.1.1.1'],
		// Ports, brackets, and the many ways to write an address.
		['10.0.0.1', '198.51.100.1:51234', '198.51.100.1'],
		['10.0.0.1', '[2001:db8::7]:443', '2001:db8::7'],
		['10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
		['10.0.0.1', '2001:0DB8:0:0:0:0:0:7', '2001:db8::7'],
		['10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
		['10.0.0.1', '::FFFF:c633:6401', '198.51.100.1'],
		['10.0.0.1', 'fe80::1%eth0', 'fe80::1'],
		// What is no address ends the chain at the last proxy.
		['10.0.0.1', 'unknown', '10.0.0.1'],
		['10.0.0.1', '198.51.100.1, unknown, 10.9.9.9', '10.9.9.9'],
		['10.0.0.1', '999.1.1.1', '10.0.0.1'],
		['10.0.0.1', '198.51.100.01', '10.0.0.1'],
		['10.0.0.1', '198.51.100.1:51234:1', '10.0.0.1'],
		['10.0.0.1', '', '10.0.0.1'],
		['10.0.0.1', ',', '10.0.0.1'],
		['10.0.0.1', ',198.51.100.1', '198.51.100.1'],
	])('from %s with X-Forwarded-For "%s" is %s', (peer, forwarded, address) => {
		expect(behind(request(peer, { 'x-forwarded-for': forwarded }))).toBe(address);
	});

	// Examples of RFC 7239, and what else it allows.
	test.each([
		['for=198.51.100.1', '198.51.100.1'],
		['For="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
		['for=192.0.2.60;proto=http;by=203.0.113.43', '192.0.2.60'],
		['for=192.0.2.43, for=198.51.100.17', '198.51.100.17'],
		['for=192.0.2.43, for=198.51.100.17;by=10.0.0.1, for=10.2.2.2', '198.51.100.17'],
		['for=192.0.2.43,for="[2001:db8:cafe::17]",for=unknown', '10.0.0.1'],
		['for=192.0.2.43, for=_gazonk', '10.0.0.1'],
		['for="_gazonk"', '10.0.0.1'],
		['for=unknown', '10.0.0.1'],
		['for="198.51.100.1:_port"', '198.51.100.1'],
		['for="198.51.100.1:8080"', '198.51.100.1'],
		['proto=https;FOR = 198.51.100.1 ; host=x', '198.51.100.1'],
		['host="a,for=1.2.3.4\\",b";for=198.51.100.1', '198.51.100.1'],
		['for="198.51.100\\.1"', '198.51.100.1'],
		['host=example.com', '10.0.0.1'],
		['before=1.2.3.4', '10.0.0.1'],
		['for="198.51.100.1', '10.0.0.1'],
		['for=', '10.0.0.1'],
	])('with Forwarded \'%s\' is %s', (forwarded, address) => {
		expect(behind(request('10.0.0.1', { forwarded }))).toBe(address);
	});

	test('is taken from X-Forwarded-For where both are there: the other may be the visitor\'s own', () => {
		expect(behind(request('10.0.0.1', { 'x-forwarded-for': '198.51.100.1', 'forwarded': 'for=203.0.113.9' }))).toBe('198.51.100.1');
		expect(behind(request('10.0.0.1', { 'x-forwarded-for': 'unknown', 'forwarded': 'for=203.0.113.9' }))).toBe('10.0.0.1');
	});

	test('is that of the connection where no proxy is trusted', () => {
		const direct = addressReader([]);
		expect(direct(request('127.0.0.1', { 'x-forwarded-for': '198.51.100.1', 'forwarded': 'for=198.51.100.1' }))).toBe('127.0.0.1');
		expect(direct(request('::ffff:192.0.2.1'))).toBe('192.0.2.1');
		// The visitor has hung up.
		expect(behind(request(undefined))).toBe('');
	});

	test('a proxy that is no address is refused', () => {
		for (const wrong of ['proxy.local', '10.0.0.0/33', 'loopback', '']) expect(() => addressReader([wrong])).toThrow(`"${wrong}" is neither`);
	});
});

const anAddress = fc.oneof(fc.ipV4(), fc.ipV6());

describe('whatever is sent', () => {
	const piece = fc.oneof(anAddress, fc.string(), fc.constantFrom('for=', '"', '\\', ';', ',', '[', ']', ':', '%', '_x', 'unknown', '::ffff:', ' '), fc.ipV6().map((ip) => `"[${ip}]:80"`));
	const header = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

	test('the address is one, or that of the connection', () => {
		fc.assert(
			fc.property(header, header, (xForwardedFor, forwarded) => {
				for (const headers of [{ 'x-forwarded-for': xForwardedFor }, { forwarded }, { 'x-forwarded-for': xForwardedFor, forwarded }] as Array<Record<string, string>>) {
					const address = behind(request('10.0.0.1', headers));
					expect(isIP(address)).not.toBe(0);
					expect(plainAddress(address)).toBe(address);
					expect(networkOf(address)).not.toBe('');
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test('what a trusted proxy adds is found behind anything that a visitor has written', () => {
		const visitor = anAddress.filter((ip) => !ip.startsWith('10.') && plainAddress(ip) === ipaddr.process(ip).toString() && !plainAddress(ip)!.startsWith('10.') && plainAddress(ip) !== '::1');
		fc.assert(fc.property(fc.string(), visitor, (written, ip) => {
			expect(behind(request('10.0.0.1', { 'x-forwarded-for': `${written}, ${ip}` }))).toBe(plainAddress(ip));
			expect(behind(request('10.0.0.1', { 'x-forwarded-for': `${written},${ip}, 10.3.3.3` }))).toBe(plainAddress(ip));
		}));
	});

	test('long headers cost little: only the end is read', () => {
		const long = `${'1.1.1.1,'.repeat(200_000)}198.51.100.1`;
		const started = performance.now();
		for (let i = 0; i < 1000; i++) behind(request('10.0.0.1', { 'x-forwarded-for': long }));
		expect(performance.now() - started).toBeLessThan(500);
	});
});

test('of a network, the part that a subscriber cannot choose', () => {
	expect(networkOf('198.51.100.1')).toBe('198.51.100.1');
	expect(networkOf('2001:db8:1:2::7')).toBe(networkOf('2001:db8:1:2:ffff::1'));
	expect(networkOf('2001:db8:1:2::7')).not.toBe(networkOf('2001:db8:1:3::7'));
	expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'));
});
