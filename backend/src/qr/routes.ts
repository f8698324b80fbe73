import { send, type App } from '../http/app.ts';
import { LinkPathSchema } from '../links/query.ts';
import type { QrQueries } from './picture.ts';
import { QrAnswers, QrQuerySchema } from './schema.ts';

/** `GET /v1/links/{id}/qr` */
export function qrRoutes(app: App, { queries }: { queries: QrQueries }): void {
	app.get('/v1/links/:id/qr',
		{ config: { scope: 'read' }, schema: { tags: ['Links'], summary: 'Get the QR code of a link', description: 'A picture of the short URL. Scans are counted with the source `qr`.', params: LinkPathSchema, querystring: QrQuerySchema, response: QrAnswers } },
		async (request, reply) => {
			const { format = 'svg', ...options } = request.query;
			return send(reply, await queries.qr({ link: request.params.id, format, known: request.headers['if-none-match'], ...options }));
		});
}
