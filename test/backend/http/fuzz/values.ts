import fc, { type Arbitrary } from 'fast-check';
import type { Document, Schema } from '../../../../backend/src/http/openapi/document.ts';

/** A JSON value as text: more can be written than a value can hold. */
export type Text = string;

/** What there is on the server, for values that mean something to it. */
export interface Known {
	slugs: string[];
	externalIds: string[];
	/** Ids of clicks. */
	clicks: string[];
	/** `lnk_…`, `chg_…`, `key_…`, `whk_…` by their first three letters; those of deleted things too. */
	ids: Record<string, string[]>;
}

const URLS = ['https://shop.example/products/1?ref=mail', 'http://bücher.example/ä?x=1#y', 'https://shop.example:8443/%C3%A4%zz', 'HTTPS://SHOP.example', 'https://[::1]/', 'https://a.example/' + 'x'.repeat(2030)];
const BAD_URLS = ['javascript:alert(1)', 'http://user:pass@a.example/', 'http://a.example/a b', '//a.example', 'http://', 'https://a.example\\b', 'https://a.example/' + 'x'.repeat(2031)];
const TIMES = ['2035-01-31T18:00:00Z', '2035-01-31', '2035-01-31T18:00', '9999-12-31', '2035-01-31 18:00:00.123456+05:45'];
const BAD_TIMES = ['2035-02-30', '1969-12-31T23:59:59.999999-12:00', '+275760-09-13T00:00:00Z', '0000-01-01', '9999-12-31T23:59:60Z', '9999-12-31T23:59:59-12:00'];
/** Exports of other shorteners, a line or two of each. */
const FILES = ['url,slug,tags\nhttps://shop.example/1,moved-1,"a,b"\n', '{"destination":"https://shop.example/2"}\n{"destination":"no"}\n', 'long_url,link,created_at\nhttps://shop.example/3,https://bit.ly/abc,2020-01-01\n', 'destination;slug\r\nhttps://shop.example/4;"'];

/** Texts of every kind that has ever broken a server. */
export const strings: Arbitrary<string> = fc.oneof(
	fc.constantFrom(
		'', ' ', '\0', 'a\0b', '\n', '\r\nX-Injected: yes', '\u2028', '\ufeff', '\ufffe', '\ud800', 'a\udfffb', '\ud83d\ude00', '\u202e', 'e\u0301'.repeat(20),
		'__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'true', 'NaN', '-0', '1e400', '0x10', '١٢٣',
		"' OR 1=1 --", '"; DROP TABLE links; --', '%', '_', '*', '%00', '%zz', '../../etc/passwd', '<script>alert(1)</script>', '${7*7}', '{{7*7}}', '(a+)+$', '\\', '[', 'AND', 'NEAR(', '"', 'a*', ':', '^',
		'slug:', 'external:', 'lnk_', 'lnk_zzzzzzzzzzz', 'evt_9999999999999_999999999999999', 'evt_0_0', 'x'.repeat(255), 'x'.repeat(70_000), '😀'.repeat(500), ',', ',,,', 'a,b,a',
	),
	fc.constantFrom(...URLS, ...BAD_URLS, ...TIMES, ...BAD_TIMES),
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.string({ maxLength: 40 }),
);

/** Numbers as text: those that a double cannot hold too. */
const numbers: Arbitrary<Text> = fc.oneof(
	fc.constantFrom('0', '-0', '-1', '1', '0.5', '1e400', '-1e400', '1e-400', '9007199254740993', '123456789012345678901234567890', '2147483648', '-2147483649', '18446744073709551616', '1.7976931348623157e308'),
	fc.integer().map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const DEEP = ['['.repeat(200) + ']'.repeat(200), '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), '['.repeat(100_000) + ']'.repeat(100_000)];
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '0', '', 'a/b~c', '\ud800', '\0'];

/** Any JSON at all. */
export const wild: Arbitrary<Text> = fc.oneof(
	{ weight: 4, arbitrary: strings.map((value) => JSON.stringify(value)) },
	{ weight: 3, arbitrary: numbers },
	{ weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '{"":null}', '[{}]') },
	{ weight: 2, arbitrary: fc.json() },
	{ weight: 1, arbitrary: fc.constantFrom(...DEEP) },
	{ weight: 1, arbitrary: fc.tuple(fc.constantFrom(...KEYS), fc.json()).map(([key, value]) => `{${JSON.stringify(key)}:${value}}`) },
);

/** Something of the server's own for a member of this name, where the name says what it is. */
function meant(name: string, { slugs, externalIds, clicks, ids }: Known): Arbitrary<string> | undefined {
	const some = (values: string[] = []) => (values.length > 0 ? fc.constantFrom(...values) : undefined);
	switch (name) {
		case 'slug':
		case 'slugs':
			return some(slugs);
		case 'external_id':
			return some(externalIds);
		case 'id':
		case 'ids':
			return some([...(ids['lnk'] ?? []), ...slugs.map((slug) => `slug:${slug}`), ...externalIds.map((id) => `external:${id}`)]);
		case 'link_id':
		case 'link_ids':
			return some(ids['lnk']);
		case 'click_id':
			return some(clicks);
		case 'destination':
		case 'fallback_url':
		case 'url':
			return mostly(URLS, BAD_URLS);
		case 'password':
			return mostly(['secret'], ['wrong']);
		case 'find':
			return fc.constantFrom('shop', 'https', 'x', '/', '?');
		case 'data':
			return fc.constantFrom(...FILES);
		case 'timezone':
			return mostly(['Europe/Berlin', 'UTC', 'Asia/Kathmandu'], ['Mars/Olympus', '+01:00']);
		case 'color':
		case 'background':
			return mostly(['#1a2b3c', 'fff', '000000ff'], ['red', '#12345']);
		case 'campaign':
			return fc.constantFrom('spring', 'ümlaut', 'none');
		case 'tags':
		case 'tags_any':
		case 'exclude_tags':
		case 'add_tags':
		case 'remove_tags':
			return fc.constantFrom('a', 'b', 'ä', 'a b');
		default:
			return /(_at|_date|date|_after|_before|since|until)$/.test(name) ? mostly(TIMES, BAD_TIMES) : undefined;
	}
}

