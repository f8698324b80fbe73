import type { BulkUpdateRequest } from '../../../../contract/bulk.ts';
import type { ChangeSummary } from '../../../../contract/change.ts';
import type { FieldProblem } from '../../../../contract/problem.ts';
import { invalidRequest } from '../../http/problem.ts';
import type { StoredLink } from '../../storage/storage.ts';
import { retagged } from '../change.ts';
import { checkUrl } from '../destination.ts';
import { checkFields, cleanTags, type FieldRules, type SetFields } from '../fields.ts';

/** What is done to a link: its new fields, or why it cannot be. */
export type Change = (link: StoredLink) => { fields: SetFields } | { problem: FieldProblem };

/** The members of a bulk call that say what to change. */
export type ChangeInput = Pick<BulkUpdateRequest, 'set' | 'add_tags' | 'remove_tags' | 'replace'>;

/**
 * The one change of a bulk call.
 *
 * @throws ProblemError `invalid_request`
 */
export function readChange(input: ChangeInput, rules: FieldRules): Change {
	const { set = {}, add_tags: add = [], remove_tags: remove = [], replace } = input;
	const { fields, problems } = checkFields(set, rules);
	if (problems.length > 0) throw invalidRequest(problems.map((problem) => ({ ...problem, pointer: `/set${problem.pointer}` })));
	const replaced = (['destination', 'variants'] as const).find((name) => replace && set[name] !== undefined);
	if (replaced) {
		throw invalidRequest([{ pointer: '/replace', code: 'invalid', message: `replace changes what set.${replaced} sets; give one of them.` }]);
	}
	if (Object.keys(fields).length + add.length + remove.length === 0 && !replace) {
		throw invalidRequest([{ pointer: '/set', code: 'required', message: 'Say what to change: set, add_tags, remove_tags or replace.' }]);
	}
	const tagging = tagChange(add, remove);
	return (link) => {
		const tags = tagging(fields.tags ?? link.tags);
		const moved = replace ? withReplaced(link, replace, rules) : { fields: {} };
		if ('problem' in moved) return { problem: { ...moved.problem, message: `${link.slug}: ${moved.problem.message}` } };
		return { fields: { ...fields, ...moved.fields, ...(tags && { tags }) } };
	};
}

/** Adds and removes tags; undefined where there is nothing to add or remove. */
export function tagChange(add: readonly string[], remove: readonly string[]): (tags: readonly string[]) => string[] | undefined {
	if (add.length + remove.length === 0) return () => undefined;
	const [added, removed] = [cleanTags(add), cleanTags(remove)];
	return (tags) => retagged(tags, { add: added, remove: removed });
}

/** The destination and those of the variants, with every occurrence of a text replaced. */
function withReplaced(link: StoredLink, replace: { find: string; with: string }, { ownHosts }: FieldRules): ReturnType<Change> {
	const fields: SetFields = {};
	const replaced = (text: string) => text.replaceAll(replace.find, () => replace.with);
	if (link.destination.includes(replace.find)) {
		const destination = replaced(link.destination);
		const checked = checkUrl('destination', destination, ownHosts);
		if (!checked.ok) return { problem: { pointer: '/destination', code: 'invalid_url', message: checked.message } };
		Object.assign(fields, { destination, location: checked.location });
	}
	if (!link.variants.some((variant) => variant.destination.includes(replace.find))) return { fields };
	const variants = [];
	for (const [index, variant] of link.variants.entries()) {
		const destination = replaced(variant.destination);
		const checked = checkUrl(`variants.${String(index)}.destination`, destination, ownHosts);
		if (!checked.ok) return { problem: { pointer: `/variants/${String(index)}/destination`, code: 'invalid_url', message: checked.message } };
		variants.push({ ...variant, destination, location: checked.location });
	}
	return { fields: { ...fields, variants } };
}

/** Longest value, in characters as JSON, that the list of changes repeats. */
const SUMMARY_VALUE = 200;

/** What the list of changes says of a change. */
export function changeSummary({ set, add_tags, remove_tags, replace }: ChangeInput): ChangeSummary {
	const shown = Object.entries(set ?? {}).map(([name, value]) => [name, name === 'password' || JSON.stringify(value).length > SUMMARY_VALUE ? '…' : value]);
	return {
		...(set && { fields: Object.keys(set), set: Object.fromEntries(shown) as Record<string, unknown> }),
		...(add_tags && { add_tags }),
		...(remove_tags && { remove_tags }),
		...(replace && { replace }),
	};
}
