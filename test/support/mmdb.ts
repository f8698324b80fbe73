/** Writes a database in MaxMind's format (https://maxmind.github.io/MaxMind-DB/), as small as a test needs: IPv4 networks, texts, numbers, maps and arrays. */

/** What a record may hold. */
export type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

const TYPES = { text: 2, number: 6, map: 7, array: 11 } as const;

/** A database of that type with these networks, written as `198.51.100.0/24`. */
export function mmdb(databaseType: string, networks: Record<string, Value>): Buffer {
	const records = Object.values(networks).map(encode);
	const starts = records.map((_, index) => records.slice(0, index).reduce((bytes, record) => bytes + record.length, 0));
	const nodes: Array<[Child, Child]> = [[null, null]];
	Object.keys(networks).forEach((network, record) => insert(nodes, network, { record }));
	// A child is a node, or "none" (the number of nodes), or, beyond that and the 16 bytes of the separator, a place in the data.
	const number = (child: Child) => (child === null ? nodes.length : typeof child === 'number' ? child : nodes.length + 16 + starts[child.record]!);
	const tree = Buffer.alloc(nodes.length * 6);
	nodes.forEach(([zero, one], index) => {
		tree.writeUIntBE(number(zero), index * 6, 3);
		tree.writeUIntBE(number(one), index * 6 + 3, 3);
	});
	const metadata = encode({
		binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1_700_000_000, database_type: databaseType,
		description: {}, ip_version: 4, languages: ['en'], node_count: nodes.length, record_size: 24,
	});
	return Buffer.concat([tree, Buffer.alloc(16), ...records, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

type Child = number | { record: number } | null;

function insert(nodes: Array<[Child, Child]>, network: string, record: { record: number }): void {
	const [address = '', length] = network.split('/');
	const bits = address.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0')).join('').slice(0, Number(length));
	let node = 0;
	bits.split('').forEach((bit, index) => {
		const side = bit === '1' ? 1 : 0;
		if (index === bits.length - 1) nodes[node]![side] = record;
		else if (typeof nodes[node]![side] !== 'number') nodes[node]![side] = nodes.push([null, null]) - 1;
		node = nodes[node]![side] as number;
	});
}

function encode(value: Value): Buffer {
	if (typeof value === 'string') return Buffer.concat([control(TYPES.text, Buffer.byteLength(value)), Buffer.from(value)]);
	if (typeof value === 'number') {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32BE(value);
		return Buffer.concat([control(TYPES.number, 4), bytes]);
	}
	if (Array.isArray(value)) return Buffer.concat([control(TYPES.array, value.length), ...value.map(encode)]);
	const entries = Object.entries(value as Record<string, Value>);
	return Buffer.concat([control(TYPES.map, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one)])]);
}

/** The type in the upper three bits, beyond seven in a byte of its own; the size in the lower five, from 29 on in a second byte. */
function control(type: number, size: number): Buffer {
	const [small, more] = size < 29 ? [size, []] : [29, [size - 29]];
	return Buffer.from(type < 8 ? [(type << 5) | small, ...more] : [small, type - 7, ...more]);
}
