import { orInvalid, parserFor } from '../../http/parse.ts';
import { invalidRequest, ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import type { LinkTransaction, StoredLink } from '../../storage/storage.ts';
import type { Operation } from '../../writes/operation.ts';
import { changed, retagged } from '../change.ts';
import { ownHosts } from '../destination.ts';
import { checkFields, cleanTags, combinationProblem, fieldRules, type SetFields } from '../fields.ts';
import { presentLinks } from '../present.ts';
import { findLink } from '../reference.ts';
import { LinkChangeSchema } from '../schema.ts';

const parse = parserFor(LinkChangeSchema);

/** `PATCH /v1/links/{id}` */
export const updateLink: Operation = {
	async write({ params, body, keyId, ifMatch }, tools) {
		const { add_tags: add = [], remove_tags: remove = [], ...wanted } = orInvalid(parse(body));
		const { fields, problems } = checkFields(wanted, fieldRules(ownHosts(tools.baseUrl)));
		if (problems.length > 0) throw invalidRequest(problems);
		const before = await findLink(tools.transaction, params['id'] ?? '');
		requireVersion(before, ifMatch);
		if (add.length + remove.length > 0) fields.tags = retagged(fields.tags ?? before.tags, { add: cleanTags(add), remove });
		const after = changed(before, fields, tools.now);
		const together = combinationProblem(after);
		if (together) throw invalidRequest([together]);
		await requireFree(tools.transaction, before, fields);
		if (after !== before) {
			await tools.transaction.replace([{ before, after }], { keyId, at: tools.now, changeId: null });
			await tools.transaction.emit([{ type: 'link.updated', occurredAt: tools.now, linkId: after.id, linkVersion: after.version }]);
		}
		const [link] = await presentLinks([after], tools);
		return { status: 200, body: link, touched: [before.slug, after.slug] };
	},
};

/**
 * Refuses a change that was made for another version.
 *
 * @throws ProblemError `version_mismatch`
 */
export function requireVersion(link: StoredLink, ifMatch: string | undefined): void {
	if (ifMatch === undefined || ifMatch.trim() === '*') return;
	if (ifMatch.replaceAll(/^\s*(W\/)?"?|"?\s*$/g, '') === String(link.version)) return;
	throw new ProblemError('version_mismatch', `The link has version ${String(link.version)} by now, If-Match asks for ${ifMatch}. Read it again and repeat the change.`);
}

async function requireFree(transaction: LinkTransaction, link: StoredLink, { slug, externalId }: SetFields): Promise<void> {
	const holders = [
		['slug', slug === undefined ? undefined : (await transaction.bySlugs([slug]))[0]] as const,
		['external_id', externalId ? (await transaction.byExternalIds([externalId]))[0] : undefined] as const,
	];
	for (const [name, holder] of holders) {
		if (!holder || holder.id === link.id) continue;
		const message = `${name} "${name === 'slug' ? holder.slug : (holder.externalId ?? '')}" is taken by another link. Choose another.`;
		const code = name === 'slug' ? 'slug_taken' : 'external_id_taken';
		throw new ProblemError(code, message, { errors: [{ pointer: `/${name}`, code, message }], existing: publicId('link', holder.id) });
	}
}
