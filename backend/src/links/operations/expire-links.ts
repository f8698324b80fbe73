import type { Operation } from '../../writes/operation.ts';

/** Links in one transaction; those of a campaign often expire together. */
const AT_ONCE = 5000;

/** Tells of links that have expired. Asked for by the server itself, see `ExpiryClock`. */
export const expireLinks: Operation = {
	async write(_request, { transaction, now }) {
		const due = await transaction.takeExpiries(now, AT_ONCE);
		await transaction.emit(due.map(({ linkId, version, expiresAt }) => ({ type: 'link.expired', occurredAt: expiresAt, linkId, linkVersion: version })));
		return { status: 204 };
	},
};
