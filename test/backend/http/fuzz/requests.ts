import fc, { type Arbitrary } from 'fast-check';
import type { Document, Method, Operation, Parameter } from '../../../../backend/src/http/openapi/document.ts';
import { fitting, spoilt, strings, wild, type Known } from './values.ts';

/** A request as it goes over the wire. */
export interface Sent {
	method: string;
	/** Path and query, as they are sent. */
	url: string;
	headers: Record<string, string>;
	body: Buffer | undefined;
	/** As one would repeat it, and short enough to read. */
	[fc.toStringMethod](): string;
}

/** One call of the document. */
export interface Call {
	path: string;
	method: Method;
	operation: Operation;
}

const NOWHERE = 'http://127.0.0.1:1';

/** Requests for one call: right, nearly right, and wild. */
export function requestsFor(call: Call, document: Document, known: Known): Arbitrary<Sent> {
	const { method, operation } = call;
	const parameters = (operation.parameters ?? []).filter((one): one is Parameter => 'in' in one);
	const query = parameters.filter((one) => one.in === 'query');
	return fc.record({ path: pathOf(call, known), query: queryOf(query, document, known), headers: headersOf(), body: bodyOf(call, document, known) }).map((made) => ({
		method: method.toUpperCase(),
		url: made.path + made.query,
		headers: { ...made.headers, ...(made.body && { 'content-type': made.body.type, 'content-length': String(made.body.bytes.length) }) },
		body: made.body?.bytes,
		[fc.toStringMethod]() { return shown(this); },
	}));
}

function shown({ method, url, headers, body }: Omit<Sent, typeof fc.toStringMethod>): string {
	const short = (text: string) => (text.length > 500 ? `${text.slice(0, 500)}… (${String(text.length)} characters)` : text);
	return [method, short(url), short(JSON.stringify(headers)), ...(body ? [short(JSON.stringify(body.toString()))] : [])].join(' ');
}

/** What a path's parameter begins with, by what comes before it. */
const PREFIXES: Record<string, string> = { links: 'lnk', changes: 'chg', keys: 'key', webhooks: 'whk' };

function pathOf({ path }: Call, { ids, slugs, externalIds }: Known): Arbitrary<string> {
	const parts = path.split('/').map((part, place, all): Arbitrary<string> => {
		if (!part.startsWith('{')) return fc.constant(part);
		const kind = PREFIXES[all[place - 1] ?? ''];
		const there = kind === undefined ? slugs : [...(ids[kind] ?? []), ...(kind === 'lnk' ? [...slugs.map((slug) => `slug:${slug}`), ...externalIds.map((id) => `external:${id}`)] : [])];
		const wellFormed = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{11}$/).map((id) => `${kind ?? ''}_${id}`);
		return fc.oneof(
			...(there.length > 0 ? [{ weight: 6, arbitrary: fc.constantFrom(...there).map(encode) }] : []),
			{ weight: 1, arbitrary: wellFormed },
			{ weight: 2, arbitrary: strings.map((text) => encode(text.slice(0, 2000))) },
			{ weight: 1, arbitrary: fc.constantFrom('', '%', '%zz', '%ff', '%ed%a0%80', '%00', '..', '.', '%2e%2e', '%2F', 'a%2Fb', ';', 'slug:', 'slug:%ff', 'x'.repeat(301), 'slug:' + 'x'.repeat(3000)) },
		);
	});
	return fc.tuple(...parts).map((all) => all.join('/'));
}

/** For a URL; what cannot be encoded stands as its bytes would. */
function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed());
}

function queryOf(parameters: Parameter[], document: Document, known: Known): Arbitrary<string> {
	const plain = (json: string): string => {
		try {
			const value = JSON.parse(json) as unknown;
			return Array.isArray(value) ? value.join() : typeof value === 'string' ? value : json;
		} catch {
			return json;
		}
	};
	const right = ({ schema, name }: Parameter) => fitting(schema, document, known, name).map((json) => `${name}=${encode(plain(json))}`);
	const wrong = ({ schema, name }: Parameter) => {
		const value = fc.oneof({ weight: 3, arbitrary: fitting(schema, document, known, name).map(plain) }, { weight: 2, arbitrary: strings }, { weight: 1, arbitrary: wild.map(plain) });
		const start = fc.oneof({ weight: 5, arbitrary: fc.constant(`${name}=`) }, { weight: 1, arbitrary: fc.constantFrom(`${name}=1&${name}=`, `${name}[]=`, `${name}[a]=`, name, `${name}=%zz`, `${name}=%ff&x=`) });
		return fc.tuple(start, value).map(([before, text]) => before + encode(text.slice(0, 2500)));
	};
	const strange = fc.constantFrom('unknown=1', '__proto__=1', '__proto__[a]=1', 'constructor=1', '=', '&&', '%25', '?', 'a=b=c', '%zz=1', '%c3%bf=1');
	const some = (each: Array<Arbitrary<string>>, maxLength: number) => (each.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...each), { maxLength }));
	return fc
		.oneof(
			{ weight: 5, arbitrary: fc.uniqueArray(fc.oneof(...(parameters.length > 0 ? parameters.map(right) : [fc.constant('')])), { maxLength: 2, selector: (one) => one.split('=')[0] }) },
			{ weight: 3, arbitrary: some(parameters.map(wrong), 3) },
			{ weight: 1, arbitrary: some([...parameters.map(right), strange], 3) },
		)
		.map((all) => all.filter((one) => one !== '').join('&'))
		.map((query) => (query === '' ? '' : `?${query}`));
}

