import { isDeepStrictEqual } from 'node:util';
import { DECIDED_FIELDS, type DecidedFields, type LinkDifference } from '../../../contract/change.ts';
import { actionOf } from '../links/change.ts';
import { presentLink } from '../links/present.ts';
import type { StoredLink } from '../storage/storage.ts';

/**
 * What became of a link, as the API shows it.
 *
 * @param before null where there was none
 * @param imported whether a batch created it
 */
export function difference(before: StoredLink | null, after: StoredLink, imported: boolean): LinkDifference {
	const action = actionOf(before, after);
	if (before === null) return { action: imported ? 'imported' : action, before: null, after: decided(after) };
	if (action === 'deleted') return { action, before: decided(before), after: null };
	if (action === 'restored') return { action, before: null, after: decided(after) };
	const [was, is] = [decided(before), decided(after)];
	const fields = DECIDED_FIELDS.filter((field) => !isDeepStrictEqual(was[field], is[field]) || (field === 'has_password' && before.passwordHash !== after.passwordHash));
	return { action, before: picked(was, fields), after: picked(is, fields) };
}

/** Decided fields do not depend on where the server is reached, when it is asked, or how often a link was clicked. */
const NOWHERE = { baseUrl: '', now: 0 };

function decided(link: StoredLink): DecidedFields {
	return picked(presentLink(link, undefined, NOWHERE), DECIDED_FIELDS);
}

function picked(fields: DecidedFields, names: ReadonlyArray<keyof DecidedFields>): DecidedFields {
	return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
