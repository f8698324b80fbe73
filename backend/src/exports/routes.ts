import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { EXPORT_FORMATS, type ExportFormat } from '../../../contract/import.ts';
import { send, type App } from '../http/app.ts';
import { closed, oneOf } from '../http/schema.ts';
import { filterParameters, readFilter } from '../links/query.ts';
import type { Place } from '../storage/storage.ts';
import { exportAll, type ExportQueries } from './export-page.ts';

const MEDIA_TYPES = { ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

const EXAMPLES = {
	ndjson: '{"linkmill":1,"slug":"spring-sale","destination":"https://shop.example/products/1","enabled":true,"redirect_type":302,"created_at":"2027-01-31T18:00:00.000Z","clicks":120}\n',
	csv: 'linkmill,slug,destination,enabled,redirect_type,created_at,clicks\n1,spring-sale,https://shop.example/products/1,true,302,2027-01-31T18:00:00.000Z,120\n',
};
const file = (format: ExportFormat) => ({ schema: Type.String({ examples: [EXAMPLES[format]] }) });
const Answers = { 200: { description: 'The links', content: { 'application/x-ndjson': file('ndjson'), 'text/csv': file('csv') } } };

const ExportQuery = Type.Object({ format: Type.Optional(oneOf(EXPORT_FORMATS, 'A JSON object a line (default), or a table.')), ...filterParameters }, closed);

/** `GET /v1/links/export`: written part by part, so that a million links need no memory. */
export function exportRoutes(app: App, { queries }: { queries: ExportQueries }): void {
	const schema = {
		tags: ['Links'],
		operationId: 'exportLinks',
		summary: 'Export links',
		description: 'Everything that makes the links again, oldest first; `POST /v1/links/import` reads it. A key with the scope `admin` gets the hashes of passwords too.',
		querystring: ExportQuery,
		response: Answers,
	};
	app.get('/v1/links/export', { config: { scope: 'read' }, schema }, async (request, reply) => {
		const { format = 'ndjson', ...filter } = request.query;
		const wanted = { criteria: readFilter(filter), format, secrets: request.key.scopes.includes('admin') };
		const first = await queries.exportPart({ ...wanted, after: undefined });
		if ('status' in first) return send(reply, first);
		const next = async (after: Place) => {
			const part = await queries.exportPart({ ...wanted, after });
			if ('status' in part) throw new Error(`The export could not be finished: ${part.failure ?? String(part.status)}`);
			return part;
		};
		return (reply as FastifyReply)
			.header('content-type', MEDIA_TYPES[format])
			.header('content-disposition', `attachment; filename="links.${format}"`)
			.send(Readable.from(exportAll(first, next)));
	});
}
