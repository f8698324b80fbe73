import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { hopsOfForwarded, hopsOfXForwardedFor } from './forwarded.ts';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads the address that a request came from. */
export type AddressOf = (request: IncomingMessage) => string;

/** Addresses of which it is remembered whether they are a trusted proxy's: to find out takes a microsecond. */
const REMEMBERED = 10_000;

/**
 * The visitor's address: that of the connection, or, where the connection comes from a trusted proxy, the last address
 * in `X-Forwarded-For` that is not a trusted proxy itself. `Forwarded` (RFC 7239) is looked at where there is no such header:
 * nearly every proxy writes `X-Forwarded-For`, and passes on what a visitor has written into the other. Where the chain leads to what is no
 * address, the last trusted proxy's stands for the visitor.
 *
 * @param trusted addresses and CIDR ranges
 * @throws where an entry is neither
 */
export function addressReader(trusted: readonly string[]): AddressOf {
	const ranges = trusted.map(parseRange);
	const known = new LRUCache<string, boolean>({ max: REMEMBERED });
	const isTrusted = (address: string) => {
		let answer = known.get(address);
		if (answer === undefined) {
			const parsed = ipaddr.process(address);
			answer = ranges.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
			known.set(address, answer);
		}
		return answer;
	};
	return ({ socket, headers }) => {
		const peer = plain(socket.remoteAddress ?? '');
		if (ranges.length === 0 || !isIP(peer) || !isTrusted(peer)) return peer;
		const [xForwardedFor, forwarded] = [headers['x-forwarded-for'], headers['forwarded']];
		let last = peer;
		for (const hop of xForwardedFor ? hopsOfXForwardedFor(String(xForwardedFor)) : forwarded ? hopsOfForwarded(forwarded) : []) {
			if (hop === null) return last;
			if (!isTrusted(hop)) return hop;
			last = hop;
		}
		return last;
	};
}

function parseRange(text: string): Range {
	try {
		if (text.includes('/')) return ipaddr.parseCIDR(text);
		const address = ipaddr.process(text);
		return [address, address.kind() === 'ipv4' ? 32 : 128];
	} catch {
		throw new Error(`"${text}" is neither an address nor a CIDR range such as 10.0.0.0/8`);
	}
}

/** What stands for one visitor where tries are counted: an IPv4 address, or the /64 network that an IPv6 subscriber has to choose from. */
export function networkOf(address: string): string {
	return isIPv6(address) ? ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':') : address;
}

/** An IPv4 address in IPv6 clothes, as the socket of a server has it, is an IPv4 address. */
function plain(address: string): string {
	return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
