import Type, { type TLiteral, type TNull, type TSchema, type TString, type TUnion } from 'typebox';

type Literals<Values extends readonly (string | number)[]> = { -readonly [Key in keyof Values]: TLiteral<Values[Key]> };

/** One of a table's values, typed as such. */
export function oneOf<const Values extends readonly (string | number)[]>(values: Values, description: string): TUnion<Literals<Values>> {
	return Type.Union(values.map((value) => Type.Literal(value)), { description }) as unknown as TUnion<Literals<Values>>;
}

/** A value, or null to clear it. */
export function nullable<Schema extends TSchema>(schema: Schema, description?: string): TUnion<[Schema, TNull]> {
	return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}

/** For objects that accept their own members alone. */
export const closed = { additionalProperties: false } as const;

/** The schema of an answer that another thread has made into bytes: documentation, nothing that is serialised by it. */
export function madeElsewhere(schema: TSchema): TSchema {
	return schema;
}

/** A time in an answer: RFC 3339 in UTC. */
export function answeredTime(description?: string): TString {
	return Type.String({ format: 'date-time', ...(description !== undefined && { description }) });
}

/** The answer of a call that has nothing to say. */
export const noContent = { 204: Type.Unsafe<unknown>(Type.Null({ description: 'Done. There is no body.' })) } as const;
