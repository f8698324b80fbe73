import { invalidRequest, ProblemError } from '../../http/problem.ts';
import { publicId } from '../../ids.ts';
import type { Operation } from '../../writes/operation.ts';
import { Creation } from '../create.ts';
import { ownHosts } from '../destination.ts';
import { readDraft } from '../draft.ts';
import { fieldRules } from '../fields.ts';
import { presentLinks } from '../present.ts';

/** `POST /v1/links` */
export const createLink: Operation = {
	async write({ body, keyId }, tools) {
		const read = readDraft(body, fieldRules(ownHosts(tools.baseUrl)));
		if ('problems' in read) throw invalidRequest(read.problems);
		const creation = new Creation(tools.transaction, { keyId, now: tools.now });
		await creation.prepare([read.draft], 'fail');
		const created = await creation.add(read.draft, read.draft.ifExists ?? 'fail');
		if ('problem' in created) throw new ProblemError(created.code, created.problem.message, { errors: [created.problem], existing: publicId('link', created.existing.id) });
		await creation.write(null);
		const [link] = await presentLinks([created.link], tools);
		return { status: 200, body: link, touched: creation.replacements.map(({ before }) => before.slug) };
	},
};
