import type { Operation } from '../../writes/operation.ts';
import { deleted } from '../change.ts';
import { findLink } from '../reference.ts';
import { requireVersion } from './update-link.ts';

/** `DELETE /v1/links/{id}`: the row stays, for reports and events; slug and external id are free again. */
export const deleteLink: Operation = {
	async write({ params, keyId, ifMatch }, tools) {
		const before = await findLink(tools.transaction, params['id'] ?? '');
		requireVersion(before, ifMatch);
		const after = deleted(before, tools.now);
		await tools.transaction.replace([{ before, after }], { keyId, at: tools.now, changeId: null });
		await tools.transaction.emit([{ type: 'link.deleted', occurredAt: tools.now, linkId: after.id, linkVersion: after.version }]);
		return { status: 204, touched: [before.slug] };
	},
};
