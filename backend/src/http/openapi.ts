import swagger from '@fastify/swagger';
import { PROBLEMS } from '../../../contract/problem.ts';
import type { App } from './app.ts';

/** Describes every route that is registered after it, from the schemas that check them. */
export async function openApi(app: App, { version, baseUrl }: { version: string; baseUrl: string }): Promise<void> {
	await app.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {
				title: 'Linkmill',
				version,
				description: `Short links, clicks and webhooks. Errors are application/problem+json with a stable \`code\`: ${Object.keys(PROBLEMS).join(', ')}.`,
				license: { name: 'MIT', identifier: 'MIT' },
			},
			servers: [{ url: baseUrl }],
			components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
			security: [{ key: [] }],
		},
	});
	app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
