import { IMPORT_LIMITS, type ImportAnswer, type ImportError } from '../../../contract/import.ts';
import type { BatchResult } from '../../../contract/link.ts';
import { writeImport } from '../changes/record.ts';
import { orInvalid, parserFor } from '../http/parse.ts';
import { invalidRequest } from '../http/problem.ts';
import { publicId } from '../ids.ts';
import { Creation } from '../links/create.ts';
import { ownHosts } from '../links/destination.ts';
import { readDraft, type Draft } from '../links/draft.ts';
import { fieldRules, type FieldRules } from '../links/fields.ts';
import { isPasswordHash } from '../links/password.ts';
import type { StoredLink } from '../storage/storage.ts';
import type { Operation } from '../writes/operation.ts';
import { decodeText } from './encoding.ts';
import { readExport } from './read.ts';
import type { ImportRow } from './row.ts';
import { ImportSchema, type ImportInput } from './schema.ts';

const parse = parserFor(ImportSchema);

/** `POST /v1/links/import`: one transaction and one change, which can be reverted. */
export const importLinks: Operation = {
	async write({ body, keyId }, tools) {
		const input = orInvalid(parse(withText(body)));
		const { format, rows, bad, warnings } = readExport(input.data, input.format);
		if (rows.length > IMPORT_LIMITS.links) throw tooMany(rows.length);
		const errors: ImportError[] = bad.map(({ line, problem }) => ({ line, ...problem }));
		const rules = fieldRules(ownHosts(tools.baseUrl));
		const drafts = rows.flatMap((row) => {
			const read = draftOf(row, input, rules);
			if ('draft' in read) return [{ line: row.line, draft: read.draft }];
			errors.push(...read.problems.slice(0, 1).map((problem) => ({ line: row.line, ...problem })));
			return [];
		});

		const creation = new Creation(tools.transaction, { keyId, now: tools.now });
		await creation.prepare(drafts.map(({ draft }) => draft), input.if_exists ?? 'fail');
		const counts: Record<BatchResult, number> = { created: 0, existing: 0, updated: 0 };
		for (const { line, draft } of drafts) {
			const result = await creation.add(draft, input.if_exists ?? 'fail');
			if (!('problem' in result)) counts[result.result]++;
			else if (input.if_exists === undefined && isSame(draft, result.existing)) counts.existing++;
			else errors.push({ line, ...result.problem });
		}

		const { newLinks, replacements } = creation;
		const summary = { rows: rows.length + bad.length, format, ...(input.if_exists && { if_exists: input.if_exists }) };
		const changeId = input.dry_run ? null : await writeImport(creation, { keyId, summary }, tools);
		const answer: ImportAnswer = {
			format,
			read: rows.length + bad.length,
			...counts,
			skipped: errors.length,
			imported_clicks: newLinks.reduce((sum, link) => sum + link.importedClicks, 0),
			warnings,
			errors: errors.sort((a, b) => a.line - b.line).slice(0, IMPORT_LIMITS.errors),
			dry_run: input.dry_run ?? false,
			change_id: changeId === null ? null : publicId('change', changeId),
		};
		return { status: 200, body: answer, touched: changeId === null ? [] : replacements.map(({ before }) => before.slug) };
	},
};

/** A file that came as bytes, as text: exports come in several encodings. */
function withText(body: unknown): unknown {
	const data = (body as { data?: unknown } | undefined)?.data;
	return data instanceof Uint8Array ? { ...(body as object), data: decodeText(data) } : body;
}

/** The draft of a line: its fields, by the rules of every link, and what it brings from elsewhere. */
function draftOf(row: ImportRow, input: ImportInput, rules: FieldRules): ReturnType<typeof readDraft> {
	const tags = Array.isArray(row.fields['tags']) ? (row.fields['tags'] as unknown[]) : [];
	const fields = {
		...row.fields,
		...(input.tags && { tags: [...tags, ...input.tags] }),
		...(input.campaign !== undefined && !row.fields['campaign'] && { campaign: input.campaign }),
	};
	const read = readDraft(fields, rules);
	if (!('draft' in read)) return read;
	const draft: Draft = { ...read.draft, imported: { createdAt: row.createdAt, clicks: row.clicks } };
	if (row.passwordHash === undefined) return { draft };
	// Without its password the link would be open to everybody.
	if (!isPasswordHash(row.passwordHash)) return { problems: [{ pointer: '/password_hash', code: 'invalid', message: 'password_hash is none that linkmill wrote. Set password instead, or leave both out.' }] };
	return { draft: { ...draft, fields: { ...draft.fields, passwordHash: row.passwordHash } } };
}

/** Whether the link that has the slug already goes where the line says: an import that is done again finds its own links. */
function isSame({ fields }: Draft, existing: StoredLink): boolean {
	return fields.destination === existing.destination && (fields.slug ?? existing.slug) === existing.slug;
}

function tooMany(links: number) {
	const [count, most] = [links, IMPORT_LIMITS.links].map((number) => number.toLocaleString('en'));
	return invalidRequest([{ pointer: '/data', code: 'too_many', message: `data holds ${String(count)} links, one import takes ${String(most)}. Split the file, or use "linkmill import", which does.` }]);
}
