import type { App } from '../http/app.ts';
import { madeElsewhere } from '../http/schema.ts';
import { passBodiesOn, type Write } from '../http/write-route.ts';
import { FileSchema, ImportAnswerSchema, ImportQuerySchema, ImportSchema } from './schema.ts';

/** Media types of a request whose body is the exported file itself. */
const FILES = ['text/csv', 'text/plain', 'application/x-ndjson', 'application/octet-stream'];

/** `POST /v1/links/import`: JSON with the file as text, or the file as it is and the options as query. */
export async function importRoutes(scope: App, { write }: { write: Write }): Promise<void> {
	await scope.register(async (plain) => {
		const app = plain as unknown as App;
		passBodiesOn(app);
		app.addContentTypeParser(FILES, { parseAs: 'buffer' }, (_request, body, done) => { done(null, body); });
		const schema = {
			tags: ['Links'],
			operationId: 'importLinks',
			summary: 'Import links from another shortener',
			description: 'Reads an export of Bitly, Short.io, Dub, YOURLS, Kutt or Shlink, any CSV with a header, or an export of this server. Slugs, dates, tags and click totals are kept. The body is JSON, or the file itself with the options as query.',
			querystring: ImportQuerySchema,
			body: { content: { 'application/json': { schema: ImportSchema }, ...Object.fromEntries(FILES.map((type) => [type, { schema: FileSchema }])) } },
			response: { 200: madeElsewhere(ImportAnswerSchema) },
		};
		app.post('/v1/links/import', { config: { scope: 'write' }, schema }, (request, reply) => {
			if (!FILES.includes(mediaType(request.headers['content-type']))) return write('importLinks', request, reply);
			const { tags, ...options } = request.query;
			const list = tags?.split(',').map((tag) => tag.trim());
			return write('importLinks', request, reply, { file: request.body as Uint8Array, options: { ...options, ...(list && { tags: list }) } });
		});
	});
}

function mediaType(header = ''): string {
	return header.split(';')[0]?.trim().toLowerCase() ?? '';
}
