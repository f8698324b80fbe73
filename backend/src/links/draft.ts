import type { IfExists } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { parserFor, withoutBad } from '../http/parse.ts';
import type { StoredLink } from '../storage/storage.ts';
import { checkFields, scheduleProblem, type FieldRules, type SetFields } from './fields.ts';
import { NewLinkSchema, type NewLinkInput } from './schema.ts';

const parse = parserFor(NewLinkSchema);

/** A creation that is valid in itself; whether its slug is free is not known yet. */
export interface Draft {
	fields: SetFields & Pick<StoredLink, 'destination' | 'location'>;
	ifExists: IfExists | undefined;
}

/** Reads one row of input. */
export function readDraft(input: unknown, rules: FieldRules): { draft: Draft } | { problems: FieldProblem[] } {
	const parsed = parse(input);
	const { if_exists: ifExists, ...wanted } = parsed.ok ? parsed.value : withoutBad<NewLinkInput>(input, parsed.problems);
	const { fields, problems } = checkFields(wanted, rules);
	if (!parsed.ok) return { problems: [...parsed.problems, ...problems] };
	const schedule = scheduleProblem({ startsAt: fields.startsAt ?? null, expiresAt: fields.expiresAt ?? null });
	if (schedule) problems.push(schedule);
	return problems.length > 0 ? { problems } : { draft: { fields: fields as Draft['fields'], ifExists } };
}

/** The link that a draft becomes. */
export function linkOf(draft: Draft, given: { id: number; slug: string; now: number }): StoredLink {
	return {
		title: null,
		tags: [],
		campaign: null,
		metadata: null,
		externalId: null,
		enabled: true,
		startsAt: null,
		expiresAt: null,
		fallbackUrl: null,
		fallbackLocation: null,
		redirectType: 302,
		...draft.fields,
		id: given.id,
		slug: given.slug,
		createdAt: given.now,
		updatedAt: given.now,
		deletedAt: null,
		version: 1,
	};
}
