import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import maxmind, { type Reader, type Response } from 'maxmind';

/** Where an address is, as far as the database knows. */
export interface Place {
	/** ISO 3166-1 alpha-2. */
	country: string | null;
	/** English name of the largest part of the country. */
	region: string | null;
	/** English name. */
	city: string | null;
}

/** Tells where an address is, by a database on this machine; the address goes nowhere. */
export interface Places {
	of(address: string): Place;
}

/** Addresses whose place is remembered: a lookup takes some microseconds. */
const REMEMBERED = 10_000;

/** Characters kept of a name. */
const NAME_LIMIT = 100;

/** What databases of places call themselves: GeoLite2-City, GeoIP2-Country, DBIP-City-Lite, "country ipvAll". */
const PLACES = /city|country|enterprise|location/i;

const NOWHERE: Place = { country: null, region: null, city: null };

/** What a record may hold. Names are of many languages in MaxMind's and DB-IP's schema, and plain texts in ip-location-db's. */
interface PlaceRecord {
	country?: { iso_code?: string };
	subdivisions?: Array<{ names?: { en?: string } }>;
	city?: { names?: { en?: string } } | string;
	country_code?: string;
	state1?: string;
}

/**
 * Opens a database, and holds it in memory: 8 MB for the one that ships with the package (countries alone, CC0), some 60 MB for one
 * of the world's cities.
 *
 * @param path of a database in MaxMind's format: https://maxmind.github.io/MaxMind-DB/
 * @throws a sentence that names the setting, where it cannot be read or holds no places
 */
export async function openPlaces(path?: string): Promise<Places> {
	const reader = path === undefined ? await maxmind.open<Response>(shipped()) : await openConfigured(path);
	const known = new LRUCache<string, Place>({ max: REMEMBERED });
	return {
		of(address) {
			const remembered = known.get(address);
			if (remembered) return remembered;
			const place = placeOf(reader.get(address));
			known.set(address, place);
			return place;
		},
	};
}

function shipped(): string {
	return join(dirname(createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json')), 'geo-whois-asn-country.mmdb');
}

async function openConfigured(path: string): Promise<Reader<Response>> {
	const reader = await maxmind.open<Response>(path).catch((error: unknown) => {
		throw new Error(`LINKMILL_GEO_DATABASE: ${path} cannot be read as a database in MaxMind's format (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
	});
	const { databaseType } = reader.metadata;
	if (PLACES.test(databaseType)) return reader;
	throw new Error(`LINKMILL_GEO_DATABASE: ${path} is a database of the type "${databaseType}". It must be one of cities or countries, such as GeoLite2-City.`);
}

function placeOf(record: unknown): Place {
	if (record === null || typeof record !== 'object') return NOWHERE;
	const { country, country_code: countryCode, subdivisions, state1, city } = record as PlaceRecord;
	return {
		country: text(country?.iso_code ?? countryCode),
		region: text(subdivisions?.[0]?.names?.en ?? state1),
		city: text(typeof city === 'string' ? city : city?.names?.en),
	};
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value.slice(0, NAME_LIMIT).toWellFormed() : null;
}
