import type { ProblemCode } from '../../../../contract/problem.ts';
import { RATE_LIMIT_HEADERS, REPLAYED_HEADER, sharedComponents } from './components.ts';
import { METHODS, operations, type Document, type Media, type Method, type Operation, type Parameter, type PathItem, type Reference, type Response, type Schema } from './document.ts';
import { exampleOf, NoExample } from './example.ts';
import { ProblemSchema, problemResponses } from './problems.ts';
import { readable } from './readable.ts';
import { REDIRECT } from './redirect.ts';

/** What the document needs to know of a route beyond its schema. */
export interface RouteFacts {
	/** The scope that a key needs; undefined where none is asked for. */
	scope: string | undefined;
	/** Codes that this call answers beside those that follow from its kind. */
	problems: readonly ProblemCode[];
}

/** An operation as it comes from the routes, with what is known of it. */
interface Described {
	path: string;
	method: Method;
	operation: Operation;
	facts: RouteFacts;
}

/**
 * Adds to a document made of routes what follows from their kind: errors, headers, examples, and the redirects.
 * Schemas with a title become components.
 *
 * @param factsOf by operationId
 */
export function complete(made: Document, factsOf: ReadonlyMap<string, RouteFacts>): Document {
	const components = { ...made.components, ...sharedComponents() };
	const problem = readable(ProblemSchema as Schema, components.schemas);
	for (const { path, method, operation } of operations(made)) {
		const described = { path, method, operation, facts: factsOf.get(operation.operationId) ?? { scope: undefined, problems: [] } };
		tellScope(described);
		for (const parameter of operation.parameters ?? []) if ('schema' in parameter) parameter.schema = readable(parameter.schema, components.schemas);
		for (const media of Object.values(operation.requestBody?.content ?? {})) illustrate(media, components.schemas);
		for (const [status, response] of Object.entries(operation.responses)) answer(described, Number(status), response as Response, components.schemas);
		if (isWrite(described)) addParameter(operation, 'IdempotencyKey');
		if (takesVersion(described)) addParameter(operation, 'IfMatch');
		for (const { status, name, response } of problemResponses(codesOf(described), problem)) {
			// What the route itself says of a status is more than what is known of its kind.
			if (operation.responses[status]) continue;
			components.responses[name] ??= response;
			operation.responses[status] = { $ref: `#/components/responses/${name}` };
		}
	}
	const paths = Object.fromEntries(Object.entries({ ...made.paths, '/{slug}': REDIRECT }).map(([path, item]) => [path, inOrder(item)]));
	const used = new Set(operations({ paths }).flatMap(({ operation }) => operation.tags ?? []));
	const schemas = Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => a.localeCompare(b, 'en')));
	return { ...made, tags: made.tags.filter(({ name }) => used.has(name)), paths, components: { ...components, schemas } };
}

function inOrder(item: PathItem): PathItem {
	return Object.fromEntries(
		METHODS.flatMap((method) => {
			const { operationId, summary, description, tags, ...rest } = item[method] ?? {};
			return operationId === undefined ? [] : [[method, { operationId, summary, description, tags, ...rest }]];
		}),
	);
}

function isWrite({ path, method }: Described): boolean {
	return path.startsWith('/v1/') && ['post', 'put', 'patch', 'delete'].includes(method);
}

function takesVersion({ path, method }: Described): boolean {
	return /^\/v1\/links\/\{[^}]+\}$/.test(path) && (method === 'patch' || method === 'delete');
}

/** Every code that an operation can answer. */
function codesOf(described: Described): ProblemCode[] {
	const { path, operation, facts } = described;
	const keyed = facts.scope !== undefined;
	const body = operation.requestBody !== undefined;
	const query = (operation.parameters ?? []).some((parameter) => 'in' in parameter && parameter.in === 'query');
	const sets: Array<[boolean, ProblemCode[]]> = [
		[keyed, ['bad_request', 'unauthorized', 'forbidden', 'rate_limited', 'internal_error', 'unavailable']],
		[keyed && path.includes('{'), ['not_found']],
		[keyed && (body || query), ['invalid_request']],
		[isWrite(described), ['payload_too_large', 'unsupported_media_type', 'idempotency_key_in_use', 'idempotency_key_reused']],
		[takesVersion(described), ['version_mismatch']],
	];
	return [...sets.flatMap(([holds, codes]) => (holds ? codes : [])), ...facts.problems];
}

function tellScope({ operation, facts: { scope } }: Described): void {
	const sentence = scope === undefined ? 'Needs no key.' : `Needs a key with the scope \`${scope}\`.`;
	operation.description = operation.description === undefined ? sentence : `${operation.description}\n\n${sentence}`;
}

function addParameter(operation: Operation, name: string): void {
	const parameters: Array<Parameter | Reference> = operation.parameters ?? [];
	operation.parameters = [...parameters, { $ref: `#/components/parameters/${name}` }];
}

/** Headers, a description and an example for what a route says that it answers. */
function answer(described: Described, status: number, response: Response, schemas: Record<string, Schema>): void {
	if (response.description === 'Default Response') response.description = status === 204 ? 'Done. There is no body.' : 'Done.';
	if (described.facts.scope !== undefined) {
		response.headers = { ...response.headers, ...RATE_LIMIT_HEADERS, ...(isWrite(described) && REPLAYED_HEADER) };
	}
	if (status === 204 || status === 304) delete response.content;
	for (const media of Object.values(response.content ?? {})) illustrate(media, schemas);
}

function illustrate(media: Media, schemas: Record<string, Schema>): void {
	if (!media.schema) return;
	media.schema = readable(media.schema, schemas);
	if (media.example !== undefined || media.examples !== undefined) return;
	try {
		media.example = exampleOf(media.schema, schemas);
	} catch (error) {
		// A test asks for what lacks one; the document is of use without it.
		if (!(error instanceof NoExample)) throw error;
	}
}
