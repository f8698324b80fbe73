import Type, { type TSchema } from 'typebox';
import { QR_DEFAULTS, QR_FORMATS, QR_LEVELS, QR_LIMITS } from '../../../contract/qr.ts';
import { closed, oneOf } from '../http/schema.ts';

const initial = (name: keyof typeof QR_DEFAULTS) => `Default ${String(QR_DEFAULTS[name])}.`;

const options = {
	size: Type.Optional(Type.Integer({ ...QR_LIMITS.size, description: `Width and height in pixels. ${initial('size')}` })),
	margin: Type.Optional(Type.Integer({ ...QR_LIMITS.margin, description: `Free space around the code, in modules. ${initial('margin')}` })),
	color: Type.Optional(Type.String({ maxLength: 20, description: `#rgb, #rgba, #rrggbb or #rrggbbaa, with or without #. ${initial('color')}` })),
	background: Type.Optional(Type.String({ maxLength: 20, description: `As color, or transparent. ${initial('background')}` })),
	level: Type.Optional(oneOf(QR_LEVELS, `Error correction. ${initial('level')}`)),
};

/** How a code looks, in a body. */
export const QrOptionsSchema = Type.Object(options, closed);

/** Query of `GET /v1/links/{id}/qr`. */
export const QrQuerySchema = Type.Object({ format: Type.Optional(oneOf(QR_FORMATS, 'Default svg.')), ...options }, closed);

const picture = (schema: TSchema): { schema: TSchema } => ({ schema });

/** Its answers, for the description of the API. */
export const QrAnswers = {
	200: { description: 'The picture', content: { 'image/svg+xml': picture(Type.String({ description: 'SVG', examples: ['<svg xmlns="http://www.w3.org/2000/svg">…</svg>'] })), 'image/png': picture(Type.String({ description: 'PNG', contentMediaType: 'image/png' })) } },
	304: { description: 'The picture is the one that If-None-Match names' },
};
