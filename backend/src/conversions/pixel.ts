import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { networkOf, type AddressOf } from '../clicks/address.ts';
import { ProblemError } from '../http/problem.ts';
import { Allowance } from '../redirects/allowance.ts';

/** Pixels of one network: a family buys a few things a minute, a program sends every id that it can think of. */
const PIXELS = { most: 60, within: 60_000, keys: 20_000 };

/** What a pixel without an `event` stands for. */
const EVENT = 'conversion';

/** The smallest transparent GIF: 1 × 1, in 43 bytes. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const HEADERS = {
	'content-type': 'image/gif',
	'cache-control': 'private, no-store',
	'cross-origin-resource-policy': 'cross-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex',
};

const Query = Type.Object({
	click_id: Type.Optional(Type.String({ description: 'What the page got as `lm_click`.', examples: ['clk_01a203367450bc253d93927a'] })),
	event: Type.Optional(Type.String({ description: 'What happened; `conversion` when absent.', examples: ['signup'] })),
});

/** What the pixel works with. */
export interface Pixel {
	addressOf: AddressOf;
	/** Records the conversion, if it is one. */
	record(conversion: { click_id: unknown; event: unknown }): Promise<void>;
}

const Picture: Record<string, unknown> = { 200: { description: 'A transparent picture of one pixel', content: { 'image/gif': { schema: Type.String({ description: 'GIF', contentMediaType: 'image/gif' }) } } } };

/** How the document shows it. What is wrong with a query is for the handler to pass over. */
export const pixelSchema = {
	tags: ['Analytics'],
	summary: 'Record a conversion by a picture',
	description: 'Where `LINKMILL_CONVERSION_PIXEL` is on. One conversion for each click and event; the picture comes whatever is wrong.',
	operationId: 'getConversionPixel',
	querystring: Query,
	response: Picture,
};

/**
 * For pages without a server: whatever is wrong, the page gets its picture.
 *
 * @param pixel null where the operator has not turned it on
 */
export function pixelHandler(pixel: Pixel | null): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
	const allowance = new Allowance<string>(PIXELS);
	return async (request, reply) => {
		if (!pixel) throw new ProblemError('not_found', 'Conversions are not recorded by pictures here. Whoever runs the server can turn it on with LINKMILL_CONVERSION_PIXEL=true.');
		const { click_id, event = EVENT } = request.query as Record<string, unknown>;
		const counts = click_id !== undefined && allowance.take(networkOf(pixel.addressOf(request.raw))) === 0;
		if (counts) await pixel.record({ click_id, event }).catch((error: unknown) => { request.log.error(error); });
		return reply.headers(HEADERS).send(GIF);
	};
}
