import fc from 'fast-check';
import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { checkUrl } from '../../../backend/src/links/destination.ts';
import { parameterName, splitUrl, withUtm } from '../../../backend/src/links/utm.ts';
import { locationFor, type Additions } from '../../../backend/src/redirects/location.ts';

const CLICK = 'clk_0194f0a1b2c3d4e5f6a7b8c9';
const FORWARD: Additions = { forwardQuery: true, forwardQueryOverrides: false, appendClickId: false };
const OVERRIDE = { ...FORWARD, forwardQueryOverrides: true };
const APPEND = { ...FORWARD, forwardQuery: false, appendClickId: true };

test.each<[string, string, string, Additions, string]>([
	['nothing', 'https://a.example/p?x=1#f', '', FORWARD, 'https://a.example/p?x=1#f'],
	['a query where there is none', 'https://a.example/p', 'ref=mail', FORWARD, 'https://a.example/p?ref=mail'],
	['a query before the fragment', 'https://a.example/p?x=1#f?y', 'ref=mail', FORWARD, 'https://a.example/p?x=1&ref=mail#f?y'],
	['the rest, where the destination has a name already, with all its pairs', 'https://a.example/?x=1&x=2', 'x=3&y=4&x=5', FORWARD, 'https://a.example/?x=1&x=2&y=4'],
	['its own instead, where that is wanted', 'https://a.example/?x=1&z=0&x=2', 'x=3&y=4&x=5', OVERRIDE, 'https://a.example/?z=0&x=3&y=4&x=5'],
	['nothing of a name that is only spelled otherwise', 'https://a.example/?caf%C3%A9=1', 'caf%c3%a9=2', FORWARD, 'https://a.example/?caf%C3%A9=1'],
	['repeats in their order', 'https://a.example/', 'a=1&b=2&a=3&a', FORWARD, 'https://a.example/?a=1&b=2&a=3&a'],
	['no qr and no click id of others', 'https://a.example/', 'qr=1&a=1&lm_click=clk_1&%71r=2', FORWARD, 'https://a.example/?a=1'],
	['escapes as they are, even broken ones', 'https://a.example/', 'a=%zz%2f+%20&b=%', FORWARD, 'https://a.example/?a=%zz%2f+%20&b=%'],
	['bytes beyond ASCII escaped', 'https://a.example/', Buffer.from('a=grün').toString('latin1'), FORWARD, 'https://a.example/?a=gr%C3%BCn'],
	['what has no place in a query escaped', 'https://a.example/', 'a="<b>\'#c', FORWARD, 'https://a.example/?a=%22%3Cb%3E%27%23c'],
	['no empty pairs', 'https://a.example/', '&&a=1&', FORWARD, 'https://a.example/?a=1'],
	['its click id', 'https://a.example/p#f', 'ref=mail', APPEND, `https://a.example/p?lm_click=${CLICK}#f`],
	['its click id instead of an old one', 'https://a.example/?lm_click=clk_old&x=1', '', APPEND, `https://a.example/?x=1&lm_click=${CLICK}`],
	['both', 'https://a.example/?x=1', 'ref=mail&x=2', { ...OVERRIDE, appendClickId: true }, `https://a.example/?ref=mail&x=2&lm_click=${CLICK}`],
])('the visitor brings along %s', (_what, location, query, additions, expected) => {
	expect(locationFor(location, query, CLICK, additions)).toBe(expected);
});

describe('whatever comes', () => {
	const pair = fc.tuple(fc.constantFrom('a', 'b', 'utm_source', 'lm_click', 'qr', '%61', 'ü', ''), fc.string({ unit: 'grapheme', maxLength: 8 })).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
	const destination = fc
		.tuple(fc.constantFrom('https://a.example', 'http://b.example:8080/x%20y'), fc.array(pair, { maxLength: 5 }), fc.constantFrom('', '#', '#top?a=1'))
		.map(([base, pairs, fragment]) => checkUrl('destination', `${base}/${pairs.length > 0 ? '?' : ''}${pairs.join('&')}${fragment}`, new Set()))
		.map((checked) => (checked.ok ? checked.location : 'https://never.example/'));
	const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
	const query = fc.oneof(bytes, fc.array(pair, { maxLength: 6 }).map((pairs) => pairs.join('&')), fc.array(pair, { minLength: 500, maxLength: 900 }).map((pairs) => pairs.join('&')));
	const additions = fc.record({ forwardQuery: fc.boolean(), forwardQueryOverrides: fc.boolean(), appendClickId: fc.boolean() });
	const all = [destination, query, additions] as const;

	it('the result is a header value and a URL as its reader writes it, at most 8 kB', () => {
		fc.assert(
			fc.property(...all, (location, visited, options) => {
				const result = locationFor(location, visited, CLICK, options);
				new ServerResponse(new IncomingMessage(new Socket())).writeHead(302, ['Location', result]);
				expect(new URL(result).href).toBe(result);
				expect(result.length).toBeLessThanOrEqual(8192);
			}),
		);
	});

	it('host, path and fragment stay, and so do the parameters of the destination unless told otherwise', () => {
		fc.assert(
			fc.property(...all, (location, visited, options) => {
				const [before, after] = [new URL(location), new URL(locationFor(location, visited, CLICK, options))];
				expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
				if (options.forwardQueryOverrides) return;
				for (const name of before.searchParams.keys()) {
					if (name !== 'lm_click') expect(after.searchParams.getAll(name)).toEqual(before.searchParams.getAll(name));
				}
			}),
		);
	});

	it('what is appended is in the order of the visitor, and only its end is ever missing', () => {
		fc.assert(
			fc.property(query, fc.integer({ min: 0, max: 8160 }), (visited, length) => {
				const location = `https://a.example/${'p'.repeat(length)}`;
				const forwarded = splitUrl(locationFor(location, visited, CLICK, FORWARD)).query;
				const whole = splitUrl(locationFor('https://a.example/', visited, CLICK, FORWARD)).query;
				expect(whole === forwarded || forwarded === '' || whole.startsWith(`${forwarded}&`)).toBe(true);
				if (forwarded !== whole) {
					const next = whole.slice(forwarded === '' ? 0 : forwarded.length + 1).split('&')[0]!;
					expect(location.length + 1 + forwarded.length + (forwarded === '' ? 0 : 1) + next.length).toBeGreaterThan(8192);
				}
			}),
		);
	});

	it('UTM parameters are merged once, however often', () => {
		const utm = fc.record({ source: fc.string({ minLength: 1 }), campaign: fc.string({ minLength: 1, unit: 'grapheme' }) }, { requiredKeys: ['source'] });
		fc.assert(
			fc.property(destination, utm, (location, values) => {
				const once = withUtm(location, values);
				expect(withUtm(once, values)).toBe(once);
				expect(new URL(once).searchParams.getAll('utm_source')).toEqual([values.source]);
				const others = (url: string) => splitUrl(url).query.split('&').filter((one) => one !== '' && !['utm_source', 'utm_campaign'].includes(parameterName(one)));
				expect(others(once)).toEqual(others(location).filter((one) => values.campaign !== undefined || parameterName(one) !== 'utm_campaign'));
			}),
		);
	});
});
