import type { Link } from '../../../../../contract/link.ts';
import { api } from '../../../api/client.ts';
import { useResource } from '../../../api/resource.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Skeleton } from '../../../ui/spinner.tsx';
import { LinkEditor } from './link-editor.tsx';

export interface EditorPanelProps {
	/** `lnk_…`; without it, a link is made. */
	id?: string;
	onClose(): void;
	/** Told of the link as it is after it was made or changed. */
	onSaved(link: Link): void;
}

/** Makes or changes a link, at the side of the page. A link is loaded first: the list may be old. */
export function EditorPanel({ id, onClose, onSaved }: EditorPanelProps) {
	if (id === undefined) return <LinkEditor onClose={onClose} onSaved={onSaved} />;
	return <Loading id={id} onClose={onClose} onSaved={onSaved} />;
}

function Loading({ id, onClose, onSaved }: EditorPanelProps & { id: string }) {
	const link = useResource((signal) => api.get<Link>(`/v1/links/${encodeURIComponent(id)}`, { signal }), [id]);
	if (link.data.value) return <LinkEditor link={link.data.value} onClose={onClose} onSaved={onSaved} />;
	return (
		<Panel title="Edit link" onClose={onClose}>
			{link.error.value ? <ErrorNotice error={link.error.value} retry={link.refresh} /> : <Skeleton lines={8} />}
		</Panel>
	);
}
