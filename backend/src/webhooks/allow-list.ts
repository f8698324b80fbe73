import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { addressKind, realAddress } from './address-kind.ts';

/**
 * One entry of `LINKMILL_WEBHOOK_ALLOW`. A name allows whatever it resolves to, an address allows itself under any
 * name; without a port, every port. Plain data, so that it can be handed to a thread.
 */
export type AllowEntry = { host: string; port: number | null } | { range: string };

/** Which private addresses webhooks may call. Link-local and cloud metadata addresses stay closed whatever it says. */
export interface WebhookPolicy {
	/** From `LINKMILL_WEBHOOK_ALLOW`. */
	allow: readonly AllowEntry[];
	/** From `LINKMILL_WEBHOOK_ALLOW_PRIVATE_NETWORKS`: all private and loopback addresses. */
	privateNetworks: boolean;
	/** The server itself listens on loopback only, so whoever can reach it is on this machine anyway. */
	loopback: boolean;
}

/** Name of the setting, for sentences. */
export const ALLOW_SETTING = 'LINKMILL_WEBHOOK_ALLOW';

const HOST = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/;
const NAME = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i;

/**
 * Reads `LINKMILL_WEBHOOK_ALLOW`: `host`, `host:port` or CIDR, separated by commas.
 *
 * @throws with a sentence that names the entry and the remedy; the setting's name is the caller's to add
 */
export function parseAllowList(text: string): AllowEntry[] {
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map(parseEntry);
}

/** Entries as the setting holds them. */
export function formatAllowList(entries: readonly AllowEntry[]): string {
	return entries.map((entry) => ('range' in entry ? entry.range : formatHost(entry.host, entry.port))).join(',');
}

/** `host:port`, with brackets where the host is an IPv6 address. */
export function formatHost(host: string, port: number | null): string {
	const bracketed = isIP(host) === 6 ? `[${host}]` : host;
	return port === null ? host : `${bracketed}:${String(port)}`;
}

/** A host as it is compared: lower case, no dot at the end. */
export function plainHost(host: string): string {
	return host.toLowerCase().replace(/\.$/, '');
}

function parseEntry(entry: string): AllowEntry {
	const fail = (why: string) => new Error(`"${entry}" ${why}. Entries are host, host:port or a range such as 10.0.0.0/8, separated by commas.`);
	if (entry.includes('://')) throw fail('is a URL; give its host and port alone');
	if (entry.includes('/')) {
		if (!ipaddr.isValidCIDR(entry)) throw fail('is no valid address range');
		return { range: entry };
	}
	if (isIP(entry) !== 0) return { host: checkedAddress(entry, fail), port: null };
	const match = HOST.exec(entry);
	if (!match) throw fail('is no host');
	const host = plainHost((match[1] ?? match[2]) as string);
	const port = match[3] === undefined ? null : Number(match[3]);
	if (port !== null && (port < 1 || port > 65_535)) throw fail('has a port outside 1 to 65535');
	if (isIP(host) !== 0) return { host: checkedAddress(host, fail), port };
	// A last label of digits would be read as an IPv4 address by every URL parser.
	if (match[1] !== undefined || !NAME.test(host) || /(^|\.)\d+$/.test(host)) throw fail('is no valid host name or address');
	return { host, port };
}

function checkedAddress(text: string, fail: (why: string) => Error): string {
	const address = realAddress(text);
	if (addressKind(address) === 'never') throw fail('is a link-local, metadata or unspecified address, which webhooks never call');
	return address.toString();
}
