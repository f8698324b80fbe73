import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { addressKind, realAddress, type Address } from './address-kind.ts';
import { ALLOW_SETTING, formatAllowList, formatHost, plainHost, type AllowEntry, type WebhookPolicy } from './allow-list.ts';

/** An address that no webhook may call, or not without a setting. Its message names the remedy. */
export class AddressRefused extends Error {
	/** Addresses so named can never be allowed. */
	readonly never: boolean;

	constructor(message: string, never: boolean) {
		super(message);
		this.name = 'AddressRefused';
		this.never = never;
	}
}

/** Where a connection is going: the host of the URL (without brackets) and the port. */
export interface Target {
	host: string;
	port: number;
}

/** Asks the system's resolver; tests give answers of their own. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const systemResolve: Resolve = (host) =>
	new Promise((resolve, reject) => {
		lookup(host, { all: true }, (error, addresses) => {
			if (error) reject(error);
			else resolve(addresses);
		});
	});

/** Decides which addresses may be connected to. It looks at the address itself, after the name is resolved. */
export class AddressGuard {
	readonly #policy: WebhookPolicy;
	readonly #resolve: Resolve;

	constructor(policy: WebhookPolicy, resolve: Resolve = systemResolve) {
		this.#policy = policy;
		this.#resolve = resolve;
	}

	/**
	 * The addresses of a host that may be connected to.
	 *
	 * @throws AddressRefused where there is none, and what the resolver throws where the name does not resolve
	 */
	async addressesFor(target: Target): Promise<LookupAddress[]> {
		const family = isIP(target.host);
		const all = family ? [{ address: target.host, family }] : await this.#resolve(target.host);
		const allowed = all.filter(({ address }) => this.#allows(realAddress(address), target));
		if (allowed.length === 0) throw this.#refusal(target, all.map(({ address }) => address));
		return allowed;
	}

	/** @throws AddressRefused where the host is an address, and not one to be called: such a host is never looked up */
	checkLiteral(target: Target): void {
		if (isIP(target.host) && !this.#allows(realAddress(target.host), target)) throw this.#refusal(target, [target.host]);
	}

	/** The `lookup` of a socket to this target: it only ever gets addresses that may be called. */
	lookupFor(target: Target): LookupFunction {
		return (host, options, callback) => {
			this.addressesFor({ host, port: target.port }).then(
				(addresses) => {
					const wanted = addresses.filter(({ family }) => !options.family || options.family === family || options.family === `IPv${String(family)}`);
					const [first = addresses[0]] = wanted;
					if (options.all) callback(null, wanted.length > 0 ? wanted : addresses);
					else callback(null, first?.address ?? '', first?.family);
				},
				(error: unknown) => callback(error as Error, ''),
			);
		};
	}

	#allows(address: Address, target: Target): boolean {
		const kind = addressKind(address);
		if (kind === 'public') return true;
		if (kind === 'never') return false;
		if (this.#policy.privateNetworks || (kind === 'loopback' && this.#policy.loopback)) return true;
		return this.#policy.allow.some((entry) => entryAllows(entry, address, target));
	}

	#refusal(target: Target, addresses: readonly string[]): AddressRefused {
		const where = isIP(target.host) ? target.host : `${target.host} (${addresses.join(', ') || 'no address'})`;
		if (addresses.length > 0 && addresses.every((address) => addressKind(realAddress(address)) === 'never')) {
			return new AddressRefused(`${where} is a link-local, metadata or unspecified address. Webhooks never call those; use another address of the receiver.`, true);
		}
		const setting = formatAllowList([...this.#policy.allow, { host: plainHost(target.host), port: target.port }]);
		return new AddressRefused(
			`${where} is a private address, and webhooks to ${formatHost(target.host, target.port)} are not allowed. Start the backend with ${ALLOW_SETTING}=${setting} to allow it.`,
			false,
		);
	}
}

function entryAllows(entry: AllowEntry, address: Address, target: Target): boolean {
	if ('range' in entry) {
		const range = ipaddr.parseCIDR(entry.range);
		return range[0].kind() === address.kind() && address.match(range);
	}
	if (entry.port !== null && entry.port !== target.port) return false;
	return entry.host === address.toString() || entry.host === plainHost(target.host);
}
