import { readFile } from 'node:fs/promises';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app.ts';

/** Beside `backend/` in the repository, and beside it in what is published. */
const ICON = new URL('../../../../icons/linkmill.svg', import.meta.url);

/** Nothing from elsewhere, nothing inline, in nobody's frame. The icons of the library are in `data:` URLs. */
const POLICY = {
	'default-src': "'none'",
	'script-src': "'self'",
	'style-src': "'self'",
	'img-src': ["'self'", 'data:'],
	'connect-src': "'self'",
	'base-uri': "'none'",
	'form-action': "'none'",
	'frame-ancestors': "'none'",
};

/** The icon stands beside the title; there is one server only, so nothing to choose from. */
const STYLE = `.swagger-ui .info { margin: 32px 0 }
.swagger-ui .info .title::before { content: url(linkmill.svg); float: left; height: 60px; margin: -12px 12px 0 0 }
.swagger-ui .info .description { clear: left; max-width: 48rem }
.swagger-ui .scheme-container .schemes-server-container { visibility: hidden }
.swagger-ui .response-col_links { display: none }
`;

/** The description of the API for people, at `GET /docs`: Swagger UI, whose files come with its package. */
export async function docsPage(app: App): Promise<void> {
	const icon = await readFile(ICON);
	await app.register(swaggerUi, {
		routePrefix: '/docs',
		staticCSP: POLICY,
		theme: {
			title: 'Linkmill API',
			css: [{ filename: 'linkmill.css', content: STYLE }],
			favicon: [{ filename: 'linkmill.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: icon }],
		},
		uiConfig: {
			// The other layout has a bar whose logo brings an inline style, and whose field asks for another document.
			layout: 'BaseLayout',
			deepLinking: true,
			persistAuthorization: false,
			displayRequestDuration: true,
			docExpansion: 'list',
			defaultModelRendering: 'example',
			defaultModelsExpandDepth: 0,
			tryItOutEnabled: true,
		},
		// What is tried out goes to the server that the page came from, by whatever name.
		transformSpecification: (document) => ({ ...document, servers: [{ url: '/' }] }),
		transformSpecificationClone: false,
	});
}
