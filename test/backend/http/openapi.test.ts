/** The document against the routes that there are, and against itself. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { operations, type Document, type Media, type Parameter, type Reference } from '../../../backend/src/http/openapi/document.ts';
import { exampleOf, type NoExample } from '../../../backend/src/http/openapi/example.ts';
import { operationIdOf } from '../../../backend/src/http/openapi/operation-id.ts';
import { readable } from '../../../backend/src/http/openapi/readable.ts';
import { PROBLEMS } from '../../../contract/problem.ts';
import { client } from '../../support/api.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import { contradictions, describedApp, resolved, type Registered } from '../../support/described.ts';

/** Routes that the document says nothing of: itself, the page that shows it, and the dashboard. */
const HIDDEN = /^\/(openapi\.json|docs(\/.*)?|_\/.*)?$/;

const { app, document, registered } = await describedApp();
const calls = operations(document).map((call) => ({ name: `${call.method.toUpperCase()} ${call.path}`, ...call }));
const routed = calls.filter(({ path }) => path !== '/{slug}');
const keyed = calls.filter(({ operation }) => operation.security!.length > 0);

const parametersOf = ({ operation }: (typeof calls)[number]): Parameter[] =>
	(operation.parameters ?? []).map((one: Parameter | Reference) => ('$ref' in one ? document.components.parameters[one.$ref.split('/').at(-1)!]! : one));

/** The bodies that a call takes and gives, each with where it stands. */
const bodies = (call: (typeof calls)[number]): Array<[string, Media]> => [
	...Object.entries(call.operation.requestBody?.content ?? {}).map(([type, media]): [string, Media] => [`request, ${type}`, media]),
	...Object.entries(call.operation.responses).flatMap(([status, response]) =>
		Object.entries(resolved(document, response).content ?? {}).map(([type, media]): [string, Media] => [`${status}, ${type}`, media]),
	),
];
/** Pictures have no example that a document could hold. */
const isBinary = ({ schema }: Media) => schema !== undefined && 'contentMediaType' in schema;
/** The text of a schema that has neither `examples` nor a line in openapi/samples.ts, so that no example could be made. */
function lacking({ schema = {} }: Media): string {
	try {
		exampleOf(schema, document.components.schemas);
		return 'nothing';
	} catch (error) {
		return `an example of ${(error as NoExample).message}`;
	}
}
const examplesOf = ({ example, examples }: Media) => [...(example === undefined ? [] : [example]), ...Object.values(examples ?? {}).map(({ value }) => value)];

afterAll(() => app.close());

test('the document is valid OpenAPI 3.1', async () => {
	const { valid, errors } = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
	expect(errors ?? []).toEqual([]);
	expect(valid).toBe(true);
	expect(document.openapi).toBe('3.1.0');
});

test('every route is in the document, or left out on purpose', () => {
	const shown = (routes: Registered[]) => routes.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => `${method} ${path}`).sort();
	expect(routed.map(({ name }) => name).sort()).toEqual(shown(registered.filter(({ hidden }) => !hidden)));
	expect(shown(registered.filter(({ hidden, path }) => hidden && !HIDDEN.test(path)))).toEqual([]);
});

describe('a running server', () => {
	let backend: Backend;
	beforeAll(async () => { backend = await startBackend(); });
	afterAll(() => backend.stop());

	it('has these calls, and answers each of them', async () => {
		const api = client(backend);
		const { data: running } = await api.get('/openapi.json');
		expect(Object.keys(running.paths).sort()).toEqual(Object.keys(document.paths).sort());
		for (const { path, method } of operations(running as Document).filter((call) => call.path !== '/{slug}')) {
			const { status, data } = await api.call(method, path.replaceAll(/\{\w+\}/g, 'nothing'), ['post', 'patch'].includes(method) ? {} : undefined);
			expect([method, path, status, String(data?.message ?? '')]).toEqual([method, path, expect.any(Number), expect.not.stringContaining('There is nothing at')]);
		}
	});
});

