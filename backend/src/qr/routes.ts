import Type from 'typebox';
import { send, type App } from '../http/app.ts';
import type { QrQueries } from './picture.ts';
import { QrAnswers, QrQuerySchema } from './schema.ts';

/** `GET /v1/links/{id}/qr` */
export function qrRoutes(app: App, { queries }: { queries: QrQueries }): void {
	app.get('/v1/links/:id/qr',
		{ config: { scope: 'read' }, schema: { tags: ['Links'], summary: 'The QR code of a link', params: Type.Object({ id: Type.String() }), querystring: QrQuerySchema, response: QrAnswers } },
		async (request, reply) => {
			const { format = 'svg', ...options } = request.query;
			return send(reply, await queries.qr({ link: request.params.id, format, known: request.headers['if-none-match'], ...options }));
		});
}