function headersOf(): Arbitrary<Record<string, string>> {
	const seldom = (weight: number, arbitrary: Arbitrary<string>) => fc.oneof({ weight: 10, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
	const printable = fc.stringMatching(/^[\x21-\x7e\xa1-\xff]{1,40}$/);
	return fc
		.record({
			'idempotency-key': seldom(2, fc.oneof(fc.constantFrom('again', 'again', 'x'.repeat(255), 'x'.repeat(256), ' ', '"', '\xff'), printable)),
			'if-match': seldom(2, fc.oneof(fc.constantFrom('1', '"1"', 'W/"2"', '*', '', 'abc', '1, 2', '-1', '1e0', '\xff', '"'.repeat(100)), printable)),
			'if-none-match': seldom(1, fc.constantFrom('*', '"x"', 'W/"x", "y"', '"', '\xff')),
			accept: seldom(1, fc.constantFrom('*/*', 'text/csv', 'nothing', 'application/json;q=0')),
			authorization: fc.oneof({ weight: 20, arbitrary: fc.constant('right') }, { weight: 1, arbitrary: fc.constantFrom('', 'Bearer', 'Bearer wrong', 'Basic YTpi', 'Bearer \xff', `Bearer ${'x'.repeat(3000)}`) }),
		})
		.map((headers) => Object.fromEntries(Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined)));
}

const TYPES = ['text/plain', 'text/csv', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json; charset=utf-16', 'application/problem+json', 'json', '', '/', 'application/json; x=', 'a'.repeat(500)];
const BROKEN = ['', ' ', '{', '}', '[1,]', '{"a":1,}', "{'a':1}", 'NaN', 'undefined', '{"a":01}', '"\ud800"', '\ufeff{}', '{}{}', '// {}', '{"destination":"https://a.example/","destination":"https://b.example/"}', '{"a":"\t"}', 'destination=https://a.example/', '\0'];

function bodyOf(call: Call, document: Document, known: Known): Arbitrary<{ type: string; bytes: Buffer } | undefined> {
	const { operation, method, path } = call;
	const contents = Object.entries(operation.requestBody?.content ?? {});
	const none = { weight: 1, arbitrary: fc.constant(undefined) };
	if (contents.length === 0) return method === 'get' || method === 'head' ? fc.constant(undefined) : fc.oneof({ ...none, weight: 10 }, { weight: 1, arbitrary: wild.map((json) => ({ type: 'application/json', bytes: Buffer.from(json) })) });
	const [[media, { schema = {}, example }], ...others] = contents as [(typeof contents)[number], ...typeof contents];
	const written = media === 'application/x-www-form-urlencoded' ? formOf : (text: string) => calm(path, text);
	const json = (weight: number, text: Arbitrary<string>) => ({ weight, arbitrary: text.map((one) => ({ type: media, bytes: Buffer.from(written(one)) })) });
	const made = fitting(schema, document, known);
	const right = example === undefined ? made : fc.oneof({ weight: 3, arbitrary: made }, { weight: 1, arbitrary: fc.constant(JSON.stringify(example)) });
	const bytes = fc.uint8Array({ maxLength: 200 }).map((one) => ({ type: media, bytes: Buffer.from(one) }));
	const files = others.map(([type]) => ({ weight: 3, arbitrary: file().map((text) => ({ type, bytes: Buffer.from(text) })) }));
	const mistyped = fc.tuple(right, fc.constantFrom(...TYPES)).map(([text, type]) => ({ type, bytes: Buffer.from(calm(path, text)) }));
	return fc.oneof(json(10, right), json(8, spoilt(right)), json(2, wild), json(1, fc.constantFrom(...BROKEN)), { weight: 1, arbitrary: bytes }, { weight: 1, arbitrary: mistyped }, none, ...files);
}

/** A file of lines, as an export would be. */
function file(): Arbitrary<string> {
	const cell = fc.oneof(fc.constantFrom('https://shop.example/1', 'spring', '"a,b"', '"', '', '2027-01-01', '12', 'ä'), strings.map((text) => text.slice(0, 200)));
	const head = fc.constantFrom('url,slug,tags', 'destination;slug', 'long_url,link,created_at', '{"destination":"https://shop.example/1"}', '');
	return fc.tuple(head, fc.array(fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(',')), { maxLength: 6 })).map(([first, lines]) => [first, ...lines].join('\n'));
}

/** The members of an object as a form sends them; anything else as it is. */
function formOf(json: string): string {
	try {
		const value = JSON.parse(json) as Record<string, unknown> | null;
		return new URLSearchParams(Object.entries(value ?? {}).map(([name, one]): [string, string] => [name, String(one)])).toString();
	} catch {
		return json;
	}
}

/** A webhook goes nowhere but to this machine. */
function calm(path: string, json: string): string {
	return path.startsWith('/v1/webhooks') ? json.replaceAll(/https?:(\\?\/)*[^"\\/?#\s]*/gi, NOWHERE) : json;
}