describe.each(calls)('$name', (call) => {
	const { operation, path, method } = call;

	it('has a name, a group, a summary and what it needs', () => {
		expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
		expect(operation.tags).toHaveLength(1);
		expect(document.tags.map(({ name }) => name)).toContain(operation.tags![0]);
		expect(operation.summary).toMatch(/^[A-Z][^.]{4,70}$/);
		const [scope] = operation.security![0]?.['key'] ?? [];
		expect(operation.description).toContain(scope === undefined ? 'Needs no key.' : `scope \`${scope}\``);
	});

	it('describes every parameter and every member of its body', () => {
		const bare = parametersOf(call).filter(({ description }) => !description).map(({ name }) => name);
		const members = Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => {
			const { properties = {} } = schema?.$ref === undefined ? schema! : document.components.schemas[schema.$ref.split('/').at(-1)!]!;
			return Object.entries(properties).filter(([, one]) => one.$ref === undefined && !one.description).map(([name]) => name);
		});
		expect([...bare, ...members]).toEqual([]);
	});

	it('has an example of every path parameter', () => {
		const names = parametersOf(call).filter((one) => one.in === 'path').map(({ name, example }) => [name, example]);
		expect(names).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, expect.any(String)]));
	});

	it('says what it answers', () => {
		const good = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
		expect(good.length).toBeGreaterThan(0);
		for (const [status, response] of good) {
			const { description, content } = resolved(document, response);
			expect(description).toMatch(/./);
			const silent = ['204', '301', '302', '303', '304', '307', '308'].includes(status) || method === 'head';
			expect([status, Object.keys(content ?? {}).length > 0]).toEqual([status, !silent]);
		}
	});

	it('has an example of every body, and each fits its schema', () => {
		for (const [where, media] of bodies(call)) {
			if (isBinary(media)) continue;
			const examples = examplesOf(media);
			if (examples.length === 0) expect([where, lacking(media)]).toEqual([where, 'nothing']);
			for (const example of examples) expect([where, contradictions(document, media.schema!, example)]).toEqual([where, []]);
			expect([where, JSON.stringify(examples[0])]).toEqual([where, expect.not.stringMatching(/^(\{\}|\[\]|"")$/)]);
		}
	});
});

test('no two calls have one name', () => {
	const names = calls.map(({ operation }) => operation.operationId);
	expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});

test.each(keyed)('$name tells of the errors of its kind', ({ operation, path, method }) => {
	const writes = ['post', 'patch', 'put', 'delete'].includes(method);
	const expected = ['401', '403', '429', '500', '503', ...(path.includes('{') ? ['404'] : []), ...(writes ? ['400', '409', '413', '415', '422'] : [])];
	expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected));
	for (const [status, response] of Object.entries(operation.responses).filter(([code]) => Number(code) >= 400)) {
		for (const [code, { value }] of Object.entries(resolved(document, response).content?.['application/problem+json']?.examples ?? {})) {
			expect([code, PROBLEMS[code as keyof typeof PROBLEMS].status, (value as { status: number }).status]).toEqual([code, Number(status), Number(status)]);
		}
	}
	const refs = (operation.parameters ?? []).flatMap((one) => ('$ref' in one ? [one.$ref.split('/').at(-1)] : []));
	const one = path === '/v1/links/{id}' && writes;
	expect(refs).toEqual([...(writes ? ['IdempotencyKey'] : []), ...(one ? ['IfMatch'] : [])]);
	expect(Object.hasOwn(operation.responses, '412')).toBe(one);
});

test('answers to a call with a key tell of its budget, and those of a write whether they are repeated', () => {
	const { headers } = resolved(document, document.paths['/v1/links']!.post!.responses[200]!);
	expect(Object.keys(headers!)).toEqual(['RateLimit', 'RateLimit-Policy', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Idempotent-Replayed']);
	expect(resolved(document, document.paths['/healthz']!.get!.responses[200]!).headers).toBeUndefined();
});

test('a schema with a title stands once in the document, under that name', () => {
	expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Link', 'NewLink', 'Problem', 'Webhook']));
	const schemas = JSON.stringify(document.paths, (key, value: unknown) => (key.startsWith('example') ? undefined : value));
	expect(schemas).not.toContain('"title":"');
	expect(() => readable({ anyOf: [{ title: 'One', type: 'string' }, { title: 'One', type: 'number' }] }, {})).toThrow('Two schemas have the title "One"');
});

test.each([
	['GET', '/v1/links', 'listLinks'],
	['POST', '/v1/links', 'createLink'],
	['PATCH', '/v1/links', 'updateLinks'],
	['POST', '/v1/links/batch', 'createLinkBatch'],
	['GET', '/v1/links/:id', 'getLink'],
	['DELETE', '/v1/links/{id}', 'deleteLink'],
	['GET', '/v1/links/{id}/analytics', 'getLinkAnalytics'],
	['POST', '/v1/changes/{id}/revert', 'revertChange'],
	['GET', '/v1/webhooks/{id}/deliveries', 'listWebhookDeliveries'],
	['GET', '/metrics', 'getMetrics'],
	['GET', '/v1/conversions/pixel.gif', 'getConversionPixelGif'],
])('%s %s is called %s', (method, path, name) => {
	expect(operationIdOf(method, path)).toBe(name);
});
