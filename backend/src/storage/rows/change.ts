import type { ChangeRecord } from '../changes.ts';
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
