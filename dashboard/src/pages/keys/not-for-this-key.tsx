import { session } from '../../session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageFrame } from '../../ui/page.tsx';

/** Stands where an administrator would see keys: why there are none, and who can help. */
export function NotForThisKey({ title }: { title: string }) {
	const { name, scopes } = session.value?.key ?? { name: '', scopes: [] };
	return (
		<PageFrame title={title}>
			<EmptyState icon="key" title="Your key does not administer">
				<p>You have signed in with “{name}”, which has the scopes {scopes.join(', ')}. Keys are made and revoked with one that has <strong>admin</strong>: sign in with such a key, or ask who runs this server. On the server itself, <code>linkmill keys create</code> makes one.</p>
			</EmptyState>
		</PageFrame>
	);
}
