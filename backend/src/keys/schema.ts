import Type, { type Static } from 'typebox';

/** What a key may do: read, write, or also manage keys. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Body of `POST /v1/keys`. */
export const NewKeySchema = Type.Object(
	{
		name: Type.String({ minLength: 1, maxLength: 100 }),
		scopes: Type.Array(Type.Union([Type.Literal('read'), Type.Literal('write'), Type.Literal('admin')]), { minItems: 1, maxItems: 3 }),
		expires_at: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
	},
	{ additionalProperties: false, examples: [{ name: 'n8n', scopes: ['read', 'write'] }] },
);

export type NewKeyInput = Static<typeof NewKeySchema>;
