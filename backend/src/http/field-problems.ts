import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import type { FieldProblem } from '../../../contract/problem.ts';

/** What a validator finds at most, twice for an unknown field. Its own limit, 8, hid bad fields behind unknown ones. */
Settings.Set({ maxErrors: 200 });

/** As much of a JSON schema as is needed to say what a value must be. */
interface Schema {
	type?: string;
	const?: unknown;
	anyOf?: Schema[];
	properties?: Record<string, Schema>;
	items?: Schema;
	minLength?: number;
	maxLength?: number;
	maxItems?: number;
	minimum?: number;
	maximum?: number;
}

/** Where the checked value came from: decides how a pointer is written. */
export type Place = 'body' | 'querystring';

/** What a validator found, as one problem a field, each with a sentence that names the field and what it must be. */
export function fieldProblems(schema: object, found: readonly TLocalizedValidationError[], place: Place = 'body'): FieldProblem[] {
	const problems = new Map<string, FieldProblem>();
	const add = (path: string, code: string, message: (name: string) => string) => {
		const pointer = place === 'body' ? path : `?${path.slice(1)}`;
		if (!problems.has(pointer)) problems.set(pointer, { pointer, code, message: message(nameOf(path)) });
	};
	const unknown = (path: string) => { add(path, 'unknown_field', (field) => `${field} is not known here. Remove it or correct its name.`); };
	for (const error of found) {
		if (error.keyword === 'required') {
			for (const name of error.params.requiredProperties) add(`${error.instancePath}/${name}`, 'required', (field) => `${field} is required.`);
		} else if (error.keyword === 'additionalProperties') {
			for (const name of error.params.additionalProperties) unknown(`${error.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
		} else if (error.keyword === 'boolean') {
			unknown(error.instancePath);
		} else {
			add(error.instancePath, 'invalid', (field) => `${field} must be ${expectation(schemaAt(schema, error.instancePath))}.`);
		}
	}
	const pointers = [...problems.keys()];
	// A bad element says more than "the list or null" of the list that holds it.
	return [...problems.values()].filter(({ pointer }) => !pointers.some((other) => other.startsWith(`${pointer}/`)));
}

function nameOf(path: string): string {
	return path === '' ? 'The body' : path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

function schemaAt(schema: Schema, path: string): Schema {
	return path
		.split('/')
		.slice(1)
		.reduce<Schema>((at, key) => {
			const branch = at.anyOf?.find((one) => one.properties ?? one.items) ?? at;
			return branch.properties?.[key] ?? branch.items ?? {};
		}, schema);
}

function expectation(schema: Schema): string {
	if (schema.anyOf) {
		const [values, others] = [schema.anyOf.filter((one) => 'const' in one), schema.anyOf.filter((one) => !('const' in one))];
		const listed = values.length > 0 ? [`one of ${values.map((one) => String(one.const)).join(', ')}`] : [];
		return [...listed, ...others.map(expectation)].join(' or ');
	}
	switch (schema.type) {
		case 'string':
			if (schema.maxLength === undefined) return 'a string';
			return `a string of ${schema.minLength ? `${String(schema.minLength)} to` : 'at most'} ${String(schema.maxLength)} characters`;
		case 'array':
			return schema.maxItems === undefined ? 'a list' : `a list of at most ${schema.maxItems.toLocaleString('en')} items`;
		case 'integer':
		case 'number':
			return `a ${schema.type === 'integer' ? 'whole ' : ''}number${range(schema)}`;
		case 'boolean':
			return 'true or false';
		case 'object':
			return 'an object';
		case 'null':
			return 'null';
		default:
			return 'another value';
	}
}

function range({ minimum, maximum }: Schema): string {
	if (minimum !== undefined && maximum !== undefined) return ` from ${String(minimum)} to ${String(maximum)}`;
	if (minimum !== undefined) return ` of ${String(minimum)} or more`;
	return maximum === undefined ? '' : ` of ${String(maximum)} or less`;
}
