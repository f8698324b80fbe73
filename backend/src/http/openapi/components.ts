import type { Components } from './document.ts';

/** Headers of an answer to a call with a key; `RetryAfter` of those that ask for patience, `IdempotentReplayed` of writes. */
const headers: Components['headers'] = {
	RateLimit: { description: 'What is left of the budget (draft-ietf-httpapi-ratelimit-headers): `r` requests, full again in `t` seconds.', schema: { type: 'string', examples: ['"burst";r=19999;t=1'] } },
	RateLimitPolicy: { description: 'The budget: `q` requests in `w` seconds.', schema: { type: 'string', examples: ['"burst";q=20000;w=20'] } },
	XRateLimitLimit: { description: 'How many requests may come at once.', schema: { type: 'integer', examples: [20_000] } },
	XRateLimitRemaining: { description: 'How many of them are left.', schema: { type: 'integer', examples: [19_999] } },
	XRateLimitReset: { description: 'Seconds until all are there again.', schema: { type: 'integer', examples: [1] } },
	RetryAfter: { description: 'Seconds after which to try again.', schema: { type: 'integer', examples: [1] } },
	IdempotentReplayed: { description: '`true` where this is the kept answer of an earlier request with the same Idempotency-Key.', schema: { type: 'string', enum: ['true'] } },
};

/** References to the headers that tell a caller of its budget. */
export const RATE_LIMIT_HEADERS = Object.fromEntries(
	Object.entries({
		RateLimit: 'RateLimit',
		'RateLimit-Policy': 'RateLimitPolicy',
		'X-RateLimit-Limit': 'XRateLimitLimit',
		'X-RateLimit-Remaining': 'XRateLimitRemaining',
		'X-RateLimit-Reset': 'XRateLimitReset',
	}).map(([header, name]) => [header, { $ref: `#/components/headers/${name}` }]),
);

/** Reference to the header of an answer that was given before. */
export const REPLAYED_HEADER = { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } };

const parameters: Components['parameters'] = {
	IdempotencyKey: {
		name: 'Idempotency-Key',
		in: 'header',
		required: false,
		description: 'Makes the call safe to repeat: its answer is kept for 24 hours and given again for the same key, with `Idempotent-Replayed: true`. Up to 255 characters, such as a UUID.',
		schema: { type: 'string', maxLength: 255 } as Components['parameters'][string]['schema'],
	},
	IfMatch: {
		name: 'If-Match',
		in: 'header',
		required: false,
		description: 'The `version` of the link that you have seen: if somebody changed it since, the call is refused with 412.',
		schema: { type: 'string' },
	},
};

/** How a caller says who it is. */
export const SECURITY_SCHEMES = {
	key: {
		type: 'http',
		scheme: 'bearer',
		description: 'An API key: `lmk_…`, made by `linkmill keys create` or `POST /v1/keys`. The first start writes one to `admin.key` in the data folder.',
	},
} as const;

/** What operations share beside schemas and answers, which they bring themselves. */
export function sharedComponents(): Omit<Components, 'securitySchemes'> {
	return {
		parameters: structuredClone(parameters),
		headers: structuredClone(headers),
		responses: {},
		schemas: {},
	};
}
