import { api } from '../../api/client.ts';
import { session } from '../../session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FROM_ENVIRONMENT, type ApiKey } from './api-key.ts';

/** Asks before a key is revoked. `last`: it is the last one that administers. */
export function RevokeKey({ revoked: { id, name }, last, onClose }: { revoked: ApiKey; last: boolean; onClose(done: boolean): void }) {
	const own = session.value?.key.id === id;
	return (
		<Confirm title={`Revoke the key “${name}”?`} action={own ? 'Revoke it and sign out' : 'Revoke'} kind="danger" run={() => api.delete(`/v1/keys/${encodeURIComponent(id)}`)} onClose={onClose}>
			<p>Who uses it is refused from now on: a node of n8n, a program, a person who signed in with it. This cannot be undone.</p>
			{own && <p class="notice warning"><Icon name="alert" /><span>It is the key that you have signed in with, so this signs you out.</span></p>}
			{last && <p class="notice warning"><Icon name="alert" /><span>No other key administers. You can make another with <code>linkmill keys create</code> on the server.</span></p>}
			{name === FROM_ENVIRONMENT && <p class="notice"><Icon name="info" /><span>It comes from the variable of that name: the next start of the server accepts it again, unless the variable is another by then.</span></p>}
		</Confirm>
	);
}
