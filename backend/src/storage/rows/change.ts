import type { ChangeRecord, LinkState, TouchedLink } from '../changes.ts';
import { linkFromBody } from '../link-text.ts';
import { linkFromRow } from './link.ts';
import type { StoredRow } from './row.ts';

/** A row of `changes`. */
export function changeFromRow(row: StoredRow): ChangeRecord {
	const [first, last] = [row['created_first'] as number | null, row['created_last'] as number | null];
	return {
		id: row['id'] as number,
		kind: row['kind'] as ChangeRecord['kind'],
		keyId: row['key_id'] as number,
		at: row['at'] as number,
		links: row['links'] as number,
		created: first === null || last === null ? null : { first, last },
		reverts: row['reverts'] as number | null,
		summary: row['summary'] as string | null,
	};
}

/** A link as it is, with `replaced`, the version that a change has replaced, and `result`, the version that came of it, where it has been replaced since. */
export function touchedFromRow(row: StoredRow): TouchedLink {
	const current = linkFromRow(row);
	return {
		before: row['replaced'] === null ? null : linkFromBody(row['replaced'] as string),
		after: row['result'] === null ? current : linkFromBody(row['result'] as string),
		current,
	};
}

/**
 * Versions of a link, newest first.
 *
 * @param now the link as it is, where that is one of them
 * @param replaced earlier versions, one more than asked for: each row tells who made the version above it
 */
export function versionsFromRows(now: StoredRow | undefined, replaced: readonly StoredRow[], limit: number): LinkState[] {
	const links = [...(now ? [linkFromRow(now)] : []), ...replaced.map((row) => linkFromBody(row['body'] as string))];
	const replacements = now ? replaced : replaced.slice(1);
	return links.slice(0, limit).map((link, place) => {
		const made = replacements[place];
		return {
			link,
			by: made ? { keyId: made['replaced_by'] as number, at: made['replaced_at'] as number, changeId: made['change_id'] as number | null } : null,
		};
	});
}
