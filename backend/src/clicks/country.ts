import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import maxmind, { type Reader, type Response } from 'maxmind';

/** Country of an address, by a database that ships with the package (CC0); the address goes nowhere. */
export interface Countries {
	/** ISO 3166-1 alpha-2, or null where the database knows none. */
	of(address: string): string | null;
}

/** What the database holds for an address. */
type CountryRecord = Response & { country_code?: string };

/** Addresses whose answer is remembered. */
const REMEMBERED = 10_000;

/** Opens the shipped database (about 8 MB in memory). */
export async function openCountries(): Promise<Countries> {
	const folder = dirname(createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json'));
	const reader: Reader<CountryRecord> = await maxmind.open(join(folder, 'geo-whois-asn-country.mmdb'));
	const known = new LRUCache<string, { country: string | null }>({ max: REMEMBERED });
	return {
		of(address) {
			const remembered = known.get(address);
			if (remembered) return remembered.country;
			const country = reader.get(address)?.country_code ?? null;
			known.set(address, { country });
			return country;
		},
	};
}
