import { LINK_LIMITS, type BulkUpdateAnswer } from '../../../../contract/link.ts';
import { orInvalid, parserFor } from '../../http/parse.ts';
import { invalidRequest, ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import type { StoredLink } from '../../storage/storage.ts';
import type { Operation, WriteTools } from '../../writes/operation.ts';
import { changed, previousValues, retagged } from '../change.ts';
import { checkUrl, ownHosts } from '../destination.ts';
import { checkFields, cleanTags, combinationProblem, fieldRules, type SetFields } from '../fields.ts';
import { presentLinks } from '../present.ts';
import { BulkUpdateSchema, type BulkUpdateInput } from '../schema.ts';
import { selectLinks } from '../select.ts';

const parse = parserFor(BulkUpdateSchema);

type Pair = { before: StoredLink; after: StoredLink };

/** `PATCH /v1/links`: one change to many links; all of them or, where one cannot be changed, none. */
export const bulkUpdate: Operation = {
	async write({ body, keyId }, tools) {
		const input = orInvalid(parse(body));
		const change = readChange(input, tools);
		const matched = await selectLinks(tools.transaction, input);
		if (input.expected_count !== undefined && input.expected_count !== matched.length) {
			throw new ProblemError(
				'expected_count_mismatch',
				`The selection matches ${String(matched.length)} links, expected_count says ${String(input.expected_count)}. Nothing was written.`,
			);
		}
		const { pairs, errors } = changeAll(matched, change, tools.now);
		const writes = !input.dry_run && errors.length === 0 && pairs.length > 0;
		const changeId = writes ? tools.transaction.nextId() : null;
		if (changeId !== null) await write(pairs, { keyId, changeId, tools });
		const answer: BulkUpdateAnswer = {
			matched: matched.length,
			changed: errors.length > 0 ? 0 : pairs.length,
			unchanged: matched.length - pairs.length - errors.length,
			links: await present(pairs.slice(0, LINK_LIMITS.page), tools),
			errors,
			dry_run: input.dry_run ?? false,
			change_id: changeId === null ? null : publicId('change', changeId),
		};
		if (errors.length > 0 && !input.dry_run) {
			const details = errors.map(({ id, code, message }) => ({ pointer: `/${id}`, code, message }));
			throw new ProblemError('batch_rejected', `${String(errors.length)} links cannot be changed, so none was. ${errors[0]?.message ?? ''}`, { errors: details });
		}
		return { status: 200, body: answer, touched: writes ? pairs.map(({ before }) => before.slug) : [] };
	},
};

/** What is done to each link: its new fields, or a sentence about why not. */
type Change = (link: StoredLink) => { fields: SetFields } | { message: string };

function readChange(input: BulkUpdateInput, tools: WriteTools): Change {
	const { set = {}, add_tags: add = [], remove_tags: remove = [], replace } = input;
	const hosts = ownHosts(tools.baseUrl);
	const { fields, problems } = checkFields(set, fieldRules(hosts));
	if (problems.length > 0) throw invalidRequest(problems.map((problem) => ({ ...problem, pointer: `/set${problem.pointer}` })));
	if (replace && set.destination !== undefined) {
		throw invalidRequest([{ pointer: '/replace', code: 'invalid', message: 'replace changes the destination that set.destination sets; give one of them.' }]);
	}
	if (Object.keys(fields).length + add.length + remove.length === 0 && !replace) {
		throw invalidRequest([{ pointer: '/set', code: 'required', message: 'Say what to change: set, add_tags, remove_tags or replace.' }]);
	}
	return (link) => {
		const mine: SetFields = { ...fields };
		if (add.length + remove.length > 0) mine.tags = retagged(fields.tags ?? link.tags, { add: cleanTags(add), remove });
		if (replace?.find !== undefined && link.destination.includes(replace.find)) {
			const destination = link.destination.replaceAll(replace.find, () => replace.with);
			const checked = checkUrl('destination', destination, hosts);
			if (!checked.ok) return { message: `${link.slug}: ${checked.message}` };
			Object.assign(mine, { destination, location: checked.location });
		}
		return { fields: mine };
	};
}

function changeAll(links: readonly StoredLink[], change: Change, now: number): { pairs: Pair[]; errors: BulkUpdateAnswer['errors'] } {
	const pairs: Pair[] = [];
	const errors: BulkUpdateAnswer['errors'] = [];
	for (const before of links) {
		const result = change(before);
		const after = 'fields' in result ? changed(before, result.fields, now) : before;
		const message = 'message' in result ? result.message : after === before ? undefined : combinationProblem(after)?.message;
		if (message !== undefined) errors.push({ id: publicId('link', before.id), code: 'invalid_request', message });
		else if (after !== before) pairs.push({ before, after });
	}
	return { pairs, errors };
}

async function write(pairs: readonly Pair[], { keyId, changeId, tools }: { keyId: number; changeId: number; tools: WriteTools }): Promise<void> {
	const at = tools.now;
	await tools.transaction.replace(pairs, { keyId, at, changeId });
	await tools.transaction.emit(pairs.map(({ after }) => ({ type: 'link.updated', occurredAt: at, linkId: after.id, linkVersion: after.version })));
	await tools.transaction.recordChange({ id: changeId, kind: 'update', keyId, at, links: pairs.length, created: null });
}

async function present(pairs: readonly Pair[], tools: WriteTools): Promise<BulkUpdateAnswer['links']> {
	const [before, after] = [await presentLinks(pairs.map((pair) => pair.before), tools), await presentLinks(pairs.map((pair) => pair.after), tools)];
	return after.map((link, place) => ({ ...link, previous: previousValues(before[place] ?? link, link) }));
}
