import type { Link } from '../../../../contract/link.ts';
import { api } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { href } from '../../router.ts';
import type { PageProps } from '../../routes.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageFrame } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { LinkActions } from './actions.tsx';
import { Clicks } from './clicks.tsx';
import { LinkDetails } from './details.tsx';
import { History } from './history.tsx';
import { nameOf, pathOf } from './link.ts';

/** One link: what it is, its clicks, what was done to it. */
export function LinkPage({ params: { id } }: PageProps<'link'>) {
	const link = useResource((signal) => api.get<Link>(pathOf(id), { signal }), [id]);
	const [found, error] = [link.data.value, link.error.value];
	if (error?.code === 'not_found') return <GoneLink {...{ id, message: error.message }} onBack={link.refresh} />;
	return (
		<PageFrame title={found ? nameOf(found) : 'Link'} actions={found && <LinkActions link={found} onChange={link.refresh} />}>
			{error && <ErrorNotice error={error} retry={link.refresh} />}
			{!found && !error && <Skeleton lines={8} />}
			{found && (
				<>
					<LinkDetails link={found} />
					<Clicks link={found} onClick={link.refresh} />
					<History id={found.id} link={found} onChange={link.refresh} />
				</>
			)}
		</PageFrame>
	);
}

/** A link that is not there, perhaps not any more: its history stays, and a deletion can be undone in it. */
function GoneLink({ id, message, onBack }: { id: string; message: string; onBack(): void }) {
	return (
		<PageFrame title="No such link" actions={<a class="button plain normal" href={href('links')}>Go to the links</a>}>
			<p class="notice warning">{message} If it was deleted, its history is below, with the way back.</p>
			{id.startsWith('lnk_') && <History id={id} onChange={onBack} />}
		</PageFrame>
	);
}
