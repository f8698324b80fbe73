import Type, { type Static } from 'typebox';
import { answeredTime, closed, nullable, oneOf } from '../http/schema.ts';

/** What a key may do: read, write, or also manage keys. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Body of `POST /v1/keys`. */
export const NewKeySchema = Type.Object(
	{
		name: Type.String({ minLength: 1, maxLength: 100, description: 'Who or what uses it.' }),
		scopes: Type.Array(oneOf(SCOPES, 'None includes another.'), { minItems: 1, maxItems: 3, description: 'What it is good for: one or more.' }),
		expires_at: Type.Optional(nullable(Type.String({ maxLength: 40 }), 'ISO 8601, UTC where no zone is given; null for never.')),
	},
	{ ...closed, examples: [{ name: 'n8n', scopes: ['read', 'write'] }] },
);

/** As a key was stored: by this version or an earlier one. */
const StoredScope = Type.Unsafe<string>({ type: 'string', enum: [...SCOPES] });

const key = {
	id: Type.String({ description: '`key_…`', examples: ['key_0e3k5w9zq1t'] }),
	name: Type.String({ description: 'Who or what uses it.', examples: ['n8n'] }),
	scopes: Type.Array(StoredScope, { description: 'What it is good for.', examples: [['read', 'write']] }),
	created_at: answeredTime('When it was made.'),
	expires_at: nullable(answeredTime(), 'From then on it is not accepted; null for never.'),
	revoked_at: nullable(answeredTime(), 'When it was revoked; null while it is in use.'),
};

/** A key in an answer: never its secret, nor the hash. */
export const KeySchema = Type.Object(key, { title: 'Key', description: 'An API key.' });

/** Answer of `GET /v1/keys`. */
export const KeyListSchema = Type.Object({ keys: Type.Array(KeySchema, { description: 'Every key, those that were revoked too.' }) });

/** Answer of `POST /v1/keys`. */
export const CreatedKeySchema = Type.Object({
	...key,
	secret: nullable(Type.String({ examples: ['lmk_XpO2y0F4bVq3K8s1n5T7w9Z6r0C2d4E6g8I1j3L5m7'] }), 'Send it as `Authorization: Bearer …`. In this answer and nowhere else; null where the answer is given again for its Idempotency-Key.'),
});

/** Answer of `GET /v1/me`. */
export const MeSchema = Type.Object({
	key: KeySchema,
	name: Type.String({ description: 'Name of the key.', examples: ['n8n'] }),
	scopes: Type.Array(StoredScope, { description: 'What the key is good for.', examples: [['read', 'write']] }),
	version: Type.String({ description: 'Of the server.', examples: ['0.1.0'] }),
	base_url: Type.String({ description: 'What short links begin with.', examples: ['https://go.example'] }),
	server_time: answeredTime('By the clock of the server.'),
});

export type NewKeyInput = Static<typeof NewKeySchema>;
