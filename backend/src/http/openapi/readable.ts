import type { Schema } from './document.ts';

type Components = Record<string, Schema>;

/**
 * A schema as a person would write it: a union of constants becomes a list of values, a union with null a type with null,
 * and a schema with a title a component of that name, which is added to `components` and referred to.
 *
 * @throws where two schemas share a title and nothing else
 */
export function readable(schema: Schema, components: Components): Schema {
	const plain = folded(inside(schema, components));
	if (plain.title === undefined) return plain;
	// The example of a body is taken out of its schema, and stays in the same schema elsewhere.
	const { title, examples, ...rest } = plain;
	const { examples: knownExamples, ...known }: Schema = components[title] ?? rest;
	if (JSON.stringify(known) !== JSON.stringify(rest)) throw new Error(`Two schemas have the title "${title}". Give one of them another.`);
	components[title] = { ...rest, ...(examples ?? knownExamples ? { examples: examples ?? knownExamples } : {}) };
	return { $ref: `#/components/schemas/${title}` };
}

/** The same, for what the schema is made of. */
function inside(schema: Schema, components: Components): Schema {
	const each = (list: Schema[]) => list.map((one) => readable(one, components));
	const { properties, items, additionalProperties, anyOf, allOf } = schema;
	return {
		...schema,
		...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, readable(one, components)])) }),
		...(items && { items: readable(items, components) }),
		...(typeof additionalProperties === 'object' && { additionalProperties: readable(additionalProperties, components) }),
		...(anyOf && { anyOf: each(anyOf) }),
		...(allOf && { allOf: each(allOf) }),
	};
}

function folded(schema: Schema): Schema {
	if ('const' in schema) {
		const { const: value, ...rest } = schema;
		return { ...rest, enum: [value] };
	}
	const { anyOf, ...outer } = schema;
	if (!anyOf) return schema;
	if (anyOf.every((one) => one.enum && one.type === anyOf[0]?.type)) {
		return { ...outer, ...(anyOf[0]?.type !== undefined && { type: anyOf[0].type }), enum: anyOf.flatMap((one) => one.enum ?? []) };
	}
	const [inner, ...others] = anyOf.filter((one) => one.type !== 'null');
	if (others.length > 0 || anyOf.length !== 2 || typeof inner?.type !== 'string') return schema;
	return { ...inner, ...outer, type: [inner.type, 'null'], ...(inner.enum && { enum: [...inner.enum, null] }) };
}
