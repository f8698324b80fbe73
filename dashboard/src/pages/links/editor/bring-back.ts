import { DECIDED_FIELDS, type DecidedFields } from '../../../../../contract/change.ts';
import type { Link, LinkChange } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';

/** The body of a PATCH that brings fields back to what they were. A password was kept as a hash: it can be taken away, not brought back. */
export function changeTo({ has_password: hadPassword, variants, ...fields }: DecidedFields): LinkChange {
	return {
		...fields,
		...(variants && { variants: variants.length === 0 ? null : variants }),
		...(hadPassword === false && { password: null }),
	};
}

/**
 * Brings the fields in which a link differs from what it was back: those of one edit. A call about one link is no change that could
 * be reverted as such (`HistoryEntry.change_id`), so they are written again, unless somebody has changed the link meanwhile.
 *
 * @param after as the edit has left it
 * @throws ApiProblem with status 412 where the link has another version by now
 */
export function bringBack(before: Link, after: Link): Promise<Link> {
	const differing = DECIDED_FIELDS.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
	const fields = Object.fromEntries(differing.map((name) => [name, before[name]])) as DecidedFields;
	return api.patch<Link>(`/v1/links/${encodeURIComponent(after.id)}`, changeTo(fields), { headers: { 'if-match': String(after.version) } });
}
