import type { Author, Change, ChangeDetail, ChangeList } from '../../../contract/change.ts';
import { BULK_SHOWN } from '../../../contract/bulk.ts';
import type { Answer } from '../http/answer.ts';
import { publicId } from '../ids.ts';
import { readCursor, writeCursor } from '../links/query.ts';
import type { ChangeReader, ChangeRecord, KeyReader } from '../storage/storage.ts';
import { formatTime } from '../times.ts';
import { difference } from './difference.ts';
import { findChange } from './find.ts';
import type { HistoryRequest } from './history.ts';
import { noteOf } from './record.ts';
import { revertibleUntil } from './revert.ts';
import { lastRevert } from './undone.ts';

/** A page of a list. */
export interface PageRequest {
	limit: number;
	cursor: string | undefined;
}

/** What can be asked about changes; answered beside the redirect thread. */
export interface ChangeQueries {
	changes(request: PageRequest): Promise<Answer>;
	/** @param id `chg_…` */
	change(id: string): Promise<Answer>;
	history(request: HistoryRequest): Promise<Answer>;
}

/** What the answers are made of. */
export interface ChangeSources {
	changes: ChangeReader;
	keys: Pick<KeyReader, 'list'>;
}

/** One page of changes, newest first. */
export async function listChanges({ limit, cursor }: PageRequest, { changes, keys }: ChangeSources): Promise<ChangeList> {
	// One more than asked for tells whether there is a next page.
	const found = await changes.list({ limit: limit + 1, before: readCursor(cursor) });
	const page = found.slice(0, limit);
	const last = page.at(-1);
	return { changes: await present(page, { changes, keys }), next_cursor: found.length > limit && last ? writeCursor(last.id) : null };
}

/** One change, with what it did to its first links. */
export async function showChange(text: string, { changes, keys }: ChangeSources): Promise<ChangeDetail> {
	const record = await findChange(changes, text);
	const [shown] = (await present([record], { changes, keys })) as [Change];
	const links = await changes.linksOf(record, BULK_SHOWN);
	return {
		...shown,
		links: links.map(({ before, after }) => ({
			link_id: publicId('link', after.id),
			slug: after.slug,
			version: after.version,
			...difference(before, after, true),
		})),
	};
}

/** Who is behind the ids of API keys. */
export async function authorFinder(keys: Pick<KeyReader, 'list'>): Promise<(keyId: number) => Author> {
	const names = new Map((await keys.list()).map(({ id, name }) => [id, name]));
	return (keyId) => {
		const name = names.get(keyId);
		return name === undefined ? null : { id: publicId('key', keyId), name };
	};
}

async function present(records: readonly ChangeRecord[], { changes, keys }: ChangeSources): Promise<Change[]> {
	const authorOf = await authorFinder(keys);
	const reverts = await changes.revertsOf(records.map(({ id }) => id));
	return records.map((record) => {
		const revertedBy = lastRevert(record.id, reverts);
		return {
			id: publicId('change', record.id),
			kind: record.kind,
			at: formatTime(record.at),
			key: authorOf(record.keyId),
			...noteOf(record),
			reverts: record.reverts === null ? null : publicId('change', record.reverts),
			reverted_by: revertedBy === undefined ? null : publicId('change', revertedBy),
			revertible_until: formatTime(revertibleUntil(record)),
		};
	});
}
