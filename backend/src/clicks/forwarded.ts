import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An IPv4 address with a port, or an IPv6 address in brackets, with or without one. A port may be obfuscated. */
const WITH_PORT = /^(?:([\d.]+):|\[([^\]]+)\](?::|$))[\w.-]*$/;

/** One part of a `Forwarded` header, up to the next comma: what is quoted may hold anything. */
const ELEMENT = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;

/** What a part says of where the request came from. */
const FOR = /(?:^|;)\s*for\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/i;

/** The stations of a request, the last one first, as proxies have written them down; what is no address is null. */
export type Hops = Iterable<string | null>;

/** Reads `X-Forwarded-For`: addresses, separated by commas. Some proxies write ports to them. */
export function* hopsOfXForwardedFor(header: string): Hops {
	for (let end = header.length; end >= 0; ) {
		const comma = end === 0 ? -1 : header.lastIndexOf(',', end - 1);
		yield plainAddress(header.slice(comma + 1, end).trim());
		end = comma;
	}
}

/**
 * Reads `Forwarded` (RFC 7239): each proxy's `for`, which is an address, quoted where it is of IPv6 or has a port,
 * or hides it: `unknown`, or a name that begins with an underscore.
 */
export function* hopsOfForwarded(header: string): Hops {
	for (const element of (header.match(ELEMENT) ?? []).reverse()) {
		const [, quoted, token] = FOR.exec(element) ?? [];
		yield plainAddress((quoted?.replace(/\\(.)/g, '$1') ?? token ?? '').trim());
	}
}

/**
 * An address as it is written shortest, without port, brackets and zone; IPv4 in IPv6 clothes as IPv4. Two ways to write one
 * address must not be two visitors. Null for what is no address.
 */
export function plainAddress(text: string): string | null {
	if (isIPv4(text)) return text;
	const [, ipv4, ipv6] = WITH_PORT.exec(text) ?? [];
	const [address = ''] = (ipv4 ?? ipv6 ?? text).split('%');
	return isIP(address) ? ipaddr.process(address).toString() : null;
}
