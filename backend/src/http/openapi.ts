import swagger from '@fastify/swagger';
import type { ProblemCode } from '../../../contract/problem.ts';
import type { App } from './app.ts';
import { SECURITY_SCHEMES } from './openapi/components.ts';
import { complete, type RouteFacts } from './openapi/complete.ts';
import type { Document } from './openapi/document.ts';
import { INTRODUCTION, TAGS } from './openapi/introduction.ts';
import { operationIdOf } from './openapi/operation-id.ts';
import { docsPage } from './openapi/page.ts';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** Codes that the route answers beside those that every route of its kind does: for its description. */
		problems?: readonly ProblemCode[];
	}
}

/** Describes every route that is registered after it, from the schemas that check them, at `GET /openapi.json` and, for people, `GET /docs`. */
export async function openApi(app: App, { version, baseUrl }: { version: string; baseUrl: string }): Promise<void> {
	const facts = new Map<string, RouteFacts>();
	await app.register(swagger, {
		// Constants become lists of values together with the unions that they are part of.
		convertConstToEnum: false,
		openapi: {
			openapi: '3.1.0',
			info: { title: 'Linkmill', version, description: INTRODUCTION, license: { name: 'MIT', identifier: 'MIT' } },
			servers: [{ url: baseUrl }],
			tags: TAGS,
			components: { securitySchemes: SECURITY_SCHEMES },
		},
		transform: ({ schema, url, route }) => {
			// A route may have neither schema nor config, whatever the types say.
			const { operationId = operationIdOf([route.method].flat().join(), url) } = { ...schema };
			const { config: { scope, problems = [] } = {} } = route;
			facts.set(operationId, { scope, problems });
			return { schema: { ...schema, operationId, security: scope === undefined ? [] : [{ key: [scope] }] }, url };
		},
		transformObject: (made) => ('openapiObject' in made ? (complete(made.openapiObject as unknown as Document, facts) as object) : made.swaggerObject),
	});
	await docsPage(app);
	let document: Buffer | undefined;
	app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
		document ??= Buffer.from(JSON.stringify(app.swagger()));
		return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(document);
	});
}
