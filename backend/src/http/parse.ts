import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { FieldProblem } from '../../../contract/problem.ts';
import { fieldProblems } from './field-problems.ts';
import { invalidRequest } from './problem.ts';

/** A value that fits a schema, or what is wrong with it. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: FieldProblem[] };

/** A parser for values of unknown origin. The schema is compiled once. */
export function parserFor<Schema extends TSchema>(schema: Schema): (value: unknown) => Parsed<Static<Schema>> {
	const validator = Compile(schema);
	return (value) =>
		validator.Check(value) ? { ok: true, value } : { ok: false, problems: fieldProblems(schema, validator.Errors(value)) };
}

/** The members of an object in which no problem was found: what they break of the rules beyond the schema can be told as well. */
export function withoutBad<T extends object>(value: unknown, problems: readonly FieldProblem[]): Partial<T> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
	const bad = new Set(problems.map(({ pointer }) => pointer.split('/')[1]));
	return Object.fromEntries(Object.entries(value).filter(([name]) => !bad.has(name))) as Partial<T>;
}

/**
 * The value, or the problems as a 422.
 *
 * @throws ProblemError `invalid_request`
 */
export function orInvalid<T>(parsed: Parsed<T>): T {
	if (parsed.ok) return parsed.value;
	throw invalidRequest(parsed.problems);
}
