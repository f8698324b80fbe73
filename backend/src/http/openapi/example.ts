import type { Schema } from './document.ts';
import { SAMPLES } from './samples.ts';

/** What an example lacks: where, within the schema, a value could not be thought of. */
export class NoExample extends Error {}

/**
 * An example of what a schema describes: its own, else one made of those of its parts, with all members
 * but those whose list of examples is empty.
 *
 * @param name of the member that has this schema
 * @throws NoExample where a text has neither an example nor a name that tells what it would be
 */
export function exampleOf(schema: Schema, components: Readonly<Record<string, Schema>>, name = ''): unknown {
	const of = (one: Schema, member = name) => exampleOf(one, components, member);
	const { $ref, examples, allOf, anyOf, properties, items } = schema;
	if ($ref !== undefined) return of(components[$ref.split('/').at(-1) ?? ''] ?? {});
	if (examples?.length) return examples[0];
	if (allOf) return Object.assign({}, ...allOf.map((one) => of(one))) as unknown;
	const sample = Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
	if (suits(sample, schema)) return sample;
	if (schema.enum) return schema.enum[0];
	if (anyOf?.[0]) return of(anyOf[0]);
	const types = [schema.type].flat();
	if (types.includes('null')) return null;
	if (schema.format === 'date-time') return SAMPLES['created_at'];
	if (properties) {
		const shown = Object.entries(properties).filter(([, one]) => one.examples?.length !== 0);
		return Object.fromEntries(shown.map(([member, one]) => [member, within(member, () => of(one, member))]));
	}
	if (items) return [within('0', () => of(items, name))];
	switch (types[0]) {
		case 'integer':
		case 'number':
			return schema.minimum ?? 0;
		case 'boolean':
			return false;
		case 'object':
			return {};
		default:
			throw new NoExample('');
	}
}

/** Whether a value is of the type that a schema asks for: one name may stand for several things. */
function suits(value: unknown, { type, enum: values, items }: Schema): boolean {
	if (values) return values.includes(value);
	if (Array.isArray(value)) return items !== undefined && suits(value[0], items);
	return [type].flat().includes(Number.isInteger(value) ? 'integer' : typeof value);
}

function within<T>(member: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw error instanceof NoExample ? new NoExample(`/${member}${error.message}`) : error;
	}
}