const mostly = (good: string[], bad: string[]) => fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

/** JSON that a schema allows, or nearly so: what only prose says of a member is not kept to. */
export function fitting(schema: Schema, document: Document, known: Known, name = ''): Arbitrary<Text> {
	const of = (one: Schema, member = name) => fitting(one, document, known, member);
	const { $ref, anyOf, allOf, properties, items } = schema;
	if ($ref !== undefined) return of(document.components.schemas[$ref.split('/').at(-1)!]!);
	if (schema.enum) return fc.constantFrom(...schema.enum.map((value) => JSON.stringify(value)));
	if (anyOf) return fc.oneof(...anyOf.map((one) => of(one)));
	if (allOf) return fc.oneof(...allOf.map((one) => of(one)));
	const kinds = [schema.type ?? []].flat();
	if (kinds.includes('null')) return fc.oneof({ weight: 1, arbitrary: fc.constant('null') }, { weight: 4, arbitrary: of({ ...schema, type: kinds.filter((kind) => kind !== 'null') }) });
	switch (kinds[0]) {
		case 'string':
			return text(schema as Limits, meant(name, known)).map((value) => JSON.stringify(value));
		case 'integer':
		case 'number':
			return number(schema);
		case 'boolean':
			return fc.constantFrom('true', 'false');
		case 'array':
			return fc.array(items ? of(items, name) : wild, { minLength: (schema as Limits).minItems ?? 0, maxLength: 4 }).map((all) => `[${all.join(',')}]`);
		case 'object':
			return properties ? members(schema, of) : fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }).map((value) => JSON.stringify(value));
		default:
			return wild;
	}
}

interface Limits {
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	minItems?: number;
}

function text({ minLength = 0, maxLength = 40 }: Limits, meaning: Arbitrary<string> | undefined): Arbitrary<string> {
	const any = fc.oneof(fc.string({ minLength, maxLength: Math.min(maxLength, 30) }), fc.constant('x'.repeat(maxLength)), fc.stringMatching(/^[a-zA-Z0-9-]{1,30}$/));
	return meaning ? fc.oneof({ weight: 12, arbitrary: meaning }, { weight: 1, arbitrary: any }) : any;
}

function number({ minimum = -5, maximum = 100 }: Limits): Arbitrary<Text> {
	return fc.oneof(fc.constantFrom(String(minimum), String(maximum)), fc.integer({ min: Math.ceil(minimum), max: Math.min(Math.floor(maximum), 2 ** 31) }).map(String));
}

/** Seldom, because each costs the server a tenth of a second: hashing a password. */
const COSTLY = new Set(['password', 'ping']);

function members({ properties = {}, required = [] }: Schema, of: (schema: Schema, name: string) => Arbitrary<Text>): Arbitrary<Text> {
	const each = Object.entries(properties).map(([name, schema]) => {
		const member = of(schema, name).map((value) => `${JSON.stringify(name)}:${value}`);
		if (required.includes(name)) return member;
		return fc.oneof({ weight: COSTLY.has(name) ? 20 : 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: member });
	});
	return fc.tuple(...each).map((all) => `{${all.filter((one) => one !== undefined).join(',')}}`);
}

/** JSON with something done to it: a part replaced, left out, added, or put where it does not belong. */
export function spoilt(right: Arbitrary<Text>): Arbitrary<Text> {
	return fc.tuple(right, wild, fc.nat(), fc.constantFrom(...KEYS, 'unknown'), fc.constantFrom('replace', 'remove', 'add', 'wrap', 'null', 'cut')).map(([value, other, place, key, how]) => {
		switch (how) {
			case 'wrap':
				return `[${value}]`;
			case 'cut':
				return value.slice(0, place % (value.length + 1));
			case 'add':
				return value.startsWith('{') ? `{${JSON.stringify(key)}:${other}${value === '{}' ? '' : ','}${value.slice(1)}` : other;
			default:
				return inside(value, place, how === 'null' ? 'null' : how === 'remove' ? undefined : other);
		}
	});
}

/** JSON with one of its members replaced by other JSON, or left out. What is too deep to be written again stays as it is. */
function inside(json: Text, place: number, other: Text | undefined): Text {
	if (DEEP.some((deep) => json.includes(deep))) return json;
	const root = JSON.parse(json) as unknown;
	const places: Array<{ holder: Record<string, unknown>; key: string }> = [];
	const visit = (value: unknown) => {
		if (typeof value !== 'object' || value === null) return;
		for (const key of Object.keys(value)) {
			places.push({ holder: value as Record<string, unknown>, key });
			visit((value as Record<string, unknown>)[key]);
		}
	};
	visit(root);
	const found = places[place % (places.length || 1)];
	if (!found) return other ?? '';
	const mark = '\u0001here\u0001';
	found.holder[found.key] = other === undefined ? undefined : mark;
	return JSON.stringify(root).replace(JSON.stringify(mark), () => other ?? '');
}
