import { orInvalid, parserFor } from '../http/parse.ts';
import { invalidRequest, ProblemError } from '../http/problem.ts';
import { parsePublicId } from '../ids.ts';
import { parseTime } from '../times.ts';
import type { Operation } from '../writes/operation.ts';
import { presentKey } from './present.ts';
import { NewKeySchema } from './schema.ts';
import { hashSecret, newSecret } from './secret.ts';

const parse = parserFor(NewKeySchema);

/** `POST /v1/keys`: the secret is in this answer and nowhere else. */
export const createKey: Operation = {
	async write({ body }, { transaction, now }) {
		const { name, scopes, expires_at: expires } = orInvalid(parse(body));
		const expiresAt = expires ? parseTime(expires) : null;
		if (expiresAt === undefined || (expiresAt !== null && expiresAt <= now)) {
			throw invalidRequest([{ pointer: '/expires_at', code: 'invalid_time', message: 'expires_at must be an ISO 8601 time in the future.' }]);
		}
		const secret = newSecret();
		const key = await transaction.keys.insert({ name, hash: hashSecret(secret), scopes: [...new Set(scopes)], createdAt: now, expiresAt, revokedAt: null });
		return { status: 200, body: { ...presentKey(key), secret }, kept: { ...presentKey(key), secret: null } };
	},
};

/** `DELETE /v1/keys/{id}`: the key stays in the list, revoked. */
export const revokeKey: Operation = {
	async write({ params }, { transaction, now }) {
		const id = parsePublicId('key', params['id'] ?? '');
		if (id === undefined || !(await transaction.keys.revoke(id, now))) throw new ProblemError('not_found', `There is no key "${params['id'] ?? ''}".`);
		return { status: 204 };
	},
};
