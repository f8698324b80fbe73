/** As much of OpenAPI 3.1 as is written here (https://spec.openapis.org/oas/v3.1.1.html). */

/** A JSON schema (2020-12), or a reference to one. */
export interface Schema {
	$ref?: string;
	title?: string;
	type?: string | string[];
	format?: string;
	description?: string;
	const?: unknown;
	enum?: unknown[];
	examples?: unknown[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	additionalProperties?: Schema | boolean;
	anyOf?: Schema[];
	allOf?: Schema[];
	minimum?: number;
}

/** A pointer to a component. */
export interface Reference {
	$ref: string;
}

/** The body of a request or an answer in one media type. */
export interface Media {
	schema?: Schema;
	example?: unknown;
	examples?: Record<string, { summary?: string; value: unknown }>;
}

export interface Header {
	description: string;
	schema: Schema;
}

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	description?: string;
	required?: boolean;
	schema: Schema;
	example?: unknown;
}

export interface Response {
	description: string;
	headers?: Record<string, Header | Reference>;
	content?: Record<string, Media>;
}

/** Methods that routes have, in the order in which a path shows them. */
export const METHODS = ['post', 'get', 'head', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** One call. */
export interface Operation {
	operationId: string;
	tags?: string[];
	summary?: string;
	description?: string;
	parameters?: Array<Parameter | Reference>;
	requestBody?: { description?: string; required?: boolean; content: Record<string, Media> };
	responses: Record<string, Response | Reference>;
	security?: Array<Record<string, string[]>>;
}

/** The calls of a path. */
export type PathItem = Partial<Record<Method, Operation>>;

/** What operations share, by name. */
export interface Components {
	schemas: Record<string, Schema>;
	responses: Record<string, Response>;
	parameters: Record<string, Parameter>;
	headers: Record<string, Header>;
	securitySchemes: Record<string, unknown>;
}

export interface Document {
	openapi: string;
	info: Record<string, unknown>;
	servers: Array<{ url: string; description?: string }>;
	tags: Array<{ name: string; description: string }>;
	security?: Array<Record<string, string[]>>;
	paths: Record<string, PathItem>;
	components: Components;
}

/** Every call of a document with its method and path. */
export function operations({ paths }: Pick<Document, 'paths'>): Array<{ path: string; method: Method; operation: Operation }> {
	return Object.entries(paths).flatMap(([path, item]) =>
		METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
	);
}
