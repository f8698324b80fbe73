import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads the address that a request came from. */
export type AddressOf = (request: IncomingMessage) => string;

/**
 * The visitor's address: that of the connection, or, where the connection comes from a trusted proxy, the last
 * address in `X-Forwarded-For` that is not a trusted proxy itself.
 *
 * @param trusted addresses and CIDR ranges
 * @throws where an entry is neither
 */
export function addressReader(trusted: readonly string[]): AddressOf {
	const ranges = trusted.map(parseRange);
	const isTrusted = (address: string) => {
		const parsed = ipaddr.process(address);
		return ranges.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
	};
	return (request) => {
		const peer = plain(request.socket.remoteAddress ?? '');
		const forwarded = request.headers['x-forwarded-for'];
		if (forwarded === undefined || ranges.length === 0 || !isIP(peer) || !isTrusted(peer)) return peer;
		const chain = String(forwarded).split(',').map((part) => plain(part.trim()));
		for (let hop = chain.pop(), last = peer; ; last = hop, hop = chain.pop()) {
			if (hop === undefined || !isIP(hop)) return last;
			if (!isTrusted(hop)) return hop;
		}
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

/** An IPv4 address in IPv6 clothes is an IPv4 address. */
function plain(address: string): string {
	return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
