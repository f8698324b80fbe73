import type { IfExists } from '../../../contract/link.ts';
import type { FieldProblem } from '../../../contract/problem.ts';
import { parserFor, withoutBad } from '../http/parse.ts';
import type { StoredLink } from '../storage/storage.ts';
import { checkFields, combinationProblem, type FieldRules, type SetFields } from './fields.ts';
import { NewLinkSchema, type NewLinkInput } from './schema.ts';

const parse = parserFor(NewLinkSchema);

/** A creation that is valid in itself; whether its slug is free is not known yet. */
export interface Draft {
	fields: SetFields & Pick<StoredLink, 'destination' | 'location'>;
	ifExists: IfExists | undefined;
	/** What an import brings along beside the fields: when the link was made elsewhere, and what was counted there. */
	imported?: { createdAt: number | null; clicks: number };
}

/** Reads one row of input. */
export function readDraft(input: unknown, rules: FieldRules): { draft: Draft } | { problems: FieldProblem[] } {
	const parsed = parse(input);
	const { if_exists: ifExists, ...wanted } = parsed.ok ? parsed.value : withoutBad<NewLinkInput>(input, parsed.problems);
	const { fields, problems } = checkFields(wanted, rules);
	if (!parsed.ok) return { problems: [...parsed.problems, ...problems] };
	const together = combinationProblem(fields);
	if (together) problems.push(together);
	return problems.length > 0 ? { problems } : { draft: { fields: fields as Draft['fields'], ifExists } };
}

/** The link that a draft becomes. */
export function linkOf(draft: Draft, given: { id: number; slug: string; keyId: number; now: number }): StoredLink {
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
		utm: null,
		maxClicks: null,
		forwardQuery: false,
		forwardQueryOverrides: false,
		appendClickId: false,
		passwordHash: null,
		variants: [],
		...draft.fields,
		id: given.id,
		slug: given.slug,
		importedClicks: draft.imported?.clicks ?? 0,
		createdBy: given.keyId,
		createdAt: draft.imported?.createdAt ?? given.now,
		updatedAt: given.now,
		deletedAt: null,
		version: 1,
	};
}
