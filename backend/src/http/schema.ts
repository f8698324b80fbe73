import Type, { type TLiteral, type TNull, type TSchema, type TUnion } from 'typebox';

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
