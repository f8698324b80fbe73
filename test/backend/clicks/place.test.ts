import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlaces } from '../../../backend/src/clicks/place.ts';
import { client } from '../../support/api.ts';
import { startBackend } from '../../support/backend.ts';
import { mmdb, type Value } from '../../support/mmdb.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { startReceiver } from '../webhooks/receiver.ts';

/** As GeoLite2-City (https://dev.maxmind.com/geoip/docs/databases/city-and-country/) has it. */
const MUNICH = { country: { iso_code: 'DE', names: { en: 'Germany' } }, subdivisions: [{ iso_code: 'BY', names: { de: 'Bayern', en: 'Bavaria' } }, { iso_code: '1', names: { de: 'Oberbayern', en: 'Upper Bavaria' } }], city: { names: { de: 'München', en: 'Munich' } } };
/** As DB-IP's City Lite has it: subdivisions have no codes. */
const BRISBANE = { country: { iso_code: 'AU' }, subdivisions: [{ names: { en: 'Queensland' } }], city: { names: { en: 'Brisbane' } } };
/** As the databases of ip-location-db have it. */
const OSAKA = { country_code: 'JP', state1: 'Osaka', city: 'Osaka' };

const NETWORKS: Record<string, Value> = { '198.51.100.0/24': MUNICH, '203.0.113.128/25': BRISBANE, '192.0.2.0/24': OSAKA, '127.0.0.0/8': MUNICH, '9.0.0.0/8': { country: 'DE', city: 7, subdivisions: [] } };

const folder = temporaryFolder('places');
function written(databaseType: string): string {
	const path = join(folder.path, 'places.mmdb');
	writeFileSync(path, mmdb(databaseType, NETWORKS));
	return path;
}

it('is the country alone, by the database that ships with the package', async () => {
	const places = await openPlaces();
	expect(places.of('8.8.8.8')).toEqual({ country: 'US', region: null, city: null });
	expect(places.of('193.99.144.80').country).toBe('DE');
	expect(places.of('2001:4860:4860::8888').country).toBe('US');
	for (const nowhere of ['127.0.0.1', '::1', 'fe80::1%eth0', '', 'no address']) expect(places.of(nowhere)).toEqual({ country: null, region: null, city: null });
});

it.each(['GeoLite2-City', 'DBIP-City-Lite', 'GeoIP2-Enterprise', 'city ipvAll'])('is region and city too, by a configured one of the type %s', async (type) => {
	const places = await openPlaces(written(type));
	expect(places.of('198.51.100.7')).toEqual({ country: 'DE', region: 'Bavaria', city: 'Munich' });
	expect(places.of('198.51.100.7')).toEqual({ country: 'DE', region: 'Bavaria', city: 'Munich' });
	expect(places.of('203.0.113.200')).toEqual({ country: 'AU', region: 'Queensland', city: 'Brisbane' });
	expect(places.of('192.0.2.1')).toEqual({ country: 'JP', region: 'Osaka', city: 'Osaka' });
	// Not in it; and what is in it in another form than expected.
	expect(places.of('203.0.113.1')).toEqual({ country: null, region: null, city: null });
	expect(places.of('9.9.9.9')).toEqual({ country: null, region: null, city: null });
});

describe('a database that cannot be used', () => {
	const startsWith = async (path: string) => (await startBackend({ LINKMILL_GEO_DATABASE: path }).catch((error: unknown) => error)) as Error;

	it('keeps the server from starting, with the name of the setting and the file', async () => {
		const missing = join(folder.path, 'missing.mmdb');
		expect((await startsWith(missing)).message).toMatch(/ended with status 1[\s\S]*LINKMILL_GEO_DATABASE: \S+missing\.mmdb cannot be read/);
		const text = join(folder.path, 'text.mmdb');
		writeFileSync(text, 'country,city\n');
		await expect(openPlaces(text)).rejects.toThrow(`LINKMILL_GEO_DATABASE: ${text} cannot be read as a database in MaxMind's format`);
		await expect(openPlaces(folder.path)).rejects.toThrow('LINKMILL_GEO_DATABASE');
	});

	it('is also one that knows no places', async () => {
		await expect(openPlaces(written('GeoLite2-ASN'))).rejects.toThrow(/type "GeoLite2-ASN"\. It must be one of cities or countries/);
	});
});

it('is in the event of a click, from the address that a trusted proxy names', async () => {
	const receiver = await startReceiver();
	const backend = await startBackend({ LINKMILL_GEO_DATABASE: written('GeoLite2-City'), LINKMILL_TRUSTED_PROXIES: '127.0.0.1' });
	try {
		const api = client(backend);
		const { data: link } = await api.post('/v1/links', { destination: 'https://example.com/' });
		await api.post('/v1/webhooks', { url: receiver.url, events: ['link.clicked'] });
		await api.visit(link.slug, { 'x-forwarded-for': '203.0.113.200' });
		await api.visit(link.slug, { forwarded: 'for="198.51.100.7:4711"' });
		await api.visit(link.slug, { 'x-forwarded-for': '203.0.113.1' });
		await receiver.received(3, 20_000);
		expect(receiver.calls.map(({ body }) => [body['country'], body['region'], body['city']])).toEqual([['AU', 'Queensland', 'Brisbane'], ['DE', 'Bavaria', 'Munich'], [null, null, null]]);
	} finally {
		await backend.stop();
		await receiver.close();
	}
});
