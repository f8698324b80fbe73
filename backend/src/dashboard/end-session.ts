import type { Operation } from '../writes/operation.ts';
import type { Session } from './sessions.ts';

/** Ends a {@link Session} before its time: every process on this storage asks for it at each request, also after a restart. Asked for by the sign-out alone. */
export const endSession: Operation = {
	async write({ body }, { transaction, now }) {
		const { id, endsAt } = body as Session;
		await transaction.sessions.end({ id, endsAt }, now);
		return { status: 204 };
	},
};
