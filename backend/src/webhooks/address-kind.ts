import ipaddr from 'ipaddr.js';

/**
 * Where an address leads: the internet, this machine, a network of somebody's own, or somewhere that no webhook has
 * business: link-local, cloud metadata, multicast, "any address".
 */
export type AddressKind = 'public' | 'loopback' | 'private' | 'never';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Metadata services outside the link-local ranges: AWS (IPv6), Google (IPv6), Alibaba, Oracle, Azure's wire server. */
const METADATA: ReadonlySet<string> = new Set(
	['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'].map((text) => ipaddr.parse(text).toString()),
);

/** Ranges of IPv6 addresses whose last 32 bits are an IPv4 address that a host or a gateway connects to instead. */
const CARRIERS: ReadonlyArray<[ipaddr.IPv6, number]> = ['::ffff:0:0/96', '::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'].map(
	(range) => ipaddr.IPv6.parseCIDR(range),
);
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16');

/** An address as text, and what it really leads to: IPv4 inside IPv6 (mapped, NAT64, 6to4, …) is taken out. */
export function realAddress(text: string): Address {
	const address = ipaddr.parse(text);
	if (!(address instanceof ipaddr.IPv6)) return address;
	const range = address.range();
	if (range === 'loopback' || range === 'unspecified') return address;
	const bytes = address.toByteArray();
	if (address.match(SIX_TO_FOUR)) return new ipaddr.IPv4(bytes.slice(2, 6));
	return CARRIERS.some((carrier) => address.match(carrier)) ? new ipaddr.IPv4(bytes.slice(12)) : address;
}

/** The kind of an address that {@link realAddress} gave. What is not plainly public counts as private. */
export function addressKind(address: Address): AddressKind {
	if (METADATA.has(address.toString())) return 'never';
	switch (address.range()) {
		case 'unicast':
			return 'public';
		case 'loopback':
			return 'loopback';
		case 'linkLocal':
		case 'multicast':
		case 'broadcast':
		case 'unspecified':
			return 'never';
		default:
			return 'private';
	}
}
